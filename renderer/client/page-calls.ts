import { readAnswer } from '../../contract/answer.ts'
import type { ClientMessage } from '../../contract/frames.ts'
import { failure } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import type { RpcInput, RpcMethod, RpcResult } from '../../contract/rpc.ts'

export interface PageCalls {
  call<M extends RpcMethod>(method: M, params: RpcInput<M>): Promise<Outcome<RpcResult<M>>>
  answered(id: number, outcome: unknown): void
  opened(): void
  lost(): void
}

/** Calls by number. `stands` null: the first connection is still being made, and calls wait for it. */
export function createPageCalls(send: (message: ClientMessage) => void, stands: () => boolean | null): PageCalls {
  const waiting = new Map<number, { message: ClientMessage; sent: boolean; answer(outcome: unknown): void }>()
  let last = 0
  return {
    call(method, params) {
      if (stands() === false) return Promise.resolve(gone(NOT_THERE))
      return new Promise((resolve) => {
        const id = ++last
        const message: ClientMessage = { type: 'call', id, method, params }
        waiting.set(id, { message, sent: stands() === true, answer: (outcome) => resolve(readAnswer(method, outcome)) })
        if (stands()) send(message)
      })
    },
    answered(id, outcome) {
      waiting.get(id)?.answer(outcome)
      waiting.delete(id)
    },
    opened() {
      for (const call of waiting.values()) {
        if (!call.sent) send(call.message)
        call.sent = true
      }
    },
    lost() {
      for (const { sent, answer } of waiting.values()) answer(gone(sent ? CUT_OFF : NOT_THERE))
      waiting.clear()
    },
  }
}

const NOT_THERE = 'the connection to it is not there'
const CUT_OFF = 'the connection to it broke before it answered; it may still do what was asked'

function gone(cause: string) {
  return failure('core-gone', 'baton core', cause, 'wait until the page is connected again')
}
