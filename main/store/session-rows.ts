import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'

/** A session of the ledger as it is kept. Times: ms since the epoch. */
export interface SessionRow {
  id: number
  /** The session id; of telemetry that names none, its source's key. */
  key: string
  named: number
  agent: AgentName
  project: string | null
  title: string | null
  bornAt: number | null
  firstAt: number | null
  lastAt: number | null
  /** The session whose requests its file repeats. */
  forkedFrom: number | null
  /** What its agent says that it cost; what of that no request accounts for, and how much of it counts as a row, in which hour. */
  reportedNano: number | null
  reportedAt: number | null
  unattributedNano: number | null
  countedNano: number
  countedHour: number
  settled: number
}

export const SETTLED = { new: 0, done: 1, converted: 2 } as const

/** First and last of its requests; null: it has none. */
export interface RequestTimes {
  firstAt: number | null
  lastAt: number | null
}

/** What is kept of sessions, and what other tables say of them. */
export interface SessionRows {
  byId(id: number): SessionRow | null
  save(row: SessionRow): void
  /** Some of those that an older schema left. */
  converted(): number[]
  /** The project of the launch that hosts it, else as telemetry names it; null: neither is known. */
  projectElsewhere(row: SessionRow): string | null
  requestTimes(row: SessionRow): RequestTimes
}

/** Settled in one go when a store opens after its schema changed. */
const CONVERTED_AT_ONCE = 500

export function sessionRows(database: Database): SessionRows {
  const byId = database.prepare<[number], SessionRow>(
    `SELECT id, key, named, agent, project, title, born_at AS bornAt, first_at AS firstAt, last_at AS lastAt,
       forked_from AS forkedFrom, reported_nano AS reportedNano, reported_at AS reportedAt,
       unattributed_nano AS unattributedNano, counted_nano AS countedNano, counted_hour AS countedHour, settled
      FROM agent_sessions WHERE id = ?`,
  )
  const save = database.prepare<SessionRow>(
    `UPDATE agent_sessions SET agent = @agent, project = @project, title = @title, first_at = @firstAt, last_at = @lastAt,
       forked_from = @forkedFrom, reported_nano = @reportedNano, reported_at = @reportedAt,
       unattributed_nano = @unattributedNano, counted_nano = @countedNano, counted_hour = @countedHour, settled = @settled
      WHERE id = @id`,
  )
  const converted = database
    .prepare<[number], number>(`SELECT id FROM agent_sessions WHERE settled = ${SETTLED.converted} LIMIT ?`)
    .pluck()
  const hostedProject = database
    .prepare<[string], string>(
      `SELECT l.project FROM sessions h JOIN launches l ON l.id = h.launch_id WHERE h.session_id = ?`,
    )
    .pluck()
  const toldProject = database
    .prepare<[string], string | null>(
      `SELECT project FROM telemetry_sources WHERE session_id = ? ORDER BY project IS NULL, id LIMIT 1`,
    )
    .pluck()
  const sourceProject = database
    .prepare<[string], string | null>(`SELECT project FROM telemetry_sources WHERE key = ?`)
    .pluck()
  const usageTimes = database.prepare<{ id: number }, RequestTimes>(
    `SELECT (SELECT min(at) FROM usage WHERE session = @id) AS firstAt,
       (SELECT max(at) FROM usage WHERE session = @id) AS lastAt`,
  )
  const beside = (least: string) =>
    database
      .prepare<[string], number | null>(
        `SELECT ${least}(at) FROM telemetry_requests INDEXED BY telemetry_beside WHERE beside = 1 AND session_id = ?`,
      )
      .pluck()
  const [besideFirst, besideLast] = [beside('min'), beside('max')]

  return {
    byId: (id) => byId.get(id) ?? null,
    save: (row) => void save.run(row),
    converted: () => converted.all(CONVERTED_AT_ONCE),
    projectElsewhere: ({ key, named }) =>
      named === 0 ? (sourceProject.get(key) ?? null) : (hostedProject.get(key) ?? toldProject.get(key) ?? null),
    requestTimes: ({ id, key }) => {
      const { firstAt, lastAt } = usageTimes.get({ id }) ?? { firstAt: null, lastAt: null }
      const toldLast = besideLast.get(key) ?? null
      if (toldLast === null) return { firstAt, lastAt }
      const toldFirst = besideFirst.get(key) ?? toldLast
      return { firstAt: Math.min(firstAt ?? toldFirst, toldFirst), lastAt: Math.max(lastAt ?? toldLast, toldLast) }
    },
  }
}
