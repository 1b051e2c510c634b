import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome, Problem } from '../../contract/problem.ts'
import { pendingCalls } from './pending-calls.ts'
import { storeCalls } from './store-calls.ts'
import { StoreError } from './store-error.ts'
import type { Store } from './types.ts'

/** The store as the core sees it. Resolves when the worker has the database open, or with what kept it from it. */
export async function connect(worker: Worker): Promise<Outcome<Store>> {
  const pending = pendingCalls(
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    (request) => worker.postMessage(request, request.method === 'port' ? [request.port] : []),
    () => undefined,
  )
  const started = pending.started()
  worker.on('message', pending.settle)
  worker.on('messageerror', (error) => pending.fail(died(error.message)))
  worker.on('error', (error) => pending.fail(died(error instanceof Error ? error.message : String(error))))
  worker.on('exit', (code) => pending.fail(died(`it exited with code ${code}`)))

  let closing: Promise<void> | null = null
  const close = () => {
    if (closing !== null) return closing
    const died = pending.ended?.code === 'store-worker-died'
    const closed = died ? Promise.resolve() : pending.send((id) => ({ id, method: 'close' }))
    closing = died ? Promise.resolve() : closeWorker(worker, closed)
    pending.refuse(failure('store-closed', 'the store', 'it was closed', 'start Baton again').problem)
    return closing
  }
  const port = (): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    // A thread that is gone closes the other end, which tells whoever uses it.
    pending.send((id) => ({ id, method: 'port', port: port1 })).catch(() => port1.close())
    return port2
  }

  try {
    await started
  } catch (error) {
    await worker.terminate()
    if (error instanceof StoreError) return { ok: false, problem: error.problem }
    throw error
  }
  return success({ ...storeCalls(pending.call), port, close })
}

async function closeWorker(worker: Worker, closed: Promise<unknown>): Promise<void> {
  try {
    await closed
  } finally {
    await worker.terminate()
  }
}

function died(cause: string): Problem {
  const remedy = 'start Baton again; what was saved before is kept'
  return failure('store-worker-died', 'the store', `its thread ended: ${cause}`, remedy).problem
}
