import type { UsageDimension } from '../../contract/ledger.ts'
import { SOURCE } from './counted.ts'
import { COST, REQUESTS, WIDTH, type UsageColumns } from './usage-columns.ts'

/** Up to this many possible groups a table finds a group's place; beyond, a map does. */
const TABLE_MOST = 4_000_000

/** Which cells count. Numbers as the columns have them; null: all. */
export interface CellFilter {
  from: number | null
  until: number | null
  project: number | null
  agent: number | null
  model: number | null
  series: number | null
  session: number | null
}

/** Sums of one group lie at `place * (WIDTH + 1)`: those of a cell, and at last the responses without a price. */
export const GROUP_WIDTH = WIDTH + 1
export const UNPRICED = WIDTH

export interface Groups {
  count: number
  sums: Float64Array
  /** One cell of each group, from which its dimensions are told. */
  cells: Int32Array
}

type ReadKey = (cell: number) => number

/** What tells groups apart. Series, project and agent follow from the session. */
interface Part {
  read: ReadKey
  size: number
}

/** Adds up the cells that count, by dimensions. Groups in which nothing is left of what was counted are not there. */
export function groupCells(columns: UsageColumns, by: readonly UsageDimension[], filter: CellFilter): Groups {
  const counts = counting(columns, filter)
  const { key, size } = keyOf(columns, by)
  const placeOf = places(size)
  const { figures, source, rows } = columns
  let sums = new Float64Array(256 * GROUP_WIDTH)
  let cells = new Int32Array(256)
  let count = 0
  for (let cell = 1; cell < rows; cell += 1) {
    if (!counts(cell)) continue
    const place = placeOf(key(cell), count)
    if (place === count) {
      if (count === cells.length) {
        cells = grown(cells, new Int32Array(count * 2))
        sums = grown(sums, new Float64Array(count * 2 * GROUP_WIDTH))
      }
      cells[place] = cell
      count += 1
    }
    const from = cell * WIDTH
    const to = place * GROUP_WIDTH
    for (let figure = 0; figure < WIDTH; figure += 1)
      sums[to + figure] = (sums[to + figure] ?? 0) + (figures[from + figure] ?? 0)
    if (source[cell] === SOURCE.none) sums[to + UNPRICED] = (sums[to + UNPRICED] ?? 0) + (figures[from + REQUESTS] ?? 0)
  }
  return withoutEmpty({ count, sums, cells })
}

function counting(columns: UsageColumns, filter: CellFilter): (cell: number) => boolean {
  const { session, day, model, sessions } = columns
  const { from, until } = filter
  const tests: ((cell: number) => boolean)[] = []
  if (from !== null) tests.push((cell) => (day[cell] ?? 0) >= from)
  if (until !== null) tests.push((cell) => (day[cell] ?? 0) <= until)
  if (filter.model !== null) tests.push((cell) => model[cell] === filter.model)
  if (filter.session !== null) tests.push((cell) => session[cell] === filter.session)
  for (const name of ['project', 'agent', 'series'] as const) {
    const wanted = filter[name]
    if (wanted !== null) tests.push((cell) => sessions[name][session[cell] ?? 0] === wanted)
  }
  // Ids have no gaps but where a cell is not read yet.
  tests.push((cell) => session[cell] !== 0)
  const [one, two] = tests
  if (one !== undefined && two === undefined) return one
  return (cell) => tests.every((test) => test(cell))
}

function keyOf(columns: UsageColumns, by: readonly UsageDimension[]): { key: ReadKey; size: number } {
  const dimensions = by.includes('session') ? by.filter((one) => !OF_SESSION.has(one)) : by
  const parts = [...new Set(dimensions)].map((dimension) => partOf(columns, dimension))
  const size = parts.reduce((product, part) => product * part.size, 1)
  const [one, two] = parts
  if (one === undefined) return { key: () => 0, size: 1 }
  if (two === undefined) return { key: one.read, size }
  return { key: (cell) => parts.reduce((key, { read, size }) => key * size + read(cell), 0), size }
}

const OF_SESSION: ReadonlySet<UsageDimension> = new Set(['project', 'agent', 'series'])

function partOf(columns: UsageColumns, dimension: UsageDimension): Part {
  const { session, day, model, source, sessions } = columns
  const ofSession = (numbers: Int32Array, names: { texts: unknown[] }): Part => {
    return { read: (cell) => numbers[session[cell] ?? 0] ?? 0, size: names.texts.length }
  }
  switch (dimension) {
    case 'day': {
      const [first, last] = daysOf(columns)
      return { read: (cell) => (day[cell] ?? 0) - first, size: last - first + 1 }
    }
    case 'model':
      return { read: (cell) => model[cell] ?? 0, size: columns.models.texts.length }
    case 'costSource':
      return { read: (cell) => source[cell] ?? 0, size: 3 }
    case 'project':
      return ofSession(sessions.project, columns.projects)
    case 'agent':
      return ofSession(sessions.agent, columns.agents)
    case 'series':
      return ofSession(sessions.series, columns.serieses)
    case 'session': {
      // Those without a name are one group.
      const nameless = sessions.key.map((key, number) => (key === null ? 0 : number))
      return { read: (cell) => nameless[session[cell] ?? 0] ?? 0, size: sessions.rows }
    }
  }
}

function daysOf({ day, rows }: UsageColumns): [first: number, last: number] {
  let first = Number.MAX_SAFE_INTEGER
  let last = Number.MIN_SAFE_INTEGER
  for (let cell = 1; cell < rows; cell += 1) {
    const one = day[cell] ?? 0
    if (one < first) first = one
    if (one > last) last = one
  }
  return first > last ? [0, 0] : [first, last]
}

/** The place of a key; of a new one the next. */
function places(size: number): (key: number, next: number) => number {
  if (size <= TABLE_MOST) {
    const table = new Int32Array(size)
    return (key, next) => {
      const known = table[key] ?? 0
      if (known !== 0) return known - 1
      table[key] = next + 1
      return next
    }
  }
  const map = new Map<number, number>()
  return (key, next) => {
    const known = map.get(key)
    if (known !== undefined) return known
    map.set(key, next)
    return next
  }
}

/** A row that moved to another group leaves a cell of zeros behind. */
function withoutEmpty({ count, sums, cells }: Groups): Groups {
  let kept = 0
  for (let place = 0; place < count; place += 1) {
    const start = place * GROUP_WIDTH
    let isEmpty = true
    for (let figure = 0; figure < WIDTH && isEmpty; figure += 1) isEmpty = sums[start + figure] === 0
    if (isEmpty) continue
    if (kept !== place) {
      sums.copyWithin(kept * GROUP_WIDTH, start, start + GROUP_WIDTH)
      cells[kept] = cells[place] ?? 0
    }
    kept += 1
  }
  return { count: kept, sums, cells }
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from)
  return to
}

export function costOf({ sums }: Groups, place: number): number {
  return sums[place * GROUP_WIDTH + COST] ?? 0
}
