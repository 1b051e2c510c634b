import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'
import type { StoreCalls } from './protocol.ts'
import { type Segment, segmentsOf, type Unit, UNIT_MINUTES } from './telemetry-segments.ts'
import type { TelemetryFigure, TelemetryQuery } from './telemetry-types.ts'

const MINUTE_MS = 60_000

interface Kind {
  id: number
  agent: AgentName
  model: string
  type: string
  gauge: number
}
interface SourceSpan {
  id: number
  first: number | null
  last: number | null
}
/** Begin in the table's own unit since the epoch; source (0: not asked for), points, value. */
type Row = [at: number, source: number, count: number, value: number]
interface Range {
  kind: number
  from: number
  until: number
  source: number
}
/** `all`: one row of all, at its end. `units`: a row each. `sources`: a row of each source in each unit. */
type Detail = 'all' | 'units' | 'sources'
type Sums = Map<string, { figure: TelemetryFigure; latest: number }>

export function figureTable(database: Database): Pick<StoreCalls, 'telemetryFigures'> {
  const kinds = database.prepare<[string, string], Kind>(
    `SELECT id, agent, model, type, gauge FROM telemetry_kinds WHERE signal = ? AND name = ? ORDER BY id`,
  )
  const horizon = database.prepare<[], number>(`SELECT day FROM telemetry_horizon`).pluck()
  const sourceOf = database.prepare<[string], SourceSpan>(
    `SELECT id, first_minute AS first, last_minute AS last FROM telemetry_sources WHERE key = ?`,
  )
  const keyOf = database.prepare<[number], string>(`SELECT key FROM telemetry_sources WHERE id = ?`).pluck()
  const read = reader(database)

  function figures(query: TelemetryQuery): TelemetryFigure[] {
    const source = query.source === undefined ? null : sourceOf.get(query.source)
    if (source === undefined) return []
    const bySession = query.by.includes('session')
    const stretch = {
      // A minute is in the stretch in which it begins.
      from: Math.max(Math.ceil(query.from / MINUTE_MS), source?.first ?? 0),
      until: Math.min(Math.ceil(query.until / MINUTE_MS), (source?.last ?? Number.MAX_SAFE_INTEGER) + 1),
      step: query.step,
      bySource: bySession || source !== null,
      horizon: horizon.get() ?? 0,
    }
    const segments = segmentsOf(stretch)
    const sums: Sums = new Map()
    for (const kind of kinds.all(query.signal, query.name)) {
      const detail = bySession || kind.gauge === 1 ? 'sources' : query.step === null ? 'all' : 'units'
      for (const segment of segments)
        for (const row of read(segment, detail, kind.id, source?.id ?? null))
          add(sums, query, kind, segment.unit, row, bySession)
    }
    return [...sums.values()].map(({ figure }) => (bySession ? named(figure) : figure)).toSorted(inOrder)
  }
  /** Until here the source stands as its number. */
  const named = (figure: TelemetryFigure) => ({ ...figure, source: keyOf.get(Number(figure.source)) ?? null })
  return { telemetryFigures: figures }
}

/** Rows of one kind, in order of time. */
function reader(database: Database) {
  const where = (unit: Unit, ofSource: boolean) =>
    `FROM telemetry_${unit}s WHERE kind_id = @kind AND ${unit} >= @from AND ${unit} < @until
      ${ofSource ? 'AND source_id = @source' : ''}`
  const statement = (unit: Unit, detail: Detail, ofSource: boolean) => {
    const from = where(unit, ofSource)
    const columns = {
      all: `SELECT max(${unit}), 0, sum(count), total(value) ${from} HAVING count(*) > 0`,
      units: `SELECT ${unit}, 0, sum(count), total(value) ${from} GROUP BY ${unit}`,
      sources: `SELECT ${unit}, ${unit === 'day' ? '0' : 'source_id'}, count, value ${from} ORDER BY ${unit}`,
    }
    return database.prepare<Range, Row>(columns[detail]).raw()
  }
  const prepared = new Map<string, ReturnType<typeof statement>>()
  return ({ unit, from, until }: Segment, detail: Detail, kind: number, source: number | null): Row[] => {
    const key = `${unit} ${detail} ${source !== null}`
    const ready = prepared.get(key) ?? statement(unit, detail, source !== null)
    prepared.set(key, ready)
    return ready.all({ kind, from, until, source: source ?? 0 })
  }
}

function add(sums: Sums, query: TelemetryQuery, kind: Kind, unit: Unit, row: Row, bySession: boolean): void {
  const [begin, source, count, value] = row
  const minute = begin * UNIT_MINUTES[unit]
  const { step } = query
  const bucket = step === null ? null : Math.floor(minute / UNIT_MINUTES[step]) * UNIT_MINUTES[step] * MINUTE_MS
  const figure: TelemetryFigure = {
    at: bucket,
    agent: query.by.includes('agent') ? kind.agent : null,
    model: query.by.includes('model') ? kind.model : null,
    type: query.by.includes('type') ? kind.type : null,
    source: bySession ? String(source) : null,
    count,
    value,
  }
  const key = [figure.at, figure.agent, figure.model, figure.type, figure.source].join('\0')
  const kept = sums.get(key)
  if (kept === undefined) {
    sums.set(key, { figure, latest: minute })
    return
  }
  kept.figure.count += count
  if (kind.gauge === 0) kept.figure.value += value
  else if (minute >= kept.latest) kept.figure.value = value
  kept.latest = Math.max(kept.latest, minute)
}

function inOrder(a: TelemetryFigure, b: TelemetryFigure): number {
  return (a.at ?? 0) - (b.at ?? 0)
}
