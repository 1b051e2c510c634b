import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import type { StoreCalls } from './protocol.ts'

interface Row extends TokenCounts {
  agent: AgentName
  model: string
  requests: number
  costNano: number
}

const NANO = 1e9

/** Kept by triggers of the tables that it adds up (see the migration). */
export function ledgerTotalsTable(database: Database): Pick<StoreCalls, 'ledgerTotals'> {
  const all = database.prepare<[], Row>(
    `SELECT agent, model, requests, input, output, cache_read AS cacheRead, cache_write_5m AS cacheWrite5m,
       cache_write_1h AS cacheWrite1h, cost_nano AS costNano
      FROM ledger_totals WHERE requests > 0 ORDER BY agent, model`,
  )
  return {
    ledgerTotals: () =>
      all.all().map(({ costNano, agent, model, requests, ...tokens }) => {
        return { agent, model, requests, tokens, costUsd: costNano / NANO }
      }),
  }
}
