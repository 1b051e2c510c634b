import { success } from '../../contract/problem.ts'
import type { RpcHandlers } from '../server/types.ts'
import type { LedgerStore } from '../store/scan-types.ts'

/** The requests that a session is made of. */
export function usageRequestHandlers(store: Pick<LedgerStore, 'ledgerRequests'>): Pick<RpcHandlers, 'usage.requests'> {
  return {
    'usage.requests': async ({ sessionId, limit }) => {
      const all = await store.ledgerRequests(sessionId)
      const requests = all.slice(-limit)
      return success({ requests, more: all.length - requests.length })
    },
  }
}
