import type { Database } from 'better-sqlite3'
import { madeBy, type Teller } from './usage-merge.ts'

/** Who told of requests that several sessions told of, and under which other ids. All inside a transaction. */
export interface UsageTellers {
  /** Both tell of it; gives the one that made it. */
  told(usage: number, sessions: readonly number[], at: number): number | null
  /** It was repeated under that request id, which is not its own. */
  repeatedAs(usage: number, requestId: string): void
  /** All that told of it. */
  of(usage: number): number[]
  /** The requests of which that session is not the only one to tell. */
  sharedBy(session: number): number[]
  /** The session that made one of several tellers' requests. */
  maker(usage: number, at: number): number | null
  /** The session of which this one repeats requests: the maker of the latest one. Null: none. */
  parentOf(session: number): number | null
}

export function usageTellers(database: Database): UsageTellers {
  const save = database.prepare<[number, number]>(`INSERT OR IGNORE INTO usage_tellers VALUES (?, ?)`)
  const saveAlias = database.prepare<[number, string]>(`INSERT OR IGNORE INTO usage_aliases VALUES (?, ?)`)
  const tellers = database.prepare<[number], Teller>(
    `SELECT a.id AS session, a.key, h.at AS hostedAt, a.born_at AS bornAt
      FROM usage_tellers t JOIN agent_sessions a ON a.id = t.session LEFT JOIN sessions h ON h.session_id = a.key
      WHERE t.usage_id = ?`,
  )
  const shared = database.prepare<[number], number>(`SELECT usage_id FROM usage_tellers WHERE session = ?`).pluck()
  const parent = database
    .prepare<{ session: number }, number>(
      `SELECT u.session FROM usage_tellers t JOIN usage u ON u.id = t.usage_id
        WHERE t.session = @session AND u.session <> @session ORDER BY u.at DESC, u.session LIMIT 1`,
    )
    .pluck()
  const maker = (usage: number, at: number): number | null => madeBy(tellers.all(usage), at)
  return {
    told: (usage, sessions, at) => {
      for (const session of sessions) save.run(usage, session)
      return maker(usage, at)
    },
    repeatedAs: (usage, requestId) => void saveAlias.run(usage, requestId),
    of: (usage) => tellers.all(usage).map(({ session }) => session),
    sharedBy: (session) => shared.all(session),
    maker,
    parentOf: (session) => parent.get({ session }) ?? null,
  }
}
