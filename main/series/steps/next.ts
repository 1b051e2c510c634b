import { step, type Step } from '../effects.ts'
import type { Rules } from '../rules.ts'
import type { CheckpointReason } from '../reasons.ts'
import type { CyclerState, Wish } from '../state.ts'
import { finish } from './finishing.ts'
import { attention, isStopped, pause } from './holding.ts'
import { limitReached } from './measuring.ts'
import { startFresh } from './starting.ts'

/** What follows once a checkpoint is kept and its session is gone. */
export function afterLaunch(state: CyclerState, wish: Wish, at: number, rules: Rules): Step {
  switch (wish.purpose) {
    case 'complete':
      return finish(state, 'completed', wish.reason, at)
    case 'stop':
      return finish(state, 'stopped', wish.reason, at)
    case 'pause':
      return finish(state, 'paused', wish.reason, at)
    case 'continue':
      // The session that was to go on is gone; a stopped loop starts no other.
      return isStopped(state) ? step('ended', { ...state, step: { name: 'ready' } }) : nextSession(state, at, rules)
    case 'cycle':
      return nextSession(state, at, rules)
  }
}

/** A fresh session, unless a limit forbids one. */
export function startNext(state: CyclerState, at: number, rules: Rules): Step {
  const limit = limitOfNext(state, at, rules)
  if (limit !== null) return finish(state, 'stopped', limit, at)
  return step('start', startFresh(state, at), { effects: [{ do: 'start' }] })
}

function limitOfNext(state: CyclerState, at: number, rules: Rules): CheckpointReason | null {
  const { maxSessions } = rules.policy
  if (maxSessions !== undefined && state.sessions >= maxSessions) return 'max-sessions'
  return limitReached(state, at, rules)?.reason ?? null
}

function nextSession(state: CyclerState, at: number, rules: Rules): Step {
  const { timing } = rules
  const cycles = [...state.cycles.filter((end) => at - end < timing.tooFastWithin), at]
  const resting: CyclerState = { ...state, step: { name: 'ready' }, cycles }
  const limit = limitOfNext(state, at, rules)
  if (limit !== null) return finish(resting, 'stopped', limit, at)
  if (state.pausing) return asEnded(pause(resting, at))
  if (cycles.length >= timing.tooFastCycles || state.shortSessions >= timing.shortSessions) {
    const time = `${Math.max(1, Math.round((at - (cycles[0] ?? at)) / 60_000))} min`
    return asEnded(
      attention({ ...resting, cycles: [], shortSessions: 0 }, at, 'too-fast', { cycles: cycles.length, time }),
    )
  }
  return step('ended', startFresh(resting, at), { effects: [{ do: 'start' }] })
}

function asEnded(next: Step): Step {
  return { ...next, transition: 'ended' }
}
