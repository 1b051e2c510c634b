import type { Database } from 'better-sqlite3'
import type { TokenCounts } from '../../contract/usage.ts'
import { SOURCE, type Counted } from './counted.ts'
import { dayOfHour } from './local-hour.ts'
import { MOST } from './telemetry-migration.ts'
import { FIGURE_COLUMNS } from './usage-figures.ts'

/** Of what is added or taken away in one transaction; above it a number no longer fits into a column. */
const MOST_ADDED = 9e18
/** A day and a model make one number. */
const MODELS_BOUND = 2 ** 20
const SOURCES_BOUND = 4

interface Sums extends TokenCounts {
  requests: number
  errors: number
  turns: number
  costNano: number
}
interface Cell extends Sums {
  day: number
  model: number
  source: number
}
interface Hour extends Sums {
  hour: number
  unpriced: number
}
interface Pending {
  cells: Map<number, Cell>
  hours: Map<number, Hour>
}

const COLUMNS = FIGURE_COLUMNS.map(([column]) => column).join(', ')
const VALUES = FIGURE_COLUMNS.map(([, name]) => `@${name}`).join(', ')
const ADDED = FIGURE_COLUMNS.map(([column]) => `${column} = min(${column} + excluded.${column}, ${MOST})`).join(', ')

/**
 * Keeps the ledger's sums with its rows: every change of a row that counts goes through `add`, inside the transaction that
 * changes it; what it comes to is written once, by `flush`.
 */
export interface RollUps {
  /** `sign` -1: as it was until now. */
  add(row: Counted, sign: 1 | -1): void
  /** Something else is known of it. */
  touch(session: number): void
  /** Writes the sums. */
  flush(): void
  /** Sessions that were counted or touched since the last call. */
  takeTouched(): number[]
  /** Moves all that was counted of a session to another project's hours; after `flush`. */
  moveHours(session: number, from: string | null, to: string | null): void
  /** Forgets what was not written, after a transaction that failed. */
  discard(): void
}

/** `changed`: is told of each cell that was written, inside the transaction. */
export function rollUps(database: Database, changed: (cell: number) => void): RollUps {
  const saveCell = database
    .prepare<Cell & { session: number }, number>(
      `INSERT INTO usage_cells (session, day, model, source, ${COLUMNS}) VALUES (@session, @day, @model, @source, ${VALUES})
       ON CONFLICT DO UPDATE SET ${ADDED} RETURNING id`,
    )
    .pluck()
  const saveHour = database.prepare<Hour & { project: string }>(
    `INSERT INTO usage_hours (hour, project, ${COLUMNS}, unpriced) VALUES (@hour, @project, ${VALUES}, @unpriced)
     ON CONFLICT DO UPDATE SET ${ADDED}, unpriced = unpriced + excluded.unpriced`,
  )
  const projectOf = database.prepare<[number], string | null>(`SELECT project FROM agent_sessions WHERE id = ?`).pluck()
  const hoursOf = database.prepare<{ session: number }, Hour>(
    `SELECT hour, sum(1 - failed) AS requests, sum(failed) AS errors, sum(turn) AS turns, sum(input) AS input,
       sum(output) AS output, sum(cache_read) AS cacheRead, sum(cache_write_5m) AS cacheWrite5m,
       sum(cache_write_1h) AS cacheWrite1h, min(total(nano), ${MOST}) AS costNano, sum(failed = 0 AND nano IS NULL) AS unpriced
      FROM (
        SELECT hour, failed, ends_turn = 1 AND failed = 0 AND agent_id IS NULL AS turn, input, output, cache_read,
            cache_write_5m, cache_write_1h, coalesce(told_nano, cost_nano) AS nano FROM usage WHERE session = @session
        UNION ALL
        SELECT hour, 0, 0, input, output, cache_read, cache_write_5m, cache_write_1h,
            coalesce(CAST(round(cost_usd * 1e9) AS INTEGER), list_nano)
          FROM telemetry_requests INDEXED BY telemetry_beside
          WHERE beside = 1 AND session_id = (SELECT key FROM agent_sessions WHERE id = @session AND named = 1)
      ) GROUP BY hour
     UNION ALL
     SELECT counted_hour, 0, 0, 0, 0, 0, 0, 0, 0, counted_nano, 0 FROM agent_sessions WHERE id = @session AND counted_nano > 0`,
  )

  let pending = new Map<number, Pending>()
  let touched = new Set<number>()

  function ofSession(session: number): Pending {
    const known = pending.get(session)
    if (known !== undefined) return known
    const made: Pending = { cells: new Map(), hours: new Map() }
    pending.set(session, made)
    touched.add(session)
    return made
  }
  return {
    add: (row, sign) => {
      const { cells, hours } = ofSession(row.session)
      const { model, source, hour } = row
      const day = dayOfHour(hour)
      const key = (day * MODELS_BOUND + model) * SOURCES_BOUND + source
      let cell = cells.get(key)
      if (cell === undefined) cells.set(key, (cell = { day, model, source, ...nothing() }))
      addUp(cell, row, sign)
      let sum = hours.get(hour)
      if (sum === undefined) hours.set(hour, (sum = { hour, unpriced: 0, ...nothing() }))
      addUp(sum, row, sign)
      if (source === SOURCE.none) sum.unpriced += sign * row.requests
    },
    touch: (session) => void touched.add(session),
    flush: () => {
      const all = pending
      pending = new Map()
      for (const [session, { cells, hours }] of all) {
        for (const cell of cells.values()) {
          if (isNothing(cell)) continue
          const id = saveCell.get({ session, ...bounded(cell) })
          if (id !== undefined) changed(id)
        }
        const project = projectOf.get(session) ?? ''
        for (const hour of hours.values()) if (!isNothing(hour)) saveHour.run({ project, ...bounded(hour) })
      }
    },
    takeTouched: () => {
      const all = [...touched]
      touched = new Set()
      return all
    },
    moveHours: (session, from, to) => {
      for (const hour of hoursOf.all({ session })) {
        const back = { ...hour }
        for (const [, name] of FIGURE_COLUMNS) back[name] = -hour[name]
        saveHour.run({ ...back, unpriced: -hour.unpriced, project: from ?? '' })
        saveHour.run({ ...hour, project: to ?? '' })
      }
    },
    discard: () => {
      pending = new Map()
      touched = new Set()
    },
  }
}

function nothing(): Sums {
  return {
    requests: 0,
    errors: 0,
    turns: 0,
    input: 0,
    output: 0,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    costNano: 0,
  }
}

function addUp(sums: Sums, row: Counted, sign: 1 | -1): void {
  sums.requests += sign * row.requests
  sums.errors += sign * row.errors
  sums.turns += sign * row.turns
  sums.input += sign * row.input
  sums.output += sign * row.output
  sums.cacheRead += sign * row.cacheRead
  sums.cacheWrite5m += sign * row.cacheWrite5m
  sums.cacheWrite1h += sign * row.cacheWrite1h
  sums.costNano += sign * row.costNano
}

function isNothing(sums: Sums & { unpriced?: number }): boolean {
  return FIGURE_COLUMNS.every(([, name]) => sums[name] === 0) && (sums.unpriced ?? 0) === 0
}

function bounded<T extends Sums>(sums: T): T {
  if (sums.costNano > -MOST_ADDED && sums.costNano < MOST_ADDED) return sums
  return { ...sums, costNano: Math.max(-MOST_ADDED, Math.min(MOST_ADDED, sums.costNano)) }
}
