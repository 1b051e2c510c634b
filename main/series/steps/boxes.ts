import type { Look } from '../facts.ts'
import type { CyclerState } from '../state.ts'

/** Takes over what a look showed of the dev-docs. */
export function seen(state: CyclerState, look: Look): CyclerState {
  const contextSha256 = look.contextSha256 ?? state.contextSha256
  if (look.boxes === null) return { ...state, contextSha256 }
  const open = look.boxes.filter((box) => !box.done).map((box) => box.title)
  return { ...state, contextSha256, boxes: look.boxes, known: [...new Set([...state.known, ...open])] }
}
