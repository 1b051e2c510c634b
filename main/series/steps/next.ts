import { step, type Step } from '../effects.ts'
import type { Rules } from '../rules.ts'
import type { CyclerState, Wish } from '../state.ts'
import { finish } from './finishing.ts'
import { attention } from './holding.ts'
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
    case 'cycle':
      return nextSession(state, at, rules)
  }
}

function nextSession(state: CyclerState, at: number, { policy, timing }: Rules): Step {
  const cycles = [...state.cycles.filter((end) => at - end < timing.tooFastWithin), at]
  const resting: CyclerState = { ...state, step: { name: 'ready' }, cycles }
  if (policy.maxSessions !== undefined && state.sessions >= policy.maxSessions) {
    return finish(resting, 'stopped', 'max-sessions', at)
  }
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
