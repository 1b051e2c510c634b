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

/** Context and cost figures a lane that the plot can show without the answer growing beyond what a page takes at once. */
export function pointsFor(sessions: number): number {
  const [total, least, most] = [40_000, 200, 1_000]
  return Math.min(most, Math.max(least, Math.floor(total / Math.max(1, sessions))))
}
