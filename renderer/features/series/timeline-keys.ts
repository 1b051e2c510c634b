import type { TimelineMark } from '../../../contract/timeline.ts'
import { nextMark } from './marks.ts'
import { panned, revealing, type Span, type Viewport, wholeOf, zoomed } from './viewport.ts'

/** One press of a zoom key, and one step of the wheel. */
export const ZOOM_STEP = 0.7
/** One press of a pan key, as a share of what is shown. */
const PAN_SHARE = 0.2

export interface KeyState {
  marks: readonly TimelineMark[]
  domain: Span
  view: Viewport
  cursor: TimelineMark | null
}

export type KeyAnswer = { view: Viewport; cursor: TimelineMark | null } | { open: TimelineMark } | null

/** What a key does to the plot; null: it is not one of its keys. */
export function keyAnswer(key: string, shift: boolean, state: KeyState): KeyAnswer {
  const { marks, domain, view, cursor } = state
  const middle =
    cursor !== null && cursor.at >= view.from && cursor.at <= view.to ? cursor.at : (view.from + view.to) / 2
  const toMark = (mark: TimelineMark | null): KeyAnswer =>
    mark === null ? { view, cursor } : { view: revealing(view, domain, mark.at), cursor: mark }
  const by = (view.to - view.from) * PAN_SHARE
  switch (key) {
    case 'ArrowLeft':
      return shift ? { view: panned(view, domain, -by), cursor } : toMark(nextMark(marks, cursor, -1, view))
    case 'ArrowRight':
      return shift ? { view: panned(view, domain, by), cursor } : toMark(nextMark(marks, cursor, 1, view))
    case 'Home':
      return toMark(marks[0] ?? null)
    case 'End':
      return toMark(marks.at(-1) ?? null)
    case '+':
    case '=':
      return { view: zoomed(view, domain, ZOOM_STEP, middle), cursor }
    case '-':
      return { view: zoomed(view, domain, 1 / ZOOM_STEP, middle), cursor }
    case '0':
      return { view: wholeOf(domain), cursor }
    case 'Enter':
      return cursor === null ? null : { open: cursor }
    default:
      return null
  }
}
