import { observe, step, type BareEvent, type Step } from '../effects.ts'
import type { FactOf } from '../facts.ts'
import type { Rules } from '../rules.ts'
import { LOST, type CyclerState, type Wish } from '../state.ts'
import { attention, released, restingEffects } from './holding.ts'
import { afterLaunch } from './next.ts'

export function snapshotTaken(state: CyclerState, fact: FactOf<'SnapshotTaken'>, rules: Rules): Step {
  const at = state.step
  const { checkpoint } = fact
  if (at.name !== 'snapshotting' || at.n !== checkpoint.n) return observe(state)
  const kept: CyclerState = { ...state, checkpoints: checkpoint.n }
  const events: BareEvent[] = [
    {
      type: 'checkpoint.verified',
      n: checkpoint.n,
      kind: checkpoint.kind,
      files: checkpoint.files.map((file) => file.path),
      sha256: checkpoint.sha256,
      ref: checkpoint.ref,
      notes: notesOf(checkpoint),
    },
  ]
  if (state.launch?.endReason === LOST) return after(kept, at.wish, events, fact.at, rules)
  if (at.wish.purpose === 'continue') {
    if (state.launch === null && state.status === 'running') return after(kept, at.wish, events, fact.at, rules)
    const working: CyclerState = { ...kept, step: state.launch === null ? { name: 'ready' } : { name: 'working' } }
    return step('checkpoint', working, { events, effects: state.hold === null ? restingEffects(working) : [] })
  }
  if (state.launch !== null) {
    return step(
      'checkpoint',
      { ...kept, step: { name: 'ending', wish: at.wish, unsafe: false } },
      { events, effects: [{ do: 'end' }] },
    )
  }
  return after(kept, at.wish, events, fact.at, rules)
}

/** The session was gone already: what would have followed its end follows now. */
function after(state: CyclerState, wish: Wish, events: BareEvent[], at: number, rules: Rules): Step {
  const next = afterLaunch({ ...state, launch: null }, wish, at, rules)
  const transition = next.transition === 'finish' ? 'finish' : 'checkpoint'
  return { ...next, transition, events: [...events, ...next.events] }
}

/** A checkpoint that could not be kept ends nothing: the session stays. */
export function snapshotFailed(state: CyclerState, fact: FactOf<'SnapshotFailed'>): Step {
  const at = state.step
  if (at.name !== 'snapshotting') return observe(state)
  const { thing, cause, remedy } = fact.problem
  const live = state.launch !== null && state.launch.endReason !== LOST
  const back: CyclerState = {
    ...state,
    wish: at.wish.purpose === 'complete' ? null : at.wish,
    launch: live ? state.launch : null,
    // A lost session is still to be handed over, and was found not to be resumed.
    orphan: live || state.launch === null ? state.orphan : { ...state.launch, resumed: true },
    step: live ? { name: 'working' } : { name: 'ready' },
  }
  // A second failure is told like the first.
  return attention(released(back, fact.at), fact.at, 'snapshot-failed', { problem: `${thing}: ${cause}. ${remedy}` })
}

function notesOf(checkpoint: FactOf<'SnapshotTaken'>['checkpoint']): string[] {
  return [
    ...(checkpoint.refProblem === null ? [] : [`files only: ${checkpoint.refProblem}`]),
    ...checkpoint.masked.map((path) => `a secret in ${path} is masked in the checkpoint; your file still holds it`),
    ...checkpoint.skipped.map(({ path, why }) => `${path} is not in the checkpoint: ${why}`),
  ]
}
