import type { Database } from 'better-sqlite3'
import type { LedgerNames } from './ledger-names.ts'
import type { LedgerWrite } from './ledger-writes.ts'
import type { StoreCalls } from './protocol.ts'
import type { RollUps } from './roll-ups.ts'
import type { UsageTable } from './usage-table.ts'

interface Session {
  sessionId: string
  launchId: string
  seriesId: string
  at: number
}

export type SessionTable = Pick<StoreCalls, 'addSession' | 'sessionsOf'>

export interface SessionParts {
  names: LedgerNames
  sums: RollUps
  usage: UsageTable
  write: LedgerWrite
}

/** A session that is added again (resumed by another launch) keeps its series and its first time. */
export function sessionTable(database: Database, { names, sums, usage, write }: SessionParts): SessionTable {
  const save = database.prepare<Session>(
    `INSERT INTO sessions VALUES (@sessionId, @launchId, @seriesId, @at)
     ON CONFLICT (session_id) DO UPDATE SET launch_id = excluded.launch_id, at = min(at, excluded.at)`,
  )
  const ofSeries = database.prepare<[string], Omit<Session, 'seriesId'>>(
    `SELECT session_id AS sessionId, launch_id AS launchId, at FROM sessions
      WHERE series_id = ? ORDER BY at, session_id`,
  )
  return {
    addSession: write((session: Session) => {
      save.run(session)
      const known = names.knownSession(session.sessionId)
      if (known === null) return
      sums.touch(known)
      usage.decideAgain(known)
    }),
    sessionsOf: (seriesId) => ofSeries.all(seriesId),
  }
}
