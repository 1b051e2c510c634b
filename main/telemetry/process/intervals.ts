import type { Step } from './cumulative.ts'

/** What was counted after `start`, up to `end`. Nanoseconds since the epoch. */
export interface Interval extends Step {
  start: bigint
  end: bigint
}

/** What is counted of a stream of deltas. Whatever begins before `floor` is settled. */
export interface Coverage {
  floor: bigint
  /** In the order of time; none overlaps another. */
  intervals: Interval[]
}

/** `overlap`: what it says is counted, in whole or in a part that nobody can tell. `late`: it begins in what is settled. */
export type Covered = { coverage: Coverage; step: Step } | 'overlap' | 'late'

export const NO_COVERAGE: Coverage = { floor: 0n, intervals: [] }

/**
 * The newest that stay apart, so that a longer interval that is sent for some of them shows what is new in it. Senders that
 * merge what they could not send merge a few; each more is written again with every point of the stream.
 */
const APART = 4
/** With the gaps between them, into which late ones fit. */
const INTERVALS_KEPT = 64

/**
 * Counts an interval. One that holds others wholly adds what is beyond them, exactly; one that lies within another, or
 * begins or ends within it, adds nothing: see docs/adr/0018. The coverage given is not changed.
 */
export function cover(coverage: Coverage, interval: Interval, rises: boolean): Covered {
  if (interval.start < coverage.floor) return 'late'
  const { intervals } = coverage
  let until = intervals.length
  while (until > 0 && (intervals[until - 1]?.start ?? 0n) >= interval.end) until -= 1
  let from = until
  while (from > 0 && (intervals[from - 1]?.end ?? 0n) > interval.start) from -= 1
  const first = intervals[from]
  const step: Step = { main: interval.main, side: interval.side }
  if (from < until && first !== undefined) {
    const holdsAll = first.start >= interval.start && (intervals[until - 1]?.end ?? 0n) <= interval.end
    if (!holdsAll) return 'overlap'
    for (const held of intervals.slice(from, until)) {
      step.main -= held.main
      step.side -= held.side
    }
    if (rises && step.main < 0) return 'overlap'
  }
  const merged = [...intervals.slice(0, from), interval, ...intervals.slice(until)]
  return { coverage: bounded({ floor: coverage.floor, intervals: merged }), step }
}

function bounded({ floor, intervals }: Coverage): Coverage {
  let kept = intervals
  for (let at = 0; kept.length > APART && at < kept.length - APART;) {
    const one = kept[at]
    const next = kept[at + 1]
    if (one === undefined || next === undefined || one.end !== next.start) {
      at += 1
      continue
    }
    const both = { start: one.start, end: next.end, main: one.main + next.main, side: one.side + next.side }
    kept = [...kept.slice(0, at), both, ...kept.slice(at + 2)]
  }
  const gone = kept.length > INTERVALS_KEPT ? kept[0] : undefined
  return gone === undefined ? { floor, intervals: kept } : { floor: gone.end, intervals: kept.slice(1) }
}
