import type { UsageAnswer, UsageQuery } from '../../contract/ledger.ts'
import type { StoreCalls } from './protocol.ts'
import type { LedgerTotals } from './telemetry-types.ts'
import type { LiveColumns } from './usage-columns.ts'

/** More than there are agents and models. */
const ALL = 10_000

/** Of requests; what an agent says beyond them is of none. */
export function ledgerTotals(
  usage: (query: UsageQuery) => UsageAnswer,
  live: Pick<LiveColumns, 'version'>,
): StoreCalls['ledgerTotals'] {
  /** A scraper asks every few seconds, whether anything was added or not. */
  let told: { version: number; totals: LedgerTotals[] } | null = null
  return () => {
    if (told?.version !== live.version) told = { version: live.version, totals: totals() }
    return told.totals
  }

  function totals(): LedgerTotals[] {
    const { rows } = usage({ from: null, until: null, by: ['agent', 'model'], order: 'key', limit: ALL })
    return rows.flatMap(({ agent, model, tokens, costUsd, requests }) =>
      agent === undefined || model === undefined || requests === 0 ? [] : [{ agent, model, tokens, costUsd, requests }],
    )
  }
}
