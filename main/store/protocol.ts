import type { MessagePort } from 'node:worker_threads'
import type { Problem } from '../../contract/problem.ts'
import type { Store } from './types.ts'

/** Every call but `close` and `port`, from method name to its signature in the worker. The one map both sides are typed by. */
export type StoreCalls = {
  [M in Exclude<keyof Store, 'close' | 'port'>]: (...args: Parameters<Store[M]>) => Awaited<ReturnType<Store[M]>>
}
export type StoreMethod = keyof StoreCalls

/** What the thread is started with. */
export interface WorkerInput {
  /** The database file; it exists. */
  path: string
}

export type StoreRequest =
  | { [M in StoreMethod]: { id: number; method: M; args: Parameters<StoreCalls[M]> } }[StoreMethod]
  | { id: number; method: 'close' }
  /** Another end to be served; it is not answered over itself. */
  | { id: number; method: 'port'; port: MessagePort }

/** The answer to the request of the same id. `id` 0 is the start itself: the database is open, or why not. */
export type StoreReply = { id: number; ok: true; value: unknown } | { id: number; ok: false; problem: Problem }

export const START_ID = 0
