import type { ClientMessage } from '../../contract/frames.ts'
import { failure } from '../../contract/problem.ts'
import { dispatch, refusedCall } from './dispatch.ts'
import { CALLS_LIMIT } from './limits.ts'
import type { Outbox } from './outbox.ts'
import type { Refusals } from './refusals.ts'
import type { Access, RpcHandlers } from './types.ts'

export interface CallParts {
  handlers: RpcHandlers
  refusals: Refusals
  /** A client calls; gives the way to say that it was answered. */
  called(): () => void
  fault(error: unknown, method: string): void
}

/** Calls of one channel: each is answered when it is done, whatever the others wait for. */
export function createChannelCalls(parts: CallParts, { role }: Access, outbox: Outbox) {
  let underWay = 0
  return async ({ id, method, params }: ClientMessage & { type: 'call' }): Promise<void> => {
    if (underWay >= CALLS_LIMIT) {
      parts.refusals.count('too-many-calls')
      const cause = `${CALLS_LIMIT} calls of this client are under way`
      const outcome = failure('too-many-calls', method, cause, 'wait for their answers and ask again')
      return outbox.message({ type: 'answer', id, outcome })
    }
    underWay += 1
    const answered = parts.called()
    const { asked, outcome } = await dispatch(parts.handlers, role, method, params, parts.fault)
    underWay -= 1
    answered()
    if (!asked && !outcome.ok) parts.refusals.count(refusedCall(outcome.problem))
    outbox.message({ type: 'answer', id, outcome })
  }
}
