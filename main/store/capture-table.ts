import type { Database } from 'better-sqlite3'
import type { StoreCalls } from './protocol.ts'

/** A response this young is not missed yet: agents export their logs every 5 s, and a first attempt may fail. */
const ON_ITS_WAY_MS = 15_000

interface Shares {
  requests: number
  captured: number | null
  beside: number
}

export type CaptureTable = Pick<StoreCalls, 'captures'>

/** How much of a transcript telemetry told of, too; nothing of sessions that telemetry never told of. */
export function captureTable(database: Database, now: () => number = Date.now): CaptureTable {
  const firstHeard = database
    .prepare<[string], number>(`SELECT first_at FROM telemetry_sources WHERE session_id = ?`)
    .pluck()
  const shares = database.prepare<{ sessionId: string; since: number; until: number }, Shares>(
    `SELECT count(*) AS requests, sum(told > 0) AS captured,
       (SELECT count(*) FROM telemetry_requests INDEXED BY telemetry_beside
         WHERE beside = 1 AND session_id = @sessionId) AS beside
      FROM usage INDEXED BY usage_of_session
     WHERE session_id = @sessionId AND (told > 0 OR (at >= @since AND at <= @until))`,
  )
  return {
    captures: (sessionIds) =>
      sessionIds.flatMap((sessionId) => {
        const since = firstHeard.get(sessionId)
        if (since === undefined) return []
        const found = shares.get({ sessionId, since, until: now() - ON_ITS_WAY_MS })
        if (found === undefined) return []
        return [{ sessionId, requests: found.requests, captured: found.captured ?? 0, beside: found.beside }]
      }),
  }
}
