import { z } from 'zod'
import { mayDo } from '../../contract/access.ts'
import type { Role } from '../../contract/access.ts'
import { failure } from '../../contract/problem.ts'
import type { Outcome, Problem } from '../../contract/problem.ts'
import { rpc } from '../../contract/rpc.ts'
import type { RpcMethod } from '../../contract/rpc.ts'
import type { RpcHandlers } from './types.ts'

/** `asked` false: the call never reached its handler, for the reason in the problem's code. */
export type Dispatched = { asked: boolean; outcome: Outcome<unknown> }

/** Checks and runs one call of a client that has `role`; `fault` is told of a handler that threw, which is a bug and never ends the core. */
export async function dispatch(
  handlers: RpcHandlers,
  role: Role,
  method: string,
  params: unknown,
  fault: (error: unknown, method: string) => void,
): Promise<Dispatched> {
  if (!isMethod(method)) {
    const remedy = 'use a command and a core of the same version'
    return { asked: false, outcome: failure('unknown-method', method, 'the core has no such method', remedy) }
  }
  if (!mayDo(role, rpc[method].role)) {
    const cause = 'this client may only look'
    return {
      asked: false,
      outcome: failure('read-only', method, cause, 'open Baton with an address that may control it'),
    }
  }
  const checked = rpc[method].params.safeParse(params)
  if (!checked.success) return { asked: false, outcome: invalidParams(method, checked.error) }
  // The params were just checked by this method's own schema; the compiler cannot follow the index.
  const handler = handlers[method] as (params: unknown) => Promise<Outcome<unknown>>
  try {
    return { asked: true, outcome: await handler(checked.data) }
  } catch (error) {
    fault(error, method)
    const cause = 'the core failed at it in a way it should not'
    return { asked: true, outcome: failure('internal', method, cause, 'see `baton logs` and report it') }
  }
}

/** Under which reason a call that never reached its handler is counted. */
export function refusedCall({ code }: Problem): 'unknown-method' | 'invalid-params' | 'read-only' {
  return code === 'unknown-method' || code === 'read-only' ? code : 'invalid-params'
}

function isMethod(method: string): method is RpcMethod {
  return Object.hasOwn(rpc, method)
}

function invalidParams(method: string, error: z.ZodError): Outcome<never> {
  const [first] = error.issues
  const where = first === undefined || first.path.length === 0 ? 'params' : first.path.join('.')
  const cause = `${where}: ${first?.message ?? 'invalid'}`
  return failure('invalid-params', method, cause, `give ${method} what the contract asks for`)
}
