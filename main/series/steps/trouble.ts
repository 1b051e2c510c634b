import type { AgentSignal } from '../../../contract/facts.ts'
import { cleanLine } from '../../../contract/text.ts'
import { step, type Step } from '../effects.ts'
import type { Rules } from '../rules.ts'
import type { CyclerState, Wish } from '../state.ts'
import type { Timing } from '../timing.ts'
import { attention, released, wait } from './holding.ts'

type TurnFailed = Extract<AgentSignal, { type: 'TurnFailed' }>

/** Failures that pass: the same request may succeed later. */
const PASSING = ['rate_limit', 'overloaded', 'server_error', 'unknown', 'max_output_tokens']
const CONTEXT_FULL = /prompt is too long|context (length|window)|exceeds? the (maximum|context)/i

/** The turn ended in an error of the model's service. */
export function turnFailed(state: CyclerState, signal: TurnFailed, at: number, { timing }: Rules): Step {
  if (CONTEXT_FULL.test(signal.details)) {
    const asked = 'wish' in state.step ? state.step.wish : state.wish
    // A full context cannot go on after a checkpoint.
    const wish: Wish =
      asked === null || asked.purpose === 'continue' ? { purpose: 'cycle', reason: 'context-full' } : asked
    const baseline = state.contextSha256
    return step(
      'command',
      { ...state, wish: null, step: { name: 'inspecting', wish, baseline } },
      { effects: [{ do: 'rest', wish, baseline }] },
    )
  }
  if (!PASSING.includes(signal.error)) {
    const details = cleanLine(signal.details || 'no details were given')
    return attention(state, at, 'turn-failed', { error: signal.error, details })
  }
  const attempt = (state.retry?.attempt ?? 0) + 1
  const until = nextTry(attempt, at, state.resetsAt, timing)
  const time = new Date(until).toISOString()
  // The hold before this one, if any, was the same wait with an earlier time.
  const anew: CyclerState = { ...released(state, at), retry: { attempt, error: signal.error, until } }
  return wait(anew, at, 'limit', { error: signal.error, time }, until)
}

/** The reset, if it is known; else 30 s × 2ⁿ up to 30 min with jitter. Never before the agent's own retry had its time. */
function nextTry(attempt: number, at: number, resetsAt: number | null, timing: Timing): number {
  const earliest = at + timing.selfRetry
  if (resetsAt !== null && resetsAt > at) return Math.max(earliest, resetsAt)
  const backoff = Math.min(timing.backoffMost, timing.backoffFirst * 2 ** (attempt - 1))
  // Spread by the moment of failure: series that failed together do not come back together.
  const jitter = 1 + (at % 1000) / 5000
  return Math.max(earliest, at + Math.round(backoff * jitter))
}
