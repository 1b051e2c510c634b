import type { LedgerRequest } from '../../contract/ledger.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import type { PriceOf } from './advice-types.ts'

/**
 * What an answer would have cost with other tokens or another model, USD. What it did cost is the start, the difference is that of
 * the list prices; where it cost less than the list says, the difference is smaller by as much. Null: it has no price.
 */
export function insteadOf(
  priceOf: PriceOf,
  agent: AgentName,
  request: LedgerRequest,
  instead: { model?: string; tokens?: TokenCounts },
): number | null {
  if (request.costUsd === null) return null
  const { at } = request
  const listed = priceOf(agent, request.model, request.tokens, at)
  const other = priceOf(agent, instead.model ?? request.model, instead.tokens ?? request.tokens, at)
  if (listed === null || other === null || listed === 0) return null
  const share = Math.min(1, request.costUsd / listed)
  return request.costUsd - (listed - other) * share
}

/** The same prompt with `count` tokens of it read from the cache that were written or sent anew. */
export function readInstead(tokens: TokenCounts, count: number): TokenCounts {
  const { left, taken } = take(tokens, count, ['cacheWrite5m', 'cacheWrite1h', 'input'])
  return { ...left, cacheRead: left.cacheRead + taken }
}

/** The same prompt with `count` tokens of it written anew that were read from the cache. Agents without a price for it send them. */
export function writtenInstead(agent: AgentName, tokens: TokenCounts, count: number): TokenCounts {
  const { left, taken } = take(tokens, count, ['cacheRead'])
  const to = agent === 'claude' ? 'cacheWrite5m' : 'input'
  return { ...left, [to]: left[to] + taken }
}

/** The prompt without `count` tokens of what came before: those were read from the cache, or else written again. */
export function without(tokens: TokenCounts, count: number): TokenCounts {
  return take(tokens, count, ['cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'input']).left
}

function take(tokens: TokenCounts, count: number, from: (keyof TokenCounts)[]): { left: TokenCounts; taken: number } {
  const left = { ...tokens }
  let wanted = Math.max(0, count)
  for (const kind of from) {
    const part = Math.min(left[kind], wanted)
    left[kind] -= part
    wanted -= part
  }
  return { left, taken: Math.max(0, count) - wanted }
}
