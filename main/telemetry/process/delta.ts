import type { MetricPoint, Point } from '../../otlp/points.ts'
import type { StepCounter } from './counter.ts'
import { type Mark, placeMark, type Step } from './cumulative.ts'
import { cover, type Interval, NO_COVERAGE } from './intervals.ts'
import type { StreamStates } from './stream-states.ts'

/** What a metric's point adds. `count`: measurements of a histogram, else 1. `last`: a level, which replaces the one before. */
export interface Increment {
  count: number
  value: number
  last: boolean
}

/**
 * What is new by a metric's point of the stream `key`, whose state is loaded; `redundant`, and counted why, if nothing is.
 * Null: a record or a span, which adds itself.
 */
export function incrementOf(
  point: Point,
  key: string,
  states: StreamStates,
  counter: StepCounter,
): Increment | 'redundant' | null {
  counter.in += 1
  if (point.kind === 'log' || point.kind === 'span') {
    counter.out += 1
    return null
  }
  const increment = isLevel(point) ? level(point, key, states) : counted(point, key, states)
  if (typeof increment === 'string') {
    counter.drop(increment)
    return 'redundant'
  }
  counter.out += 1
  return increment
}

/** A sum that may fall says how much there is of something, as a gauge does; as deltas it says changes. */
function isLevel(point: MetricPoint): boolean {
  return point.kind === 'gauge' || (point.kind === 'sum' && !point.monotonic && point.temporality === 'cumulative')
}

function level(point: MetricPoint, key: string, states: StreamStates): Increment | string {
  const before = states.get(key)
  if (before?.kind === 'gauge' && before.time > point.time) return 'out-of-order'
  states.put(key, { kind: 'gauge', time: point.time }, false)
  return { count: 1, value: 'value' in point ? point.value : 0, last: true }
}

function counted(point: MetricPoint, key: string, states: StreamStates): Increment | string {
  const before = states.get(key)
  const figures = figuresOf(point)
  const isDelta = point.kind !== 'gauge' && point.kind !== 'summary' && point.temporality === 'delta'
  const step = isDelta
    ? stepOfDelta(point, figures, key, states)
    : stepOfCumulative({ time: point.time, ...figures }, point.start === point.time, key, states)
  if (typeof step === 'string') return step
  const isNew = step.main !== 0 || step.side !== 0
  // The first of a stream passes at zero, so that its name is known.
  if (!isNew && before !== null) return 'unchanged'
  if (point.kind === 'sum') return { count: 1, value: step.main, last: false }
  return { count: step.main, value: step.side, last: false }
}

/**
 * `isBase`: a point of no duration. With it, by the specification, a writer that does not know since when it counts, such as a
 * relay that began anew, says where it goes on from.
 */
function stepOfCumulative(mark: Mark, isBase: boolean, key: string, states: StreamStates): Step | string {
  const before = states.get(key)
  if (before === null && isBase) {
    states.put(key, { kind: 'cumulative', marks: [mark] }, true)
    return { main: 0, side: 0 }
  }
  const marks = before?.kind === 'cumulative' ? before.marks : []
  const placed = placeMark(marks, mark)
  if (placed === null) return 'out-of-order'
  const newest = marks.at(-1)
  const isSame = newest !== undefined && newest.main === mark.main && newest.side === mark.side
  states.put(key, { kind: 'cumulative', marks: placed.marks }, !isSame)
  return placed.step
}

function stepOfDelta(point: MetricPoint, figures: Step, key: string, states: StreamStates): Step | string {
  const before = states.get(key)
  const coverage = before?.kind === 'delta' ? before.coverage : NO_COVERAGE
  // Without a start, or with one that is none, all that is known is that it came by then.
  const start = point.start === 0n || point.start >= point.time ? point.time - 1n : point.start
  const interval: Interval = { start, end: point.time, ...figures }
  const rises = point.kind !== 'sum' || point.monotonic
  const covered = cover(coverage, interval, rises)
  if (typeof covered === 'string') return covered
  const { coverage: now, step } = covered
  const isEmpty = figures.main === 0 && figures.side === 0 && step.main === 0
  states.put(key, { kind: 'delta', coverage: now }, !isEmpty)
  return step
}

function figuresOf(point: MetricPoint): Step {
  if (point.kind === 'gauge' || point.kind === 'sum') return { main: point.value, side: 0 }
  return { main: point.count, side: point.sum ?? 0 }
}
