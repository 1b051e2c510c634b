import type { Database } from 'better-sqlite3'
import { failure } from '../../contract/problem.ts'
import type { SeriesStatus } from '../../contract/series.ts'
import type { StoreCalls } from './protocol.ts'
import { StoreError } from './store-error.ts'
import type { SeriesMark, SeriesRow } from './types.ts'

interface Row {
  id: string
  project: string
  task: string
  status: string
  state: string
  policy: string
  created_at: number
  updated_at: number
}

type Calls = Pick<StoreCalls, 'createSeries' | 'series' | 'listSeries' | 'seriesMarks' | 'unfinishedSeries'>

export interface SeriesTable extends Calls {
  /** Inside a transaction. Throws `series-unknown`. */
  update(change: Pick<SeriesRow, 'id' | 'status' | 'state' | 'policy' | 'updatedAt'>): void
}

export function seriesTable(database: Database): SeriesTable {
  const insert = database.prepare<Row>(
    `INSERT INTO series VALUES (@id, @project, @task, @status, @state, @policy, @created_at, @updated_at)`,
  )
  const update = database.prepare<[string, string, string, number, string]>(
    `UPDATE series SET status = ?, state = ?, policy = ?, updated_at = ? WHERE id = ?`,
  )
  const one = database.prepare<[string], Row>(`SELECT * FROM series WHERE id = ?`)
  const all = database.prepare<[], Row>(`SELECT * FROM series ORDER BY created_at, id`)
  const marks = database.prepare<[], SeriesMark>(
    `SELECT id, status, (SELECT ifnull(max(seq), 0) FROM events WHERE series_id = series.id) AS lastSeq FROM series`,
  )
  const unfinished = database.prepare<[string, string], Row>(
    `SELECT * FROM series WHERE project = ? AND task = ? AND status NOT IN ('completed', 'stopped', 'failed')`,
  )
  return {
    createSeries: (row) => void insert.run(toRow(row)),
    series: (id) => orNull(one.get(id)),
    listSeries: () => all.all().map(fromRow),
    seriesMarks: () => marks.all(),
    unfinishedSeries: (project, task) => orNull(unfinished.get(project, task)),
    update: ({ id, status, state, policy, updatedAt }) => {
      const { changes } = update.run(status, toJson(state), toJson(policy), updatedAt, id)
      if (changes === 0) throw new StoreError(unknownSeries(id))
    },
  }
}

function unknownSeries(id: string) {
  return failure('series-unknown', id, 'there is no such series', 'list the series with `baton series`').problem
}

/** JSON has no undefined. */
function toJson(value: unknown): string {
  return JSON.stringify(value ?? null)
}

function toRow(series: SeriesRow): Row {
  const { id, project, task, status, createdAt, updatedAt } = series
  const json = { state: toJson(series.state), policy: toJson(series.policy) }
  return { id, project, task, status, ...json, created_at: createdAt, updated_at: updatedAt }
}

function orNull(row: Row | undefined): SeriesRow | null {
  return row ? fromRow(row) : null
}

function fromRow({ id, project, task, status, state, policy, created_at, updated_at }: Row): SeriesRow {
  const json: { state: unknown; policy: unknown } = { state: JSON.parse(state), policy: JSON.parse(policy) }
  return { id, project, task, status: status as SeriesStatus, ...json, createdAt: created_at, updatedAt: updated_at }
}
