import type { Database } from 'better-sqlite3'
import type { StoreCalls } from './protocol.ts'

/** A response this young is not missed yet: agents export their logs every 5 s, and a first attempt may fail. */
const ON_ITS_WAY_MS = 15_000

interface Counted {
  requests: number
  captured: number | null
}

export interface CaptureTable extends Pick<StoreCalls, 'captures'> {
  /** Of the requests in its transcript, 0 to 1; null: it has none, or telemetry never told of the session. */
  capturedShare(sessionId: string): number | null
}

/** How much of a transcript telemetry told of, too; nothing of sessions that telemetry never told of. */
export function captureTable(database: Database, now: () => number = Date.now): CaptureTable {
  const firstHeard = database
    .prepare<[string], number>(`SELECT first_at FROM telemetry_sources WHERE session_id = ?`)
    .pluck()
  const counted = database.prepare<{ sessionId: string; since: number; until: number }, Counted>(
    `SELECT count(*) AS requests, sum(told > 0) AS captured FROM usage INDEXED BY usage_of_session
      WHERE session = (SELECT id FROM agent_sessions WHERE key = @sessionId) AND (told > 0 OR (at >= @since AND at <= @until))`,
  )
  const beside = database
    .prepare<[string], number>(
      `SELECT count(*) FROM telemetry_requests INDEXED BY telemetry_beside WHERE beside = 1 AND session_id = ?`,
    )
    .pluck()
  function count(sessionId: string) {
    const since = firstHeard.get(sessionId)
    const found = since === undefined ? undefined : counted.get({ sessionId, since, until: now() - ON_ITS_WAY_MS })
    return found === undefined ? null : { requests: found.requests, captured: found.captured ?? 0 }
  }
  return {
    // In one transaction, so that the locks are taken once.
    captures: database.transaction((sessionIds: string[]) =>
      sessionIds.flatMap((sessionId) => {
        const found = count(sessionId)
        return found === null ? [] : [{ sessionId, ...found, beside: beside.get(sessionId) ?? 0 }]
      }),
    ),
    capturedShare: (sessionId) => {
      const found = count(sessionId)
      return found === null || found.requests === 0 ? null : found.captured / found.requests
    },
  }
}
