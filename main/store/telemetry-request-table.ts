import type { Database } from 'better-sqlite3'
import type { TokenCounts } from '../../contract/usage.ts'
import { nanoOf, usdOf as usdOfNano } from './counted.ts'
import { localHour } from './local-hour.ts'
import type { Reconciliation } from './reconciliation.ts'
import type { Dimensions } from './telemetry-dimensions.ts'
import { MOST } from './telemetry-migration.ts'
import type { TelemetryRequestRow } from './telemetry-types.ts'
import type { ToldRows } from './told-rows.ts'

interface Row extends TokenCounts {
  id: string
  byRequestId: number
  source: number
  sessionId: string | null
  model: number
  querySource: number
  main: number
  reasoning: number
  costUsd: number | null
  /** By list prices, 10⁻⁹ USD; null where there is a cost. */
  listNano: number | null
  fast: number
  at: number
}
type Figures = TokenCounts & Pick<Row, 'costUsd' | 'listNano'>
/** What a batch adds to a source. */
interface Added extends TokenCounts {
  source: number
  requests: number
  /** Requests without a cost. */
  unpriced: number
  costUsd: number
  /** The earliest. */
  at: number
  models: Set<number>
}

export interface RequestTable {
  /** Inside a transaction. Counts each response once, however often it is told of. */
  record(requests: readonly TelemetryRequestRow[]): void
}

export interface RequestParts {
  reconciled: Reconciliation
  told: ToldRows
}

export function requestTable(
  database: Database,
  dimensions: Dimensions,
  { reconciled, told }: RequestParts,
): RequestTable {
  const insert = database.prepare<Row & { beside: number; hour: number }>(
    `INSERT INTO telemetry_requests VALUES (@id, @byRequestId, @source, @sessionId, @model, @querySource, @main, @input,
       @output, @cacheRead, @cacheWrite5m, @cacheWrite1h, @reasoning, @costUsd, @at, @beside, @hour, @listNano, @fast) ON CONFLICT DO NOTHING`,
  )
  const one = database.prepare<[string], Figures & { source: number }>(
    `SELECT source_id AS source, input, output, cache_read AS cacheRead, cache_write_5m AS cacheWrite5m,
       cache_write_1h AS cacheWrite1h, cost_usd AS costUsd, list_nano AS listNano
      FROM telemetry_requests WHERE id = ?`,
  )
  const replace = database.prepare<Row>(
    `UPDATE telemetry_requests SET model_id = @model, query_source_id = @querySource, main = @main, input = @input,
       output = @output, cache_read = @cacheRead, cache_write_5m = @cacheWrite5m, cache_write_1h = @cacheWrite1h,
       reasoning = @reasoning, cost_usd = @costUsd, list_nano = @listNano, fast = @fast WHERE id = @id`,
  )
  const count = database.prepare<Omit<Added, 'models'>>(
    `UPDATE telemetry_sources SET ${SUMMED.map(([column, name]) => `${column} = min(${column} + @${name}, ${MOST})`).join(', ')},
       unpriced = unpriced + @unpriced, cost_usd = cost_usd + @costUsd, first_at = min(first_at, @at) WHERE id = @source`,
  )
  const saveModel = database.prepare<[number, number]>(
    `INSERT INTO telemetry_source_models VALUES (?, ?) ON CONFLICT DO NOTHING`,
  )
  function recordOne(row: Row, added: Map<number, Added>): void {
    const may = reconciled.mayHave(row)
    if (insert.run({ ...row, beside: Number(!may), hour: localHour(row.at) }).changes > 0) {
      if (!may) told.countKept(row.id, 1)
      addUp(added, row.source, row, null)
      if (may) reconciled.requestTold(row)
      return
    }
    const kept = one.get(row.id)
    if (kept === undefined || !tellsMore(row, kept)) return
    told.countKept(row.id, -1)
    replace.run(row)
    told.countKept(row.id, 1)
    addUp(added, kept.source, row, kept)
    reconciled.requestTold(row)
  }
  return {
    record: (requests) => {
      const added = new Map<number, Added>()
      for (const request of requests) recordOne(toRow(request, dimensions), added)
      for (const { models, ...figures } of added.values()) {
        count.run(figures)
        for (const model of models) saveModel.run(figures.source, model)
      }
    },
  }
}

/** Columns of a source that its requests add up to. */
const SUMMED = [
  ['requests', 'requests'],
  ['input', 'input'],
  ['output', 'output'],
  ['cache_read', 'cacheRead'],
  ['cache_write_5m', 'cacheWrite5m'],
  ['cache_write_1h', 'cacheWrite1h'],
] as const
const NOTHING = {
  requests: 0,
  unpriced: 0,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  costUsd: 0,
  listNano: 0,
}

/** `told`: what was told of the same request before; null: it is new. */
function addUp(added: Map<number, Added>, source: number, row: Row, told: Figures | null): void {
  const kept = added.get(source) ?? { ...NOTHING, source, at: row.at, models: new Set() }
  const before = told ?? NOTHING
  added.set(source, kept)
  kept.requests += told === null ? 1 : 0
  kept.unpriced += Number(usdOf(row) === null) - (told === null ? 0 : Number(usdOf(told) === null))
  kept.input += row.input - before.input
  kept.output += row.output - before.output
  kept.cacheRead += row.cacheRead - before.cacheRead
  kept.cacheWrite5m += row.cacheWrite5m - before.cacheWrite5m
  kept.cacheWrite1h += row.cacheWrite1h - before.cacheWrite1h
  kept.costUsd += (usdOf(row) ?? 0) - (usdOf(before) ?? 0)
  kept.at = Math.min(kept.at, row.at)
  kept.models.add(row.model)
}

function usdOf({ costUsd, listNano }: Pick<Row, 'costUsd' | 'listNano'>): number | null {
  return costUsd ?? usdOfNano(listNano)
}

/** A log record gives a cost where the span of the same response gives none. */
function tellsMore(told: Figures, kept: Figures): boolean {
  if ((told.costUsd === null) !== (kept.costUsd === null)) return kept.costUsd === null
  return told.output > kept.output
}

function toRow(request: TelemetryRequestRow, dimensions: Dimensions): Row {
  const { id, byRequestId, tokens, main, reasoning, costUsd, listUsd = null, fast = false, at } = request
  const { id: source, sessionId } = dimensions.source(request.source)
  return {
    ...tokens,
    id,
    byRequestId: Number(byRequestId),
    source,
    sessionId,
    model: dimensions.word(request.model),
    querySource: dimensions.word(request.querySource),
    main: Number(main),
    reasoning,
    costUsd,
    listNano: costUsd === null ? nanoOf(listUsd) : null,
    fast: Number(fast),
    at,
  }
}
