import type { CostSource } from '../../contract/ledger.ts'
import type { TokenCounts } from '../../contract/usage.ts'

/** 10⁻⁹ USD: sums of whole numbers come out the same in any order, and what is taken back leaves no rest. */
const NANO = 1e9
/** A figure may be forged: no single one is larger. */
const MOST_NANO = 1e16

export function nanoOf(usd: number): number
export function nanoOf(usd: number | null): number | null
export function nanoOf(usd: number | null): number | null {
  return usd === null ? null : Math.max(-MOST_NANO, Math.min(MOST_NANO, Math.round(usd * NANO)))
}

export function usdOf(nano: number): number
export function usdOf(nano: number | null): number | null
export function usdOf(nano: number | null): number | null {
  return nano === null ? null : nano / NANO
}

/** Whose figure a cost is, as it lies in tables. */
export const SOURCES = ['agent', 'list', 'none'] as const satisfies readonly CostSource[]
export const SOURCE = { agent: 0, list: 1, none: 2 } as const
export type Source = (typeof SOURCE)[CostSource]

/** One row that counts in the ledger, as sums see it. */
export interface Counted extends TokenCounts {
  session: number
  /** Of local time, see `local-hour.ts`. */
  hour: number
  model: number
  source: Source
  requests: 0 | 1
  errors: 0 | 1
  turns: 0 | 1
  costNano: number
}
