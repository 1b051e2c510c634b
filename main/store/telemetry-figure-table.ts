import type { Database } from 'better-sqlite3'
import type { StoreCalls } from './protocol.ts'
import { type FigureKind, type FigureRow, figureSums } from './telemetry-figure-sums.ts'
import { type Segment, segmentsOf, type Unit } from './telemetry-segments.ts'
import type { TelemetryFigure, TelemetryQuery } from './telemetry-types.ts'

const MINUTE_MS = 60_000

interface Kind extends FigureKind {
  id: number
}
interface SourceSpan {
  id: number
  first: number | null
  last: number | null
}
interface Range {
  kind: number
  from: number
  until: number
  source: number
}
/** `all`: one row of all, at its end. `units`: a row each. `sources`: a row of each source in each unit. */
type Detail = 'all' | 'units' | 'sources'

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
    const sums = figureSums(query)
    for (const kind of kinds.all(query.signal, query.name)) {
      const detail = bySession || kind.gauge === 1 ? 'sources' : query.step === null ? 'all' : 'units'
      for (const segment of segments) sums.add(kind, segment.unit, read(segment, detail, kind.id, source?.id ?? null))
    }
    return sums.figures((id) => keyOf.get(id) ?? null)
  }
  // One reading transaction for all statements: each of them alone takes and lets go of the locks, 10 µs.
  return { telemetryFigures: database.transaction(figures) }
}

/** Rows of one kind, in order of time. */
function reader(database: Database) {
  const where = (unit: Unit, ofSource: boolean) =>
    `FROM telemetry_${unit}s WHERE kind_id = @kind AND ${unit} >= @from AND ${unit} < @until
      ${ofSource ? 'AND source_id = @source' : ''}`
  const statement = (unit: Unit, detail: Detail, ofSource: boolean) => {
    const from = where(unit, ofSource)
    const columns = {
      all: `SELECT max(${unit}), 0, total(count), total(value) ${from} HAVING count(*) > 0`,
      units: `SELECT ${unit}, 0, total(count), total(value) ${from} GROUP BY ${unit}`,
      sources: `SELECT ${unit}, ${unit === 'day' ? '0' : 'source_id'}, count, value ${from} ORDER BY ${unit}`,
    }
    return database.prepare<Range, FigureRow>(columns[detail]).raw()
  }
  const prepared = new Map<string, ReturnType<typeof statement>>()
  return ({ unit, from, until }: Segment, detail: Detail, kind: number, source: number | null): FigureRow[] => {
    const key = `${unit} ${detail} ${source !== null}`
    const ready = prepared.get(key) ?? statement(unit, detail, source !== null)
    prepared.set(key, ready)
    return ready.all({ kind, from, until, source: source ?? 0 })
  }
}
