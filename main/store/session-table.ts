import type { Database } from 'better-sqlite3'
import type { StoreCalls } from './protocol.ts'

interface Session {
  sessionId: string
  launchId: string
  seriesId: string
  at: number
}

export type SessionTable = Pick<StoreCalls, 'addSession' | 'sessionsOf'>

/** A session that is added again (resumed by another launch) keeps its series and its first time. */
export function sessionTable(database: Database): SessionTable {
  const save = database.prepare<Session>(
    `INSERT INTO sessions VALUES (@sessionId, @launchId, @seriesId, @at)
     ON CONFLICT (session_id) DO UPDATE SET launch_id = excluded.launch_id, at = min(at, excluded.at)`,
  )
  const ofSeries = database.prepare<[string], Omit<Session, 'seriesId'>>(
    `SELECT session_id AS sessionId, launch_id AS launchId, at FROM sessions
      WHERE series_id = ? ORDER BY at, session_id`,
  )
  return {
    addSession: (session) => void save.run(session),
    sessionsOf: (seriesId) => ofSeries.all(seriesId),
  }
}
