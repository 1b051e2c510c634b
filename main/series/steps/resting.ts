import { observe, type Step } from '../effects.ts'
import type { FactOf } from '../facts.ts'
import type { Rules } from '../rules.ts'
import type { CyclerState } from '../state.ts'
import { seen } from './boxes.ts'
import { boxesDone } from './checking.ts'
import { snapshot } from './snapshot.ts'

/** The agent rests and was looked at: its handover is safe as it lies, or it is written mechanically. */
export function rested(before: CyclerState, fact: FactOf<'Rested'>, rules: Rules): Step {
  const at = before.step
  if (at.name !== 'halting' && at.name !== 'inspecting') return observe(before)
  const state = seen(before, fact.look)
  const { boxes, missing } = fact.look
  if (at.name === 'halting' && at.wish.purpose === 'cycle' && boxes?.every((box) => box.done) === true) {
    return boxesDone({ ...state, step: { name: 'working' } }, fact.look, fact.at, rules)
  }
  if (missing.length === 0) return snapshot(state, at.wish, 'agent')
  const { launch } = state
  const rejected =
    at.name === 'halting' && launch !== null
      ? [{ type: 'checkpoint.rejected', sessionId: launch.sessionId, why: missing } as const]
      : []
  return snapshot(state, at.wish, 'mechanical', rejected)
}
