import type { LedgerTotals } from '../../store/telemetry-types.ts'
import { NO_TOKENS, type TokenCounts } from '../../../contract/usage.ts'
import type { LedgerCount } from './input.ts'

/** Pairs of agent and model with a name of their own; whoever sends telemetry names models. */
const MODELS = 50
/** The rest. */
const OTHER = 'other'
const NAME_LENGTH = 100
const KINDS = Object.keys(NO_TOKENS) as (keyof TokenCounts)[]

/**
 * The ledger as counters: of bounded models, and never lower than before, also where a transcript later corrects what
 * telemetry told. A model keeps the name it was first shown under while the core lives.
 */
export function createBoundedLedger(models = MODELS): (totals: readonly LedgerTotals[]) => LedgerCount[] {
  const named = new Set<string>()
  const highest = new Map<string, LedgerCount>()
  return (totals) => {
    const byUse = totals
      .map((one) => ({ ...one, model: one.model.slice(0, NAME_LENGTH) }))
      .toSorted((a, b) => allTokens(b.tokens) - allTokens(a.tokens))
    const sums = new Map<string, LedgerCount>()
    for (const total of byUse) {
      const key = keyOf(total.agent, total.model)
      if (total.model !== OTHER && named.size < models) named.add(key)
      const model = named.has(key) ? total.model : OTHER
      const shown = keyOf(total.agent, model)
      const sum = sums.get(shown) ?? { agent: total.agent, model, tokens: NO_TOKENS, costUsd: null }
      sums.set(shown, added(sum, total))
    }
    for (const [key, sum] of sums) highest.set(key, higher(highest.get(key), sum))
    return [...highest.values()]
  }
}

function keyOf(agent: string, model: string): string {
  return `${agent} ${model}`
}

function added(sum: LedgerCount, { tokens, costUsd }: LedgerTotals): LedgerCount {
  // A sum of nothing priced is no price.
  const cost = costUsd > 0 ? (sum.costUsd ?? 0) + costUsd : sum.costUsd
  return { ...sum, tokens: eachKind((kind) => sum.tokens[kind] + tokens[kind]), costUsd: cost }
}

function higher(before: LedgerCount | undefined, now: LedgerCount): LedgerCount {
  if (before === undefined) return now
  const costs = [before.costUsd, now.costUsd].filter((cost) => cost !== null)
  const tokens = eachKind((kind) => Math.max(before.tokens[kind], now.tokens[kind]))
  return { ...now, tokens, costUsd: costs.length === 0 ? null : Math.max(...costs) }
}

function eachKind(valueOf: (kind: keyof TokenCounts) => number): TokenCounts {
  const { ...counts } = NO_TOKENS
  for (const kind of KINDS) counts[kind] = valueOf(kind)
  return counts
}

function allTokens(tokens: TokenCounts): number {
  return KINDS.reduce((sum, kind) => sum + tokens[kind], 0)
}
