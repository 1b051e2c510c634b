import type { UsageFigures } from '../../../contract/ledger.ts'
import { NO_TOKENS, type TokenCounts } from '../../../contract/usage.ts'
import { formatCost, formatCount, UNKNOWN } from '../../ui/format.ts'

export const NO_USAGE: UsageFigures = {
  requests: 0,
  errors: 0,
  turns: 0,
  tokens: NO_TOKENS,
  costUsd: 0,
  unpriced: 0,
}

export function addFigures(a: UsageFigures, b: UsageFigures): UsageFigures {
  return combine(a, b, 1)
}

/** What is left of the first without the second; never below nothing, whatever was rounded. */
export function restOf(all: UsageFigures, part: UsageFigures): UsageFigures {
  return combine(all, part, -1)
}

function combine(a: UsageFigures, b: UsageFigures, sign: 1 | -1): UsageFigures {
  const sum = (one: number, other: number): number => Math.max(0, one + sign * other)
  const cost = sum(a.costUsd, b.costUsd)
  return {
    requests: sum(a.requests, b.requests),
    errors: sum(a.errors, b.errors),
    turns: sum(a.turns, b.turns),
    tokens: {
      input: sum(a.tokens.input, b.tokens.input),
      output: sum(a.tokens.output, b.tokens.output),
      cacheRead: sum(a.tokens.cacheRead, b.tokens.cacheRead),
      cacheWrite5m: sum(a.tokens.cacheWrite5m, b.tokens.cacheWrite5m),
      cacheWrite1h: sum(a.tokens.cacheWrite1h, b.tokens.cacheWrite1h),
    },
    costUsd: cost < SMALLEST_USD ? 0 : cost,
    unpriced: sum(a.unpriced, b.unpriced),
  }
}

/** The ledger keeps 10⁻⁹ USD; less than that is what adding up left. */
const SMALLEST_USD = 1e-9

export function tokensOf(tokens: TokenCounts): number {
  return tokens.input + tokens.output + writtenOf(tokens) + tokens.cacheRead
}

/** Tokens that were written to the cache, however long it keeps them. */
export function writtenOf(tokens: TokenCounts): number {
  return tokens.cacheWrite5m + tokens.cacheWrite1h
}

/** Cached tokens of all that went in, 0 to 1; null: nothing went in. */
export function cacheShareOf(tokens: TokenCounts): number | null {
  const all = tokens.input + tokens.cacheRead + writtenOf(tokens)
  return all === 0 ? null : tokens.cacheRead / all
}

/** "$4.20"; "≥ $4.20" where some requests have no price; "–" where none has; "$0" where there was no request. */
export function costWords({
  requests,
  unpriced,
  costUsd,
}: Pick<UsageFigures, 'requests' | 'unpriced' | 'costUsd'>): string {
  if (requests === 0 && costUsd === 0) return '$0'
  if (costUsd === 0) return UNKNOWN
  return unpriced > 0 ? `≥ ${formatCost(costUsd)}` : formatCost(costUsd)
}

export function unpricedWords(requests: number): string {
  return `${formatCount(requests)} ${requests === 1 ? 'request has' : 'requests have'} no known price`
}

/** 0 to 1 → "97.4 %", "<0.1 %"; "–" for null. */
export function shareWords(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return UNKNOWN
  const percent = share * 100
  if (percent > 0 && percent < 0.1) return '<0.1 %'
  // Never "100 %" of what is less.
  const shown = percent < 100 ? Math.min(99.9, percent) : percent
  return `${shown < 10 || (shown > 99 && shown < 100) ? trimmed(shown) : Math.round(shown)} %`
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}
