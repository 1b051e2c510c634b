import type { MessagePort } from 'node:worker_threads'
import { failure } from '../../contract/outcome.ts'
import { pendingCalls } from './pending-calls.ts'
import type { StoreReply } from './protocol.ts'
import { storeCalls } from './store-calls.ts'
import type { Store } from './types.ts'

/** The store as another thread sees it. */
export type RemoteStore = Omit<Store, 'port'>

/**
 * The store over a port that `Store.port()` gave, past the core's own thread. It keeps its thread alive while calls wait, not
 * longer. `close` closes the port alone. Once the store is closed, calls reject with `store-closed`.
 */
export function storeOver(port: MessagePort): RemoteStore {
  const closed = failure('store-closed', 'the store', 'it was closed', 'start Baton again').problem
  const pending = pendingCalls(
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    (request) => port.postMessage(request),
    (is) => (is ? port.ref() : port.unref()),
  )
  port.on('message', (reply: StoreReply) => pending.settle(reply))
  port.on('close', () => pending.fail(closed))
  port.unref()
  const close = (): Promise<void> => {
    port.close()
    pending.fail(closed)
    return Promise.resolve()
  }
  return { ...storeCalls(pending.call), close }
}
