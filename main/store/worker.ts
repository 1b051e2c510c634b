import { parentPort, workerData } from 'node:worker_threads'
import { callsOf } from './calls.ts'
import { openDatabase } from './database.ts'
import { START_ID } from './protocol.ts'
import type { StoreReply, StoreRequest, WorkerInput } from './protocol.ts'
import { problemOf } from './sqlite-problems.ts'

/** Entry of the store's thread: the only place where SQLite runs. One request after the other, in the order they came. */
function serve(port: NonNullable<typeof parentPort>, { path }: WorkerInput): void {
  const reply = (message: StoreReply) => port.postMessage(message)
  const opened = openDatabase(path)
  if (!opened.ok) {
    reply({ id: START_ID, ok: false, problem: opened.problem })
    return
  }
  const database = opened.value
  const calls = callsOf(database)
  port.on('message', (request: StoreRequest) => {
    try {
      if (request.method === 'close') {
        database.close()
        reply({ id: request.id, ok: true, value: undefined })
        return
      }
      // `StoreRequest` pairs each method with its own arguments, which a lookup by union cannot express.
      const call = calls[request.method] as (...args: unknown[]) => unknown
      reply({ id: request.id, ok: true, value: call(...request.args) })
    } catch (error) {
      reply({ id: request.id, ok: false, problem: problemOf(error, path) })
    }
  })
  reply({ id: START_ID, ok: true, value: undefined })
}

if (parentPort) serve(parentPort, workerData as WorkerInput)
