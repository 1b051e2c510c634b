import type { LedgerRequest } from '../../contract/ledger.ts'

/** A request of the main thread whose prompt held `context` tokens, as the ledger gives it. For tests. */
export function request({ context = 0, ...given }: Partial<LedgerRequest> & { context?: number }): LedgerRequest {
  return {
    id: `m${given.at ?? 0}`,
    requestId: `r${given.at ?? 0}`,
    agentId: null,
    model: 'claude-sonnet-4-5',
    tokens: {
      input: Math.min(4, context),
      output: 10,
      cacheRead: context - Math.min(4, context),
      cacheWrite5m: 0,
      cacheWrite1h: 0,
    },
    costUsd: 0.01,
    costSource: 'list',
    kind: 'answer',
    endsTurn: false,
    at: 0,
    ...given,
  }
}
