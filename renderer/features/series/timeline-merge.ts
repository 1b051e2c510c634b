import type { SeriesTimeline } from '../../../contract/timeline.ts'

/**
 * Lays the answer to `series.timeline` with `fromSession` over what the page has. Lanes before that session stay the same
 * objects, so that what was made of them is not made anew.
 */
export function mergeTimeline(old: SeriesTimeline, fresh: SeriesTimeline, fromSession: number): SeriesTimeline {
  if (old.seriesId !== fresh.seriesId || fresh.seq < old.seq) return old.seriesId === fresh.seriesId ? old : fresh
  const first = fresh.lanes[0]
  const kept = old.lanes.filter((lane) => lane.n < fromSession)
  // Without a lane it says nothing of what was before: only where the series stands.
  if (first === undefined && kept.length < old.lanes.length) {
    return { ...old, status: fresh.status, to: fresh.to, seq: fresh.seq }
  }
  const since = fromSession <= 1 ? Number.NEGATIVE_INFINITY : (first?.from ?? old.to)
  const told = new Set(fresh.waits.map((wait) => wait.from))
  return {
    ...fresh,
    from: Math.min(old.from, fresh.from),
    lanes: [...kept, ...fresh.lanes],
    marks: [
      ...old.marks.filter((mark) => mark.at < since),
      ...fresh.marks.filter((mark) => mark.at >= since || fromSession <= 1),
    ],
    waits: [...old.waits.filter((wait) => wait.from < since && !told.has(wait.from)), ...fresh.waits],
  }
}

/** The session from which on a page asks anew: what may have changed, and whatever came after it. */
export function refreshFrom(timeline: SeriesTimeline): number {
  return Math.max(1, timeline.lanes.at(-1)?.n ?? 1)
}

/** Figures of a whole timeline: an answer of some 2 MB, which a page reads and draws in well under a second. */
const MOST_FIGURES = 40_000
/** A lane of so few still has its shape and its peak, ten lanes side by side on a usual screen. */
const FEWEST_A_LANE = 40
/** More than a lane alone on a wide screen can show. */
const MOST_A_LANE = 1_000

/** How many context and cost figures a lane are asked for. */
export function pointsFor(sessions: number): number {
  return Math.min(MOST_A_LANE, Math.max(FEWEST_A_LANE, Math.floor(MOST_FIGURES / Math.max(1, sessions))))
}
