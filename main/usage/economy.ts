import type { CycleEconomy, SeriesEconomy } from '../../contract/analytics.ts'
import type { LedgerRequest } from '../../contract/ledger.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import type { Handover } from './handovers.ts'

/** USD at list prices for one response at a time (ms since the epoch); null: no table knows the model. */
type PriceOf = (model: string, tokens: TokenCounts, at: number) => number | null

export interface EconomyInput {
  seriesId: string
  handovers: readonly Handover[]
  /** All requests of each session of the series, subagents' among them, in order of time. */
  requests: ReadonlyMap<string, readonly LedgerRequest[]>
  priceOf: PriceOf
}

export const ECONOMY_ASSUMPTION =
  'In one context, the same requests would have been made but for those of the handovers; each would have carried what the ' +
  'handovers left behind, read from the cache at the list price of its model. No compaction, and a window as large as that needs.'

/**
 * What handing over took, against what each later request would have carried along without it. What a handover leaves behind is the
 * context when it was asked for, less the context of the new session at its receipt. Pure.
 */
export function seriesEconomy({ seriesId, handovers, requests, priceOf }: EconomyInput): SeriesEconomy {
  const all = [...requests.values()].flat()
  const parts = handovers.map((handover) => partsOf(handover, requests))
  const handingOver = new Set(parts.flatMap(({ checkpoint, pickup }) => [...checkpoint, ...pickup]))
  const cycles = parts.map(({ handover, checkpoint, pickup, left }, index): CycleEconomy => {
    // What was left behind once stays so: in this session and all after it.
    const later = parts.slice(index).flatMap(({ taken }) => taken)
    const carrying = later.filter((one) => isMainAnswer(one) && !handingOver.has(one))
    return {
      n: handover.n,
      at: new Date(handover.at).toISOString(),
      checkpoint: sumOf(checkpoint),
      pickup: sumOf(pickup),
      saved: {
        tokens: left * carrying.length,
        costUsd: total(carrying, (one) => costOfCarrying(one, left, priceOf)),
      },
    }
  })
  const spent = {
    tokens: total(cycles, ({ checkpoint, pickup }) => checkpoint.tokens + pickup.tokens),
    costUsd: total(cycles, ({ checkpoint, pickup }) => checkpoint.costUsd + pickup.costUsd),
  }
  const saved = { tokens: total(cycles, (one) => one.saved.tokens), costUsd: total(cycles, (one) => one.saved.costUsd) }
  const actualUsd = sumOf(all).costUsd
  return {
    seriesId,
    cycles,
    spent,
    saved,
    actualUsd,
    withoutUsd: actualUsd - spent.costUsd + saved.costUsd,
    assumption: ECONOMY_ASSUMPTION,
    unpriced: all.filter(({ costUsd, kind }) => costUsd === null && kind === 'answer').length,
  }
}

interface HandoverParts {
  handover: Handover
  /** Requests of the old session from the one for the checkpoint on, and of the new one up to its receipt. */
  checkpoint: readonly LedgerRequest[]
  pickup: readonly LedgerRequest[]
  /** All of the new session. */
  taken: readonly LedgerRequest[]
  /** Tokens that the old context had beyond the new one; below 0 where it had fewer. 0: not known. */
  left: number
}

function partsOf(handover: Handover, requests: EconomyInput['requests']): HandoverParts {
  const { from, to } = handover
  const given = requests.get(from.sessionId) ?? []
  const taken = requests.get(to.sessionId) ?? []
  // Where no receipt came, the first turn stands for it.
  const pickedUp = to.pickedUpAt ?? taken.find(({ endsTurn }) => endsTurn)?.at ?? to.startedAt
  const pickup = taken.filter(({ at }) => at <= pickedUp)
  const before = given.findLast((one) => isMainAnswer(one) && one.at < from.askedAt)
  const after = pickup.findLast(isMainAnswer) ?? taken.find(isMainAnswer)
  return {
    handover,
    checkpoint: given.filter(({ at }) => at >= from.askedAt),
    pickup,
    taken,
    left: before === undefined || after === undefined ? 0 : contextOf(before) - contextOf(after),
  }
}

/** Subagents have contexts of their own, which no handover makes smaller. */
function isMainAnswer({ agentId, kind }: LedgerRequest): boolean {
  return agentId === null && kind === 'answer'
}

function contextOf({ tokens }: LedgerRequest): number {
  return tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
}

/** By list prices, so that a tier for long contexts counts as well. */
function costOfCarrying({ model, tokens, at }: LedgerRequest, left: number, priceOf: PriceOf): number {
  const without = priceOf(model, tokens, at)
  const withIt = priceOf(model, { ...tokens, cacheRead: Math.max(0, tokens.cacheRead + left) }, at)
  return without === null || withIt === null ? 0 : withIt - without
}

function sumOf(requests: readonly LedgerRequest[]): { tokens: number; costUsd: number } {
  return {
    tokens: total(requests, ({ tokens }) => sizeOf(tokens)),
    costUsd: total(requests, ({ costUsd }) => costUsd ?? 0),
  }
}

function sizeOf({ input, output, cacheRead, cacheWrite5m, cacheWrite1h }: TokenCounts): number {
  return input + output + cacheRead + cacheWrite5m + cacheWrite1h
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}
