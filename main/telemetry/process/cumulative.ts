/** A counter as it stood at one time. `main`: a sum's value or a histogram's count; `side`: a histogram's sum, else 0. */
export interface Mark {
  time: bigint
  main: number
  side: number
}

/** What is new by a point. */
export interface Step {
  main: number
  side: number
}

/** How late a mark may come and still be placed where it belongs. */
export const MARKS_KEPT = 16

const NOTHING: Step = { main: 0, side: 0 }

/**
 * Places `mark` among those of its counter, which are in the order of their time and are not changed. `step` is what was not
 * counted before, exact in whatever order marks come: what lies between two marks is their difference, or all of the
 * later where the counter fell, and so began anew. Null: nothing is known by it, there is a mark of that time, or all later ones
 * of them were let go of.
 */
export function placeMark(marks: readonly Mark[], mark: Mark): { marks: Mark[]; step: Step } | null {
  let at = marks.length
  while (at > 0 && (marks[at - 1]?.time ?? 0n) > mark.time) at -= 1
  const before = marks[at - 1]
  const after = marks[at]
  if (before?.time === mark.time) return null
  const isLate = at === 0 && marks.length === MARKS_KEPT
  if (isLate) return null
  const from = before ?? { time: 0n, main: 0, side: 0 }
  const step = rise(from, mark)
  if (after !== undefined) {
    const next = rise(mark, after)
    const whole = rise(from, after)
    step.main += next.main - whole.main
    step.side += next.side - whole.side
  }
  const placed = [...marks.slice(0, at), mark, ...marks.slice(at)]
  return { marks: placed.slice(-MARKS_KEPT), step }
}

function rise(from: Step, to: Step): Step {
  const base = to.main < from.main ? NOTHING : from
  return { main: to.main - base.main, side: to.side - base.side }
}
