import type { TimelineLane } from '../../../contract/timeline.ts'
import type { Span } from './viewport.ts'

/** Figures over time as a plot takes them: times in ms that never fall. Null: unknown, or between two sessions. */
export interface Track {
  time: number[]
  value: (number | null)[]
}

/** What is plotted: the lanes one behind the other, and the same with a few figures a lane, for a view of very many. */
export interface LaneColumns {
  lanes: readonly TimelineLane[]
  starts: Start[]
  /** Tokens. */
  context: Track
  /** USD of the series so far. */
  cost: Track
  coarse: { context: Track; cost: Track }
}

/** Where a lane begins in each track, and what the sessions before it cost. */
interface Start {
  lengths: number[]
  before: number
}

/** More figures a pixel than this: the few a lane show the same, and are drawn in no time. */
const FIGURES_PER_PIXEL = 40

export function noColumns(): LaneColumns {
  const track = (): Track => ({ time: [], value: [] })
  return { lanes: [], starts: [], context: track(), cost: track(), coarse: { context: track(), cost: track() } }
}

/**
 * Brings the columns up to date in place: only from the first lane on that is another object, or that lives and so reaches
 * further now. `now`: ms, the end of the timeline.
 */
export function updateColumns(columns: LaneColumns, lanes: readonly TimelineLane[], now: number): void {
  let from = 0
  while (from < lanes.length && lanes[from] === columns.lanes[from] && lanes[from]?.to !== null) from += 1
  const start = columns.starts[from]
  if (start !== undefined) {
    tracksOf(columns).forEach((track, index) => {
      track.time.length = start.lengths[index] ?? 0
      track.value.length = start.lengths[index] ?? 0
    })
  }
  columns.starts.length = Math.min(columns.starts.length, from)
  for (let index = from; index < lanes.length; index += 1) appendLane(columns, lanes, index, now)
  columns.lanes = lanes
}

function tracksOf({ context, cost, coarse }: LaneColumns): Track[] {
  return [context, cost, coarse.context, coarse.cost]
}

function appendLane(columns: LaneColumns, lanes: readonly TimelineLane[], index: number, now: number): void {
  const lane = lanes[index]
  if (lane === undefined) return
  const before = costBefore(columns, lanes, index)
  columns.starts.push({ lengths: tracksOf(columns).map((track) => track.time.length), before })
  const end = lane.to ?? now
  appendContext(columns.context, lane.context, end)
  appendContext(columns.coarse.context, outline(lane.context), end)
  // What was paid stays paid, whatever a source says that begins to count anew.
  let paid = columns.cost.value.at(-1) ?? 0
  const costs = lane.cost.map(([at, usd]): [number, number] => [at, (paid = Math.max(paid, before + usd))])
  for (const [at, usd] of costs) push(columns.cost, at, usd)
  for (const [at, usd] of costs.slice(0, 1)) push(columns.coarse.cost, at, usd)
  if (costs.length === 0) return
  push(columns.cost, end, paid)
  push(columns.coarse.cost, end, paid)
}

/** A figure holds until the next one or the end; then comes a gap. */
function appendContext(track: Track, points: readonly [number, number | null][], end: number): void {
  for (const [at, used] of points) push(track, at, used)
  const last = points.at(-1)
  if (last === undefined) return
  push(track, end, last[1])
  push(track, end, null)
}

/** The first known figure, the highest and the last: the shape of a lane that is a pixel wide. */
function outline(points: readonly [number, number | null][]): [number, number | null][] {
  const first = points.find(([, used]) => used !== null)
  const last = points.at(-1)
  if (first === undefined || last === undefined) return points.slice(0, 1)
  let peak = first
  for (const point of points) if ((point[1] ?? -1) > (peak[1] ?? -1)) peak = point
  return [...new Set([first, peak, last])]
}

/** Plots need times that never fall, also where two clocks disagree about the end of one session and the start of the next. */
function push(track: Track, at: number, value: number | null): void {
  track.time.push(Math.max(at, track.time.at(-1) ?? at))
  track.value.push(value)
}

/** A resumed session goes on counting where it stopped; only another session adds to what was paid before. */
function costBefore(columns: LaneColumns, lanes: readonly TimelineLane[], index: number): number {
  const [lane, previous, start] = [lanes[index], lanes[index - 1], columns.starts[index - 1]]
  if (lane === undefined || previous === undefined || start === undefined) return 0
  if (previous.sessionId === lane.sessionId) return start.before
  let paid = 0
  for (let back = index - 1; back >= 0 && lanes[back]?.sessionId === previous.sessionId; back -= 1) {
    paid = Math.max(paid, lanes[back]?.cost.at(-1)?.[1] ?? 0)
  }
  return start.before + paid
}

/** The track to draw of a view that is `width` pixels wide. */
export function trackFor(fine: Track, coarse: Track, view: Span, width: number): Track {
  const figures = indexAt(fine.time, view.to) - indexAt(fine.time, view.from)
  return figures > FIGURES_PER_PIXEL * Math.max(1, width) ? coarse : fine
}

/** The newest figure at or before `at`; null: none, or unknown. */
export function valueAt({ time, value }: Track, at: number): number | null {
  return value[indexAt(time, at) - 1] ?? null
}

/** How many of the times are at or before `at`. */
function indexAt(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1
    else high = middle
  }
  return low
}
