import type { SignalAnswer } from '../../contract/facts.ts'
import type { RunEvent } from '../../contract/events.ts'
import type { TransitionName } from './transitions.ts'
import type { CyclerState, Wish } from './state.ts'

/** What the driver does after a transition is committed. What comes of it returns as a fact. */
export type Effect =
  /** Starts `state.launch`. → Spawned | SpawnRefused */
  | { do: 'start' }
  /** Ends the launch and all its processes. → LaunchGone */
  | { do: 'end' }
  /** Keeps the snapshot of `state.step`; a mechanical one writes its handover first. → SnapshotTaken | SnapshotFailed */
  | { do: 'snapshot'; background: string[] }
  /** Waits until the agent rests, then looks. → Rested */
  | { do: 'rest'; wish: Wish; baseline: string | null }
  /** Runs the verify command. → VerifyEnded */
  | { do: 'verify' }
  /** Types to the resting agent, when that is safe. → Typed */
  | { do: 'type'; text: string }

/** An event without its `at` and `series`, which the reducer's frame adds. */
export type BareEvent = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'at' | 'series'> : never) : never

/** What a fact made of a series. `transition` null: nothing to persist, and then nothing to do either. */
export interface Step {
  state: CyclerState
  transition: TransitionName | null
  events: BareEvent[]
  effects: Effect[]
  /** The answer to the hook that the fact was. */
  answer: SignalAnswer
}

export const NO_ANSWER: SignalAnswer = { do: 'none' }

/** Remembers without persisting: lost in a crash, and read anew then. */
export function observe(state: CyclerState): Step {
  return { state, transition: null, events: [], effects: [], answer: NO_ANSWER }
}

/** One persisted step. */
export function step(
  transition: TransitionName,
  state: CyclerState,
  more: { events?: BareEvent[]; effects?: Effect[]; answer?: SignalAnswer } = {},
): Step {
  return {
    state,
    transition,
    events: more.events ?? [],
    effects: more.effects ?? [],
    answer: more.answer ?? NO_ANSWER,
  }
}
