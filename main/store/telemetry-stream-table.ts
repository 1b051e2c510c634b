import type { Database } from 'better-sqlite3'
import type { StoreCalls } from './protocol.ts'
import type { StreamState } from './telemetry-types.ts'

export interface StreamTable extends Pick<StoreCalls, 'telemetryStreams' | 'telemetrySeen'> {
  /** Inside a transaction. */
  saveStream(stream: StreamState): void
  /** Inside a transaction. */
  saveSeen(at: number, hashes: Uint8Array): void
}

/** Of hashes read at once: a million points, more than anyone keeps in memory. An hour of a flood would be a gigabyte. */
const SEEN_BYTES = 8 * 2 ** 20

/** What was counted already: how far each stream came, and the hashes of single points. */
export function streamTable(database: Database): StreamTable {
  const save = database.prepare<StreamState>(
    `INSERT INTO telemetry_streams VALUES (@key, @body, @at)
     ON CONFLICT DO UPDATE SET body = excluded.body, at = excluded.at`,
  )
  const find = database.prepare<[string], StreamState>(`SELECT key, body, at FROM telemetry_streams WHERE key = ?`)
  const addSeen = database.prepare<[number, Uint8Array]>(`INSERT INTO telemetry_seen (at, hashes) VALUES (?, ?)`)
  const newest = database
    .prepare<[number], Uint8Array>(`SELECT hashes FROM telemetry_seen WHERE at >= ? ORDER BY at DESC, id DESC`)
    .pluck()
  return {
    saveStream: (stream) => void save.run(stream),
    saveSeen: (at, hashes) => {
      if (hashes.length > 0) addSeen.run(at, hashes)
    },
    telemetryStreams: (keys) => keys.flatMap((key) => find.get(key) ?? []),
    telemetrySeen: (since) => {
      const batches: Uint8Array[] = []
      let bytes = 0
      for (const hashes of newest.iterate(since)) {
        bytes += hashes.length
        if (bytes > SEEN_BYTES) break
        batches.push(hashes)
      }
      return batches.toReversed()
    },
  }
}
