import { FINISHED } from '../../../contract/series.ts'
import { observe, step, type Step } from '../effects.ts'
import type { FactOf } from '../facts.ts'
import type { Rules } from '../rules.ts'
import type { CyclerState, Wish } from '../state.ts'
import { finish } from './finishing.ts'
import { pause, released, restingEffects } from './holding.ts'
import { isPastDue } from './measuring.ts'
import { snapshot } from './snapshot.ts'
import { resumedLaunch, startFresh } from './starting.ts'

/** A person asked for something. */
export function commanded(state: CyclerState, fact: FactOf<'Commanded'>, rules: Rules): Step {
  if (FINISHED.includes(state.status)) return observe(state)
  switch (fact.command) {
    case 'pause':
      return pausing(state, fact.at)
    case 'resume':
      return resume(state, fact.at, rules)
    case 'checkpoint':
      return want(state, { purpose: 'continue', reason: 'asked-checkpoint' }, fact.at)
    case 'cycle':
      return want(state, { purpose: 'cycle', reason: 'asked-cycle' }, fact.at)
    case 'stop':
      return want(state, { purpose: 'stop', reason: 'asked-stop' }, fact.at)
    case 'interrupt':
      return want(state, { purpose: 'pause', reason: 'interrupted' }, fact.at)
    case 'interrupt-now':
      return endNow(state, fact.at)
  }
}

/** The flags of a new `run` replaced the policy. */
export function policyChanged(state: CyclerState, fact: FactOf<'PolicyChanged'>): Step {
  return step('command', state, { events: [{ type: 'policy.changed', changes: fact.changes }] })
}

/** The agent is at rest with nobody to answer: it can be looked at, not asked. */
export function resting(state: CyclerState): boolean {
  return state.launch !== null && state.launch.turn !== 'busy' && state.step.name === 'working'
}

/** Looks at the resting session and takes the checkpoint as things lie. */
export function inspect(state: CyclerState, wish: Wish): Step {
  return step(
    'command',
    { ...state, wish: null, step: { name: 'inspecting', wish } },
    { effects: [{ do: 'rest', wish, baseline: null }] },
  )
}

function want(state: CyclerState, wish: Wish, at: number): Step {
  const here = state.step
  if (state.launch === null && here.name === 'ready') return withoutSession(state, wish, at)
  if (here.name === 'asking' || here.name === 'halting' || here.name === 'inspecting') {
    return step('command', { ...state, step: { ...here, wish } })
  }
  if ((here.name === 'ending' || here.name === 'snapshotting') && wish.purpose !== 'continue') {
    return step('command', { ...state, step: { ...here, wish } })
  }
  if (resting(state)) return inspect(state, wish)
  return step('command', { ...state, wish })
}

function withoutSession(state: CyclerState, wish: Wish, at: number): Step {
  if (wish.purpose === 'stop') return finish(state, 'stopped', wish.reason, at)
  if (wish.purpose === 'pause') return finish(state, 'paused', wish.reason, at)
  if (wish.purpose === 'cycle') return step('start', startFresh(state, at), { effects: [{ do: 'start' }] })
  return inspect(state, wish)
}

function pausing(state: CyclerState, at: number): Step {
  if (state.status === 'paused') return observe(state)
  if (state.launch === null || resting(state)) return pause(state, at)
  return step('command', { ...state, pausing: true })
}

function resume(state: CyclerState, at: number, rules: Rules): Step {
  const open = state.boxes.filter((box) => !box.done).map((box) => box.title)
  const vanished = state.hold?.kind === 'boxes-vanished'
  const anew: CyclerState = {
    ...released(state, at),
    pausing: false,
    verifyFailures: 0,
    finishedAt: null,
    known: vanished ? open : state.known,
  }
  if (state.hold === null && state.status === 'running') return step('command', anew)
  if (anew.launch !== null) {
    const pickup = state.hold?.kind === 'pickup-missing' ? 'confirmed' : anew.launch.pickup
    const kept: CyclerState = { ...anew, launch: { ...anew.launch, pickup } }
    return step('release', kept, { effects: restingEffects(kept) })
  }
  const { orphan } = anew
  if (orphan === null) return step('start', startFresh(anew, at), { effects: [{ do: 'start' }] })
  const found: CyclerState = { ...anew, orphan: null }
  if (!orphan.prompted || orphan.resumed || isPastDue(orphan, rules)) {
    return snapshot(found, { purpose: 'cycle', reason: 'session-lost' }, 'mechanical')
  }
  return step(
    'start',
    { ...found, step: { name: 'starting' }, launch: resumedLaunch(found, orphan, at) },
    { effects: [{ do: 'start' }] },
  )
}

/** Said twice: the session ends at once. Its transcript stays, and a resume goes on from it. */
function endNow(state: CyclerState, at: number): Step {
  const wish: Wish = { purpose: 'pause', reason: 'interrupted' }
  if (state.launch === null) return finish(state, 'paused', wish.reason, at)
  if (state.step.name === 'ending') return step('command', { ...state, step: { ...state.step, wish } })
  if (state.step.name === 'snapshotting') return step('command', { ...state, step: { ...state.step, wish } })
  return step(
    'command',
    { ...state, wish: null, step: { name: 'ending', wish, unsafe: true } },
    { effects: [{ do: 'end' }] },
  )
}
