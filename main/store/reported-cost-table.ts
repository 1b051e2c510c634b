import type { Database } from 'better-sqlite3'
import { nanoOf } from './counted.ts'

/** What an agent said that a session cost so far. Times: ms since the epoch. */
export interface Reported {
  nano: number
  at: number
}

/** A fork's file and its parent's last word are written within it. */
const AT_ONCE_MS = 1_000

export interface ReportedCostTable {
  /** Inside a transaction. */
  save(session: number, reported: { usd: number; at: number }): void
  /** The latest of a session: of its files, or of its status line. */
  latest(session: number, sessionId: string): Reported | null
  /** What a session had cost by then; null: nothing had been said. */
  by(session: number, at: number): number | null
}

export function reportedCostTable(database: Database): ReportedCostTable {
  const save = database.prepare<[number, number, number]>(`INSERT OR IGNORE INTO reported_costs VALUES (?, ?, ?)`)
  const latestOfFiles = database.prepare<[number], Reported>(
    `SELECT nano, at FROM reported_costs WHERE session = ? ORDER BY at DESC, nano DESC LIMIT 1`,
  )
  const latestOfHosted = database.prepare<[string], Reported>(
    `SELECT CAST(round(total_usd * 1e9) AS INTEGER) AS nano, at FROM costs WHERE session_id = ? ORDER BY at DESC LIMIT 1`,
  )
  const by = database
    .prepare<[number, number], number>(
      `SELECT nano FROM reported_costs WHERE session = ? AND at <= ? ORDER BY at DESC, nano DESC LIMIT 1`,
    )
    .pluck()
  return {
    save: (session, { usd, at }) => void save.run(session, at, nanoOf(usd)),
    latest: (session, sessionId) => {
      const ofFiles = latestOfFiles.get(session) ?? null
      const ofHosted = latestOfHosted.get(sessionId) ?? null
      if (ofFiles === null || ofHosted === null) return ofFiles ?? ofHosted
      return ofHosted.at > ofFiles.at || (ofHosted.at === ofFiles.at && ofHosted.nano > ofFiles.nano)
        ? ofHosted
        : ofFiles
    },
    by: (session, at) => by.get(session, at + AT_ONCE_MS) ?? null,
  }
}
