import type { SeriesEconomy } from './analytics.ts'

/** What handing over took and saved, in one or two sentences. `cost`: USD above 0 as a person reads it. Null: there was none yet. */
export function economyWords(economy: SeriesEconomy, cost: (usd: number) => string): string | null {
  const { cycles, spent, saved, actualUsd, withoutUsd, unpriced } = economy
  if (cycles.length === 0) return null
  const money = (usd: number): string => signedCost(usd, cost)
  const times = cycles.length === 1 ? 'One handover' : `${cycles.length} handovers`
  const left = unpriced === 0 ? '' : ` ${unpriced} requests without a price are left out.`
  return (
    `${times} took ${money(spent.costUsd)} and saved ${money(saved.costUsd)}: the series cost ${money(actualUsd)}, ` +
    `where one context would have cost ${money(withoutUsd)}.${left}`
  )
}

/** A difference, which may be below 0 or nothing. */
export function signedCost(usd: number, cost: (usd: number) => string): string {
  if (usd === 0) return '$0.00'
  return usd < 0 ? `−${cost(-usd)}` : cost(usd)
}
