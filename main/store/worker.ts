import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { failure } from '../../contract/problem.ts'
import { callsOf } from './calls.ts'
import { openDatabase } from './database.ts'
import { START_ID } from './protocol.ts'
import type { StoreCalls, StoreReply, StoreRequest, WorkerInput } from './protocol.ts'
import { problemOf } from './sqlite-problems.ts'

const CLOSED = failure('store-closed', 'the store', 'it was closed', 'start Baton again').problem

/** Entry of the store's thread: the only place where SQLite runs. One request after the other, in the order they came. */
function serve(main: MessagePort, { path }: WorkerInput): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  const tellMain = (message: StoreReply) => main.postMessage(message)
  const opened = openDatabase(path)
  if (!opened.ok) {
    tellMain({ id: START_ID, ok: false, problem: opened.problem })
    return
  }
  const database = opened.value
  let calls: StoreCalls | null = callsOf(database)

  function answer(request: StoreRequest): StoreReply {
    const { id } = request
    if (calls === null) return { id, ok: false, problem: CLOSED }
    try {
      if (request.method === 'close') {
        calls = null
        database.close()
        return { id, ok: true, value: undefined }
      }
      if (request.method === 'port') {
        serveAlso(request.port)
        return { id, ok: true, value: undefined }
      }
      // `StoreRequest` pairs each method with its own arguments, which a lookup by union cannot express.
      const call = calls[request.method] as (...args: unknown[]) => unknown
      return { id, ok: true, value: call(...request.args) }
    } catch (error) {
      return { id, ok: false, problem: problemOf(error, path) }
    }
  }
  /** What comes from beside the core neither closes the store nor opens further ends. */
  function serveAlso(port: MessagePort): void {
    port.on('message', (request: StoreRequest) => {
      const isCall = request.method !== 'close' && request.method !== 'port'
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
      port.postMessage(isCall ? answer(request) : { id: request.id, ok: false, problem: CLOSED })
    })
  }
  main.on('message', (request: StoreRequest) => tellMain(answer(request)))
  tellMain({ id: START_ID, ok: true, value: undefined })
}

if (parentPort) serve(parentPort, workerData as WorkerInput)
