import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'

/** Sums of a cell, in the order in which they lie in `figures`. */
export const FIGURES = [
  'requests',
  'errors',
  'turns',
  'input',
  'output',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'cost_nano',
] as const
export const WIDTH = FIGURES.length
export const REQUESTS = 0
export const COST = FIGURES.indexOf('cost_nano')
/** Above this many changed cells it is quicker to read all of them anew. */
const REREAD_SHARE = 0.5
const FIRST_ROWS = 1_024

type CellRow = [id: number, session: number, day: number, model: number, source: number, ...figures: number[]]
type SessionRow = [
  id: number,
  key: string,
  named: number,
  agent: AgentName,
  project: string | null,
  series: string | null,
]

/** Texts by number; 0 is "none". */
export interface Names {
  numberOf(text: string | null): number | undefined
  texts: (string | null)[]
}

/**
 * The ledger's cells in memory, a column each, a row for each cell's id: a hundred bytes a cell. Adding up a quarter of a
 * million of them takes some ms, which no index of every combination of dimensions would.
 */
export interface UsageColumns {
  /** Ids of cells are below it; 0 is none. */
  rows: number
  session: Int32Array
  day: Int32Array
  model: Int32Array
  source: Uint8Array
  /** Of all cells; the first is after the last when there are none. */
  firstDay: number
  lastDay: number
  /** `WIDTH` sums of each cell. */
  figures: Float64Array
  /** Of each session by its number. `named`: itself; 0 for those that have no session id, which are told together. */
  sessions: {
    key: (string | null)[]
    named: Int32Array
    agent: Int32Array
    project: Int32Array
    series: Int32Array
    rows: number
  }
  agents: Names
  projects: Names
  serieses: Names
  models: Names
}

export interface LiveColumns {
  /** As the tables are now. Reads what changed since the last time; all of it, the first time. */
  fresh(): UsageColumns
  cellChanged(cell: number): void
  sessionChanged(session: number): void
  /** Another number after each change. */
  readonly version: number
}

export function liveColumns(database: Database): LiveColumns {
  const cells = `SELECT id, session, day, model, source, ${FIGURES.join(', ')} FROM usage_cells`
  const allCells = database.prepare<[], CellRow>(`${cells} ORDER BY id`).raw()
  const oneCell = database.prepare<[number], CellRow>(`${cells} WHERE id = ?`).raw()
  const sessions = `SELECT a.id, a.key, a.named, a.agent, a.project, h.series_id
    FROM agent_sessions a LEFT JOIN sessions h ON h.session_id = a.key`
  const allSessions = database.prepare<[], SessionRow>(sessions).raw()
  const oneSession = database.prepare<[number], SessionRow>(`${sessions} WHERE a.id = ?`).raw()
  const modelsAfter = database.prepare<[number], [number, string]>(
    `SELECT id, name FROM ledger_models WHERE id > ? ORDER BY id`,
  )
  modelsAfter.raw()

  let columns: UsageColumns | null = null
  let version = 0
  const changedCells = new Set<number>()
  const changedSessions = new Set<number>()

  function readModels({ models }: UsageColumns): void {
    for (const [id, name] of modelsAfter.iterate(models.texts.length - 1)) models.texts[id] = name
  }
  function refresh(known: UsageColumns): UsageColumns {
    const many = changedCells.size > 2 * FIRST_ROWS && changedCells.size > known.rows * REREAD_SHARE
    if (many) return read()
    for (const id of changedCells) {
      const row = oneCell.get(id)
      if (row !== undefined) putCell(known, row)
    }
    for (const id of changedSessions) {
      const row = oneSession.get(id)
      if (row !== undefined) putSession(known, row)
    }
    readModels(known)
    return known
  }
  function read(): UsageColumns {
    const read = empty()
    for (const row of allSessions.iterate()) putSession(read, row)
    for (const row of allCells.iterate()) putCell(read, row)
    readModels(read)
    return read
  }
  return {
    fresh: () => {
      columns = columns === null ? read() : refresh(columns)
      changedCells.clear()
      changedSessions.clear()
      return columns
    },
    get version() {
      return version
    },
    cellChanged: (cell) => {
      version += 1
      if (columns !== null) changedCells.add(cell)
    },
    sessionChanged: (session) => {
      version += 1
      if (columns !== null) changedSessions.add(session)
    },
  }
}

function empty(): UsageColumns {
  return {
    rows: 1,
    session: new Int32Array(FIRST_ROWS),
    day: new Int32Array(FIRST_ROWS),
    model: new Int32Array(FIRST_ROWS),
    source: new Uint8Array(FIRST_ROWS),
    firstDay: Number.MAX_SAFE_INTEGER,
    lastDay: Number.MIN_SAFE_INTEGER,
    figures: new Float64Array(FIRST_ROWS * WIDTH),
    sessions: {
      key: [null],
      named: new Int32Array(FIRST_ROWS),
      agent: new Int32Array(FIRST_ROWS),
      project: new Int32Array(FIRST_ROWS),
      series: new Int32Array(FIRST_ROWS),
      rows: 1,
    },
    agents: namesOf(),
    projects: namesOf(),
    serieses: namesOf(),
    models: namesOf(),
  }
}

function putCell(columns: UsageColumns, row: CellRow): void {
  const [id, session, day, model, source] = row
  if (id >= columns.day.length) {
    const length = id * 2
    columns.session = longer(columns.session, new Int32Array(length))
    columns.day = longer(columns.day, new Int32Array(length))
    columns.model = longer(columns.model, new Int32Array(length))
    columns.source = longer(columns.source, new Uint8Array(length))
    columns.figures = longer(columns.figures, new Float64Array(length * WIDTH))
  }
  columns.rows = Math.max(columns.rows, id + 1)
  columns.session[id] = session
  columns.day[id] = day
  columns.firstDay = Math.min(columns.firstDay, day)
  columns.lastDay = Math.max(columns.lastDay, day)
  columns.model[id] = model
  columns.source[id] = source
  const start = id * WIDTH
  for (let figure = 0; figure < WIDTH; figure += 1) columns.figures[start + figure] = row[figure + 5] ?? 0
}

function putSession(columns: UsageColumns, [id, key, named, agent, project, series]: SessionRow): void {
  const { sessions } = columns
  if (id >= sessions.agent.length) {
    const length = id * 2
    sessions.named = longer(sessions.named, new Int32Array(length))
    sessions.agent = longer(sessions.agent, new Int32Array(length))
    sessions.project = longer(sessions.project, new Int32Array(length))
    sessions.series = longer(sessions.series, new Int32Array(length))
  }
  sessions.rows = Math.max(sessions.rows, id + 1)
  sessions.key[id] = named === 1 ? key : null
  sessions.named[id] = named === 1 ? id : 0
  sessions.agent[id] = made(columns.agents, agent)
  sessions.project[id] = made(columns.projects, project)
  sessions.series[id] = made(columns.serieses, series)
}

function longer<T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from)
  return to
}

interface GrowingNames extends Names {
  numbers: Map<string | null, number>
}

function namesOf(): GrowingNames {
  const numbers = new Map<string | null, number>([[null, 0]])
  return { texts: [null], numbers, numberOf: (text) => numbers.get(text) }
}

function made(names: Names, text: string | null): number {
  const known = names.numberOf(text)
  if (known !== undefined) return known
  const number = names.texts.length
  names.texts.push(text)
  ;(names as GrowingNames).numbers.set(text, number)
  return number
}
