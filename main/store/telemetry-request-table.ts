import type { Database } from 'better-sqlite3'
import type { Reconciliation } from './reconciliation.ts'
import type { Dimensions } from './telemetry-dimensions.ts'
import type { TelemetryRequestRow } from './telemetry-types.ts'

interface Row {
  id: string
  byRequestId: number
  source: number
  sessionId: string | null
  model: number
  querySource: number
  main: number
  input: number
  output: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  reasoning: number
  costUsd: number | null
  at: number
}
type Figures = Pick<Row, 'input' | 'output' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h' | 'costUsd'>

export interface RequestTable {
  /** Inside a transaction. Counts one response once, however often it is told of. */
  record(request: TelemetryRequestRow): void
}

export function requestTable(database: Database, dimensions: Dimensions, reconciled: Reconciliation): RequestTable {
  const insert = database.prepare<Row>(
    `INSERT INTO telemetry_requests VALUES (@id, @byRequestId, @source, @sessionId, @model, @querySource, @main, @input,
       @output, @cacheRead, @cacheWrite5m, @cacheWrite1h, @reasoning, @costUsd, @at, 1) ON CONFLICT DO NOTHING`,
  )
  const one = database.prepare<[string], Figures & { source: number }>(
    `SELECT source_id AS source, input, output, cache_read AS cacheRead, cache_write_5m AS cacheWrite5m,
       cache_write_1h AS cacheWrite1h, cost_usd AS costUsd FROM telemetry_requests WHERE id = ?`,
  )
  const replace = database.prepare<Row>(
    `UPDATE telemetry_requests SET model_id = @model, query_source_id = @querySource, main = @main, input = @input,
       output = @output, cache_read = @cacheRead, cache_write_5m = @cacheWrite5m, cache_write_1h = @cacheWrite1h,
       reasoning = @reasoning, cost_usd = @costUsd WHERE id = @id`,
  )
  const count = database.prepare<Figures & { source: number; requests: number; at: number }>(
    `UPDATE telemetry_sources SET requests = requests + @requests, input = input + @input, output = output + @output,
       cache_read = cache_read + @cacheRead, cache_write_5m = cache_write_5m + @cacheWrite5m,
       cache_write_1h = cache_write_1h + @cacheWrite1h, cost_usd = cost_usd + ifnull(@costUsd, 0),
       first_at = min(first_at, @at) WHERE id = @source`,
  )
  const saveModel = database.prepare<[number, number]>(
    `INSERT INTO telemetry_source_models VALUES (?, ?) ON CONFLICT DO NOTHING`,
  )
  return {
    record: (request) => {
      const row = toRow(request, dimensions)
      if (insert.run(row).changes > 0) {
        count.run({ ...row, requests: 1 })
        saveModel.run(row.source, row.model)
        reconciled.requestTold(row)
        return
      }
      const kept = one.get(row.id)
      if (kept === undefined || !tellsMore(row, kept)) return
      replace.run(row)
      count.run({ ...difference(row, kept), source: kept.source, requests: 0, at: row.at })
      reconciled.requestTold(row)
    },
  }
}

/** A log record gives a cost where the span of the same response gives none. */
function tellsMore(told: Figures, kept: Figures): boolean {
  if ((told.costUsd === null) !== (kept.costUsd === null)) return kept.costUsd === null
  return told.output > kept.output
}

function difference(told: Figures, kept: Figures): Figures {
  return {
    input: told.input - kept.input,
    output: told.output - kept.output,
    cacheRead: told.cacheRead - kept.cacheRead,
    cacheWrite5m: told.cacheWrite5m - kept.cacheWrite5m,
    cacheWrite1h: told.cacheWrite1h - kept.cacheWrite1h,
    costUsd: (told.costUsd ?? 0) - (kept.costUsd ?? 0),
  }
}

function toRow(request: TelemetryRequestRow, dimensions: Dimensions): Row {
  const { id, byRequestId, tokens, main, reasoning, costUsd, at } = request
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
    at,
  }
}
