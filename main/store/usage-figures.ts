import { UNATTRIBUTED_MODEL, type UsageFigures } from '../../contract/ledger.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import { SOURCE, usdOf } from './counted.ts'

/** Sums over `usage_cells`, as a statement gives them. */
export interface FigureSums extends TokenCounts {
  requests: number
  errors: number
  turns: number
  costNano: number
  unpriced: number
}

/** Columns of every table of sums, and how they are called here. */
export const FIGURE_COLUMNS = [
  ['requests', 'requests'],
  ['errors', 'errors'],
  ['turns', 'turns'],
  ['input', 'input'],
  ['output', 'output'],
  ['cache_read', 'cacheRead'],
  ['cache_write_5m', 'cacheWrite5m'],
  ['cache_write_1h', 'cacheWrite1h'],
  ['cost_nano', 'costNano'],
] as const

export const FIGURE_SUMS = `ifnull(sum(requests), 0) AS requests, ifnull(sum(errors), 0) AS errors,
  ifnull(sum(turns), 0) AS turns, ifnull(sum(input), 0) AS input, ifnull(sum(output), 0) AS output,
  ifnull(sum(cache_read), 0) AS cacheRead, ifnull(sum(cache_write_5m), 0) AS cacheWrite5m,
  ifnull(sum(cache_write_1h), 0) AS cacheWrite1h, total(cost_nano) AS costNano,
  ifnull(sum(requests) FILTER (WHERE source = ${SOURCE.none}), 0) AS unpriced`

/** A condition on `usage_cells`: what is of requests. */
export const notUnattributed = `model IS NOT (SELECT id FROM ledger_models WHERE name = '${UNATTRIBUTED_MODEL}')`

export function figuresOf(sums: FigureSums | undefined): UsageFigures {
  const { input = 0, output = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0 } = sums ?? {}
  const { requests = 0, errors = 0, turns = 0, costNano = 0, unpriced = 0 } = sums ?? {}
  const tokens = { input, output, cacheRead, cacheWrite5m, cacheWrite1h }
  return { requests, errors, turns, tokens, costUsd: usdOf(costNano), unpriced }
}
