import type { Problem } from '../../contract/problem.ts'
import { START_ID } from './protocol.ts'
import type { StoreCalls, StoreMethod, StoreReply, StoreRequest } from './protocol.ts'
import type { Call } from './store-calls.ts'
import { StoreError } from './store-error.ts'

interface Pending {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/** Calls that were sent to the store's thread and not answered yet. */
export interface PendingCalls {
  call: Call
  /** The answer to a request that is no call of a method. */
  send(request: (id: number) => StoreRequest): Promise<unknown>
  /** The answer that comes by itself, under `START_ID`. */
  started(): Promise<unknown>
  settle(reply: StoreReply): void
  /** Rejects what follows. */
  refuse(problem: Problem): void
  /** Rejects what waits and what follows. */
  fail(problem: Problem): void
  /** Why no further call is taken; null: they are. */
  readonly ended: Problem | null
}

/** `busy`: is told whether anything waits. */
export function pendingCalls(post: (request: StoreRequest) => void, busy: (is: boolean) => void): PendingCalls {
  const pending = new Map<number, Pending>()
  let lastId = START_ID
  let ended: Problem | null = null

  const wait = (id: number, begin: () => void): Promise<unknown> => {
    if (ended) return Promise.reject(new StoreError(ended))
    return new Promise((resolve, reject) => {
      begin()
      pending.set(id, { resolve, reject })
      busy(true)
    })
  }
  const refuse = (problem: Problem): void => {
    ended ??= problem
  }
  const send: PendingCalls['send'] = (request) => {
    lastId += 1
    const id = lastId
    return wait(id, () => post(request(id)))
  }
  return {
    call: async <M extends StoreMethod>(method: M, args: Parameters<StoreCalls[M]>) =>
      // The reply to a method carries its value: `StoreCalls` types the handler that made it.
      (await send((id) => ({ id, method, args }) as StoreRequest)) as ReturnType<StoreCalls[M]>,
    send,
    started: () => wait(START_ID, () => undefined),
    settle: (reply) => {
      const call = pending.get(reply.id)
      pending.delete(reply.id)
      if (pending.size === 0) busy(false)
      if (reply.ok) call?.resolve(reply.value)
      else call?.reject(new StoreError(reply.problem))
    },
    refuse,
    fail: (problem) => {
      refuse(problem)
      for (const call of pending.values()) call.reject(new StoreError(problem))
      pending.clear()
      busy(false)
    },
    get ended() {
      return ended
    },
  }
}
