import type { SeriesTimeline, TimelineLane } from '../../../contract/timeline.ts'

/** What is known of one moment. Null: unknown. */
export interface Readout {
  at: number
  /** Null: between two sessions. */
  lane: TimelineLane | null
  /** Tokens. */
  context: number | null
  /** When that figure was measured. */
  measuredAt: number | null
  /** Percent of the window, unrounded. */
  percent: number | null
  /** USD of the session so far. */
  sessionCost: number | null
  /** What the series waited for then. */
  wait: string | null
}

export function readoutAt(timeline: SeriesTimeline, at: number): Readout {
  const lane = laneAt(timeline, at)
  const reading = lane === null ? null : lastUntil(lane.context, at)
  const context = reading?.[1] ?? null
  const window = lane?.window ?? null
  const wait = timeline.waits.findLast((one) => one.from <= at && at <= (one.to ?? timeline.to))
  return {
    at,
    lane,
    context,
    measuredAt: reading?.[0] ?? null,
    percent: context === null || window === null ? null : (context / window) * 100,
    sessionCost: lane === null ? null : (lastUntil(lane.cost, at)?.[1] ?? null),
    wait: wait?.for ?? null,
  }
}

/** The newest session that lived then. */
export function laneAt(timeline: SeriesTimeline, at: number): TimelineLane | null {
  let [low, high] = [0, timeline.lanes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((timeline.lanes[middle]?.from ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1
    else high = middle
  }
  const lane = timeline.lanes[low - 1]
  return lane !== undefined && at <= (lane.to ?? timeline.to) ? lane : null
}

/** "3", or "3 ↺" for a session that was resumed. */
export function laneName(lane: Pick<TimelineLane, 'n' | 'mode'>): string {
  return lane.mode === 'resume' ? `${lane.n} ↺` : String(lane.n)
}

function lastUntil<T>(points: readonly [number, T][], at: number): [number, T] | null {
  let [low, high] = [0, points.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.[0] ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1
    else high = middle
  }
  return points[low - 1] ?? null
}
