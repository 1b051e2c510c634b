import type { Outcome } from '../../contract/problem.ts'
import type { RpcInput, RpcMethod, RpcResult } from '../../contract/rpc.ts'
import { closeToast, toast, toastProblem } from '../ui/toast-list.ts'
import { core } from './core.ts'

/** A command that takes longer says so. */
const SLOW_MS = 1_000

export interface CommandOptions {
  /** Shown while it takes over a second: "Taking a checkpoint…". */
  pending?: string
  /** False: the caller tells the person of the result and of a problem. */
  tell?: boolean
}

/** Calls the core and tells the person what came of it: what it said, or the problem with its remedy. Never throws. */
export async function runCommand<M extends RpcMethod>(
  method: M,
  params: RpcInput<M>,
  options: CommandOptions = {},
): Promise<Outcome<RpcResult<M>>> {
  const { pending, tell = true } = options
  let waiting: string | null = null
  const timer = setTimeout(() => {
    if (pending !== undefined) waiting = toast({ title: pending, kind: 'progress' })
  }, SLOW_MS)
  const outcome = await core().call(method, params)
  clearTimeout(timer)
  if (waiting !== null) closeToast(waiting)
  if (!tell) return outcome
  if (!outcome.ok) toastProblem(outcome.problem)
  else if (saysSomething(outcome.value)) toast({ title: outcome.value.said, kind: 'done' })
  return outcome
}

function saysSomething(value: unknown): value is { said: string } {
  return typeof value === 'object' && value !== null && 'said' in value && typeof value.said === 'string'
}
