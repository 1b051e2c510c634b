import type { CheckpointKind } from '../../../contract/series.ts'
import { step, type BareEvent, type Step } from '../effects.ts'
import type { CyclerState, Wish } from '../state.ts'

/** The state is safe on disk, by the agent's hand or ours: keep it. Nothing is ended before it is kept. */
export function snapshot(state: CyclerState, wish: Wish, kind: CheckpointKind, events: BareEvent[] = []): Step {
  const background = (state.launch?.background ?? []).map((task) => task.description)
  return step(
    'verified',
    { ...state, wish: null, step: { name: 'snapshotting', wish, kind, n: state.checkpoints + 1 } },
    { events, effects: [{ do: 'snapshot', background }] },
  )
}
