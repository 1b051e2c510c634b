import { z } from 'zod'
import { failure, Problem } from './problem.ts'
import type { Outcome } from './problem.ts'
import { rpc } from './rpc.ts'
import type { RpcMethod, RpcResult } from './rpc.ts'

const Answer = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), problem: Problem }),
])

/** What a call's answer says; `core-mismatch` when it is not the contract's (a core of another version). */
export function readAnswer<M extends RpcMethod>(method: M, answer: unknown): Outcome<RpcResult<M>> {
  const outcome = Answer.safeParse(answer)
  if (!outcome.success) return mismatch(method)
  if (!outcome.data.ok) return outcome.data
  // A client of plain JavaScript, or of another version, may ask for a method that the contract does not have.
  const schema = Object.hasOwn(rpc, method) ? rpc[method].result : null
  const result = schema?.safeParse(outcome.data.value)
  if (result?.success !== true) return mismatch(method)
  // The schema picked by `method` is the one that RpcResult<M> is inferred from; the compiler cannot follow the index.
  return { ok: true, value: result.data as RpcResult<M> }
}

/** Undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function mismatch(method: string): Outcome<never> {
  const cause = `the core's answer to ${method} is not one this version understands`
  return failure('core-mismatch', 'baton core', cause, 'end it with `baton quit` and start it again')
}
