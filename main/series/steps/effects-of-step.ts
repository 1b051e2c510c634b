import type { Effect } from '../effects.ts'
import type { CyclerState } from '../state.ts'

/** What a step waits for, to be carried out again after it was cut off by a crash or a fault. */
export function effectsOfStep({ step, launch }: CyclerState): Effect[] {
  switch (step.name) {
    case 'snapshotting':
      return [{ do: 'snapshot', background: (launch?.background ?? []).map((task) => task.description) }]
    case 'halting':
    case 'inspecting':
      return [{ do: 'rest', wish: step.wish, baseline: step.baseline }]
    case 'ending':
      return [{ do: 'end' }]
    case 'checking':
      return [{ do: 'verify' }]
    default:
      return []
  }
}
