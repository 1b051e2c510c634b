import { z } from 'zod'
import { failure, Problem } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import { rpc } from '../../contract/rpc.ts'
import type { RpcMethod, RpcResult } from '../../contract/rpc.ts'
import { cleanText } from '../../contract/text.ts'

/**
 * JSON for a client, over any transport. This is the one place where text that an agent may have written is
 * cleaned: every string that leaves the core as a result, an event, a view or a title passes it.
 */
export function encodeForClient(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? cleanText(inner) : inner))
}

const WireOutcome = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), problem: Problem }),
])

/** What a call's answer says; `core-mismatch` when it is not the contract's (a core of another version). */
export function decodeOutcome<M extends RpcMethod>(method: M, text: string): Outcome<RpcResult<M>> {
  const outcome = WireOutcome.safeParse(parseJson(text))
  if (!outcome.success) return mismatch(method)
  if (!outcome.data.ok) return outcome.data
  const result = rpc[method].result.safeParse(outcome.data.value)
  if (!result.success) return mismatch(method)
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
  return failure('core-mismatch', 'baton core', cause, 'end it with `baton quit` and run the command again')
}
