import type { SeriesTimeline, TimelineLane } from '../../../contract/timeline.ts'

/** One line of the list of sessions: what the plot shows of it, in figures. Null: unknown. */
export interface LaneRow {
  lane: TimelineLane
  /** ms; of a live one until the end of the timeline. */
  durationMs: number
  /** Tokens. */
  peak: number | null
  /** Of the window, unrounded. */
  peakPercent: number | null
  /** USD of the session so far. */
  cost: number | null
  /** Numbers of the checkpoints that were taken in it. */
  checkpoints: number[]
}

/** The rows in order of their start, each with the checkpoints of its stretch. */
export function laneRows(timeline: SeriesTimeline): LaneRow[] {
  const taken = timeline.marks.filter((mark) => mark.kind === 'checkpoint' && mark.n !== null)
  let next = 0
  return timeline.lanes.map((lane, index) => {
    // A checkpoint belongs to the session before it, also when it was verified a moment after that had ended.
    const until = timeline.lanes[index + 1]?.from ?? Number.POSITIVE_INFINITY
    const checkpoints: number[] = []
    for (let mark = taken[next]; mark !== undefined && mark.at < until; mark = taken[next]) {
      if (mark.n !== null) checkpoints.push(mark.n)
      next += 1
    }
    const peak = peakOf(lane)
    return {
      lane,
      durationMs: (lane.to ?? timeline.to) - lane.from,
      peak,
      peakPercent: peak === null || lane.window === null ? null : (peak / lane.window) * 100,
      cost: lane.cost.at(-1)?.[1] ?? null,
      checkpoints,
    }
  })
}

/** A lane never changes: it is replaced. */
const peaks = new WeakMap<TimelineLane, number | null>()

/** Tokens; null: nothing was measured. */
export function peakOf(lane: TimelineLane): number | null {
  const known = peaks.get(lane)
  if (known !== undefined) return known
  const peak = highest(lane)
  peaks.set(lane, peak)
  return peak
}

function highest(lane: TimelineLane): number | null {
  let peak: number | null = null
  for (const [, used] of lane.context) if (used !== null && (peak === null || used > peak)) peak = used
  return peak
}

/** The highest figure that the context plot has to show: the fullest session or the farthest due point, tokens. */
export function contextTop(lanes: readonly TimelineLane[]): number {
  return lanes.reduce((top, lane) => Math.max(top, peakOf(lane) ?? 0, lane.due ?? 0), 0)
}
