import type { TimelineMark } from '../../../contract/timeline.ts'

type MarkKind = TimelineMark['kind']

/** What each kind is called on the screen, the weightiest first: of marks in one place the first is shown. */
export const MARK_WORDS: Record<MarkKind, string> = {
  attention: 'Needs attention',
  rejected: 'Handover sent back',
  finished: 'Finished',
  checkpoint: 'Checkpoint',
  waiting: 'Waits',
  resumed: 'Resumed',
  policy: 'Policy changed',
  pickup: 'Picked up',
  due: 'Due',
  soft: 'Soft point',
}
const WEIGHTS = Object.keys(MARK_WORDS)

/** Marks that share one place on the screen. */
export interface MarkGroup {
  /** Pixels from the left edge of the plot. */
  x: number
  lead: TimelineMark
  /** In order of time, the lead included. */
  marks: TimelineMark[]
}

/** The marks within the span, those closer than `gap` pixels put together. `marks` are in order of time. */
export function groupMarks(
  marks: readonly TimelineMark[],
  view: { from: number; to: number },
  width: number,
  gap: number,
): MarkGroup[] {
  const groups: MarkGroup[] = []
  const scale = width / Math.max(1, view.to - view.from)
  for (let index = firstAt(marks, view.from); index < marks.length; index += 1) {
    const mark = marks[index]
    if (mark === undefined || mark.at > view.to) break
    const x = (mark.at - view.from) * scale
    const last = groups.at(-1)
    if (last !== undefined && x - last.x < gap) {
      last.marks.push(mark)
      if (weight(mark.kind) < weight(last.lead.kind)) last.lead = mark
    } else {
      groups.push({ x, lead: mark, marks: [mark] })
    }
  }
  return groups
}

function weight(kind: MarkKind): number {
  return WEIGHTS.indexOf(kind)
}

/** Index of the first mark at or after `at`. */
function firstAt(marks: readonly TimelineMark[], at: number): number {
  let [low, high] = [0, marks.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((marks[middle]?.at ?? Number.POSITIVE_INFINITY) < at) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The mark that the arrow keys come to. From nowhere: the first or last one on the screen. Null: there is none.
 * `step` -1 is earlier, 1 is later; at the ends it stays.
 */
export function nextMark(
  marks: readonly TimelineMark[],
  current: TimelineMark | null,
  step: -1 | 1,
  view: { from: number; to: number },
): TimelineMark | null {
  const at = current === null ? -1 : marks.findIndex((mark) => sameMark(mark, current))
  if (at !== -1) return marks[Math.min(marks.length - 1, Math.max(0, at + step))] ?? null
  const index = step === 1 ? firstAt(marks, view.from) : firstAt(marks, view.to) - 1
  return marks[Math.min(marks.length - 1, Math.max(0, index))] ?? null
}

export function sameMark(one: TimelineMark, other: TimelineMark): boolean {
  return one.at === other.at && one.kind === other.kind && one.n === other.n && one.label === other.label
}

/** The checkpoint that Enter or a click opens. */
export function checkpointOf(mark: TimelineMark): number | null {
  // The first session picks up checkpoint 0: there is none.
  return (mark.kind === 'checkpoint' || mark.kind === 'pickup') && mark.n !== 0 ? mark.n : null
}

/** In one line: "Checkpoint 2: the context reached its due point". */
export function markWords(mark: TimelineMark): string {
  const name =
    mark.n === null ? MARK_WORDS[mark.kind] : mark.n === 0 ? 'First files read' : `${MARK_WORDS[mark.kind]} ${mark.n}`
  return mark.label === '' ? name : `${name}: ${mark.label}`
}

/** For a screen reader: where the cursor stands among all marks. */
export function cursorWords(marks: readonly TimelineMark[], mark: TimelineMark, time: string): string {
  const place = marks.findIndex((one) => sameMark(one, mark)) + 1
  const opens = checkpointOf(mark) === null ? '' : ' Enter opens it.'
  return `${markWords(mark)}, ${time}. Mark ${place} of ${marks.length}.${opens}`
}
