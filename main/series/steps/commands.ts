import { FINISHED } from '../../../contract/series.ts'
import { observe, step, type Step } from '../effects.ts'
import type { FactOf } from '../facts.ts'
import type { Rules } from '../rules.ts'
import { LOST, type CyclerState, type Wish } from '../state.ts'
import type { AttentionKind, WaitKind } from '../reasons.ts'
import { effectsOfStep } from './effects-of-step.ts'
import { finish } from './finishing.ts'
import { pause, released, restingEffects, waitsForHuman } from './holding.ts'
import { isPastDue } from './measuring.ts'
import { snapshot } from './snapshot.ts'
import { startNext } from './next.ts'
import { resumedLaunch } from './starting.ts'

/** Waits that only an answer in the terminal ends. */
const AT_THE_TERMINAL: readonly (WaitKind | AttentionKind)[] = ['permission', 'question', 'first-prompt', 'draft']

/** A person asked for something. */
export function commanded(state: CyclerState, fact: FactOf<'Commanded'>, rules: Rules): Step {
  if (FINISHED.includes(state.status)) return observe(state)
  switch (fact.command) {
    case 'pause':
      return pausing(state, fact.at)
    case 'resume':
      return resume(state, fact.at, rules)
    case 'checkpoint':
      return want(state, { purpose: 'continue', reason: 'asked-checkpoint' }, fact.at, rules)
    case 'cycle':
      return want(state, { purpose: 'cycle', reason: 'asked-cycle' }, fact.at, rules)
    case 'stop':
      return want(state, { purpose: 'stop', reason: 'asked-stop' }, fact.at, rules)
    case 'interrupt':
      return want(state, { purpose: 'pause', reason: 'interrupted' }, fact.at, rules)
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
  const { launch } = state
  return launch !== null && launch.turn !== 'busy' && launch.subagents.length === 0 && hears(state)
}

/** It rests, or stands before a person who may not come: what is to end it takes things as they lie. */
export function unaskable(state: CyclerState, wish: Wish): boolean {
  if (resting(state)) return true
  const { hold, launch } = state
  const stands = hold?.status === 'needs-attention' || waitsForHuman(hold)
  return stands && launch !== null && hears(state) && wish.purpose !== 'continue'
}

function hears({ step: at }: CyclerState): boolean {
  return at.name === 'working' || at.name === 'asking'
}

/** Looks at the resting session and takes the checkpoint as things lie. */
export function inspect(state: CyclerState, wish: Wish): Step {
  return step(
    'command',
    { ...state, wish: null, step: { name: 'inspecting', wish, baseline: null } },
    { effects: [{ do: 'rest', wish, baseline: null }] },
  )
}

function want(state: CyclerState, wish: Wish, at: number, rules: Rules): Step {
  const here = state.step
  if (state.launch === null && here.name === 'ready') return withoutSession(state, wish, at, rules)
  if ('wish' in here) {
    // One checkpoint is under way: what follows it may change, to more than it was to be.
    if (wish.purpose === 'continue' || here.wish.purpose === 'complete') return step('command', state)
    if (unaskable(state, wish)) return inspect(state, wish)
    return step('command', { ...state, step: { ...here, wish } })
  }
  if (unaskable(state, wish)) return inspect(state, wish)
  const asked = wish.purpose === 'continue' ? (state.wish ?? wish) : wish
  return step('command', { ...state, wish: asked })
}

function withoutSession(state: CyclerState, wish: Wish, at: number, rules: Rules): Step {
  if (wish.purpose === 'stop') return finish(state, 'stopped', wish.reason, at)
  if (wish.purpose === 'pause') return finish(state, 'paused', wish.reason, at)
  if (wish.purpose === 'cycle') return startNext(state, at, rules)
  return inspect(state, wish)
}

function pausing(state: CyclerState, at: number): Step {
  if (state.status === 'paused') return observe(state)
  const idle = state.launch === null && state.step.name === 'ready'
  if (idle || resting(state) || waitsForHuman(state.hold)) return pause(state, at)
  return step('command', { ...state, pausing: true })
}

function resume(state: CyclerState, at: number, rules: Rules): Step {
  // Only an answer in the terminal ends these: the dialog is still open.
  if (state.hold !== null && AT_THE_TERMINAL.includes(state.hold.kind))
    return step('command', { ...state, pausing: false })
  const open = state.boxes.filter((box) => !box.done).map((box) => box.title)
  const vanished = state.hold?.kind === 'boxes-vanished'
  const anew: CyclerState = {
    ...released(state, at),
    pausing: false,
    wish: state.wish?.purpose === 'pause' ? null : state.wish,
    verifyFailures: 0,
    finishedAt: null,
    known: vanished ? open : state.known,
  }
  if (state.hold === null && state.status === 'running') return step('command', anew)
  // A fault of ours may have cut off what the step waits for.
  const again = state.hold?.kind === 'fault' ? effectsOfStep(anew) : []
  if (anew.launch !== null) {
    const pickup = state.hold?.kind === 'pickup-missing' ? 'confirmed' : anew.launch.pickup
    const kept: CyclerState = { ...anew, launch: { ...anew.launch, pickup } }
    return step('release', kept, { effects: [...again, ...restingEffects(kept)] })
  }
  if (anew.step.name !== 'ready') return step('release', anew, { effects: again })
  const { orphan } = anew
  if (orphan === null) return startNext(anew, at, rules)
  const found: CyclerState = { ...anew, orphan: null }
  if (!orphan.prompted || orphan.resumed || isPastDue(orphan, rules)) {
    // Its transcript is what the handover is written from.
    const lost: CyclerState = { ...found, launch: { ...orphan, endReason: LOST, pid: null } }
    return snapshot(lost, { purpose: 'cycle', reason: 'session-lost' }, 'mechanical')
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
  const here = state.step
  if (here.name === 'ending' || here.name === 'snapshotting') {
    return step('command', here.wish.purpose === 'complete' ? state : { ...state, step: { ...here, wish } })
  }
  return step(
    'command',
    { ...state, wish: null, step: { name: 'ending', wish, unsafe: true } },
    { effects: [{ do: 'end' }] },
  )
}
