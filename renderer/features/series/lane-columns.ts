import type { TimelineLane } from '../../../contract/timeline.ts'

/** What is plotted: one column a figure, lanes one behind the other. Times in ms, context in tokens, cost in USD. */
export interface LaneColumns {
  lanes: readonly TimelineLane[]
  /** Where each lane begins in the columns, and what the sessions before it cost. */
  starts: { context: number; cost: number; before: number }[]
  contextTime: number[]
  /** Null: unknown, or between two sessions. */
  context: (number | null)[]
  costTime: number[]
  /** Cost of the series so far. */
  cost: (number | null)[]
}

export function noColumns(): LaneColumns {
  return { lanes: [], starts: [], contextTime: [], context: [], costTime: [], cost: [] }
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
    columns.contextTime.length = start.context
    columns.context.length = start.context
    columns.costTime.length = start.cost
    columns.cost.length = start.cost
  }
  columns.starts.length = Math.min(columns.starts.length, from)
  for (let index = from; index < lanes.length; index += 1) appendLane(columns, lanes, index, now)
  columns.lanes = lanes
}

function appendLane(columns: LaneColumns, lanes: readonly TimelineLane[], index: number, now: number): void {
  const lane = lanes[index]
  if (lane === undefined) return
  const before = costBefore(columns, lanes, index)
  columns.starts.push({ context: columns.context.length, cost: columns.cost.length, before })
  const end = lane.to ?? now
  const { contextTime, context, costTime, cost } = columns
  for (const [at, used] of lane.context) push(contextTime, context, at, used)
  // A figure holds until the next one or the end; then comes a gap.
  const last = lane.context.at(-1)
  if (last !== undefined) {
    push(contextTime, context, end, last[1])
    push(contextTime, context, end, null)
  }
  // What was paid stays paid, whatever a source says that begins to count anew.
  let paid = cost.at(-1) ?? 0
  for (const [at, usd] of lane.cost) {
    paid = Math.max(paid, before + usd)
    push(costTime, cost, at, paid)
  }
  if (lane.cost.length > 0) push(costTime, cost, end, paid)
}

/** Plots need times that never fall, also where two clocks disagree about the end of one session and the start of the next. */
function push(times: number[], values: (number | null)[], at: number, value: number | null): void {
  times.push(Math.max(at, times.at(-1) ?? at))
  values.push(value)
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

/** Highest value of each of `buckets` stretches of equal time, for a small picture of the whole. */
export function envelope(
  times: readonly number[],
  values: readonly (number | null)[],
  range: { from: number; to: number },
  buckets: number,
): [number[], (number | null)[]] {
  const width = (range.to - range.from) / buckets
  const peaks: (number | null)[] = Array.from({ length: buckets }, () => null)
  const bucketOf = (at: number) => Math.floor((at - range.from) / width)
  for (let index = 0; index < times.length; index += 1) {
    const [at, value, next] = [times[index], values[index], times[index + 1]]
    if (at === undefined || value === undefined || value === null || at < range.from || at > range.to) continue
    // A figure holds until the next one.
    const first = Math.min(buckets - 1, bucketOf(at))
    const last = Math.min(buckets - 1, next === undefined ? first : bucketOf(next))
    for (let bucket = first; bucket <= last; bucket += 1) peaks[bucket] = Math.max(peaks[bucket] ?? 0, value)
  }
  return [peaks.map((_, bucket) => range.from + (bucket + 0.5) * width), peaks]
}
