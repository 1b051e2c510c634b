import type { UsageAnswer, UsageQuery } from '../../contract/ledger.ts'
import type { StoreCalls } from './protocol.ts'

/** More than there are agents and models. */
const ALL = 10_000

/** Of requests; what an agent says beyond them is of none. */
export function ledgerTotals(usage: (query: UsageQuery) => UsageAnswer): StoreCalls['ledgerTotals'] {
  return () => {
    const { rows } = usage({ from: null, until: null, by: ['agent', 'model'], order: 'key', limit: ALL })
    return rows.flatMap(({ agent, model, tokens, costUsd, requests }) =>
      agent === undefined || model === undefined || requests === 0 ? [] : [{ agent, model, tokens, costUsd, requests }],
    )
  }
}
