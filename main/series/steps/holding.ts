import { observe, step, type Effect, type Step } from '../effects.ts'
import type { FactOf } from '../facts.ts'
import { ATTENTIONS, fill, HUMAN_WAITS, SELF_ENDING, WAITS, type AttentionKind, type WaitKind } from '../reasons.ts'
import type { CyclerState, Hold } from '../state.ts'

type Values = Record<string, string | number>

/** The loop waits for something that will end the wait by itself. The same wait twice is one. */
export function wait(
  state: CyclerState,
  at: number,
  kind: WaitKind,
  values: Values = {},
  until: number | null = null,
): Step {
  if (state.hold?.kind === kind || isStopped(state)) return observe(state)
  const said = fill(WAITS[kind], { ...values, id: state.id })
  const hold: Hold = { status: 'waiting', kind, said, since: at, until }
  return step(
    'hold',
    { ...settle(state, at), status: 'waiting', hold },
    { events: [{ type: 'waiting', for: said, kind }] },
  )
}

/** The loop stops acting until a person resumes it; the session is left as it is. */
export function attention(state: CyclerState, at: number, kind: AttentionKind, values: Values = {}): Step {
  if (state.hold?.kind === kind || state.hold?.kind === 'paused') return observe(state)
  const said = fill(ATTENTIONS[kind], { ...values, id: state.id })
  const hold: Hold = { status: 'needs-attention', kind, said, since: at }
  return step(
    'hold',
    { ...settle(state, at), status: 'needs-attention', hold },
    { events: [{ type: 'needs-attention', why: said, kind }] },
  )
}

/** A person's pause: the session stays, the loop does not act. */
export function pause(state: CyclerState, at: number): Step {
  const said = fill(WAITS.paused, { id: state.id })
  const hold: Hold = { status: 'waiting', kind: 'paused', said, since: at, until: null }
  return step(
    'hold',
    { ...settle(state, at), status: 'paused', pausing: false, hold },
    { events: [{ type: 'waiting', for: said, kind: 'paused' }] },
  )
}

/** What was waited for is there. `then`: what the loop does next with the resting agent, if anything. */
export function release(state: CyclerState, at: number, effects: Effect[] = []): Step {
  return step('release', released(state, at), { effects })
}

export function released(state: CyclerState, at: number): CyclerState {
  return { ...settle(state, at), status: 'running', hold: null }
}

/** Only a person sets the loop going again: nothing that the agent does may. */
export function isStopped({ hold }: CyclerState): boolean {
  return hold?.kind === 'paused' || (hold?.status === 'needs-attention' && !SELF_ENDING.includes(hold.kind))
}

/** Books the time of the hold that ends now. */
function settle(state: CyclerState, at: number): CyclerState {
  if (state.hold === null) return state
  return { ...state, waitedMs: state.waitedMs + Math.max(0, at - state.hold.since) }
}

export function waitsForHuman(hold: Hold | null): boolean {
  return hold?.status === 'waiting' && HUMAN_WAITS.includes(hold.kind)
}

/** A person's keys hold the loop until they are sent or the person leaves. */
export function drafted(state: CyclerState, fact: FactOf<'Drafted'>): Step {
  if (state.launch === null || state.launch.draft === fact.draft) return observe(state)
  const next = { ...state, launch: { ...state.launch, draft: fact.draft } }
  // What was to be typed to a resting agent is typed once the person's keys are gone.
  if (fact.draft)
    return next.hold === null && restingEffects(next).length > 0 ? wait(next, fact.at, 'draft') : observe(next)
  return next.hold?.kind === 'draft' ? release(next, fact.at, restingEffects(next)) : observe(next)
}

/** The agent rests though no turn end was told: Esc or Ctrl-C in the terminal. */
export function interrupted(state: CyclerState, fact: FactOf<'Interrupted'>): Step {
  const { launch } = state
  if (launch === null || launch.turn !== 'busy' || state.step.name === 'ending') return observe(state)
  const next = { ...state, launch: { ...launch, turn: 'interrupted' as const } }
  return wait(next, fact.at, 'interrupted')
}

export function typed(state: CyclerState, fact: FactOf<'Typed'>): Step {
  const { launch, hold } = state
  if (launch === null) return observe(state)
  // An agent that does not take what was typed is then found as stalled. Under a limit it is typed to again instead.
  const turn = hold === null ? 'busy' : launch.turn
  return observe({ ...state, launch: { ...launch, turn, lastSignalAt: fact.at } })
}

/** A resting agent has no turn end to answer: it has to be typed to. */
export function restingEffects(state: CyclerState): Effect[] {
  const { launch, step: at } = state
  if (launch === null || launch.turn === 'busy') return []
  if (at.name !== 'working' && at.name !== 'asking') return []
  return [{ do: 'type', text: 'Continue.' }]
}
