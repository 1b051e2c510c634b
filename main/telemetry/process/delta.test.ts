import { expect, test } from 'vitest'
import type { Point, SummaryPoint } from '../../otlp/points.ts'
import { StepCounter } from './counter.ts'
import { incrementOf } from './delta.ts'
import { gauge, histogram, log, nanoseconds, span, sum } from './points-for-tests.ts'
import { StreamStates } from './stream-states.ts'

function run(points: Point[]) {
  const counter = new StepCounter('delta')
  const states = new StreamStates({ ledger: { streams: () => Promise.resolve([]) }, now: () => 1_000 })
  const increments = points.map((point) => incrementOf(point, 'k', states, counter))
  return { increments, view: counter.view(), written: states.changed() }
}

const at = (seconds: number) => ({ time: nanoseconds(seconds) })

test('makes increments of a counter', () => {
  const cumulative = { temporality: 'cumulative' } as const
  const { increments, view } = run([
    sum({ ...cumulative, ...at(1), value: 5 }),
    sum({ ...cumulative, ...at(2), value: 5 }),
    sum({ ...cumulative, ...at(3), value: 9 }),
    sum({ ...cumulative, ...at(2.5), value: 7 }),
    sum({ ...cumulative, ...at(3), value: 9 }),
  ])
  expect(increments).toEqual([
    { count: 1, value: 5, last: false },
    'redundant',
    { count: 1, value: 4, last: false },
    'redundant',
    'redundant',
  ])
  expect(view).toEqual({ step: 'delta', in: 5, out: 2, dropped: { unchanged: 2, 'out-of-order': 1 } })
})

test('passes the first of a stream at zero, so that its name is known', () => {
  const { increments, written } = run([sum({ temporality: 'cumulative', value: 0 })])
  expect(increments).toEqual([{ count: 1, value: 0, last: false }])
  expect(written).toHaveLength(1)
})

test('goes on from where a writer says that it does, when that does not know since when it counts', () => {
  const start = nanoseconds(1)
  const { increments } = run([
    sum({ temporality: 'cumulative', start, ...at(1), value: 500 }),
    sum({ temporality: 'cumulative', start, ...at(2), value: 507 }),
  ])
  expect(increments).toMatchObject([{ value: 0 }, { value: 7 }])
})

test('counts a first value in full where no start is given', () => {
  expect(run([sum({ temporality: 'cumulative', start: 0n, value: 5 })]).increments).toMatchObject([{ value: 5 }])
})

test('remembers that a counter fell to nothing', () => {
  const { written } = run([
    sum({ temporality: 'cumulative', ...at(1), value: 5 }),
    sum({ temporality: 'cumulative', ...at(2), value: 0 }),
  ])
  expect(written[0]?.body.split(';')).toHaveLength(2)
})

test('counts deltas once each', () => {
  const { increments, view } = run([
    sum({ start: nanoseconds(0), ...at(10), value: 5 }),
    sum({ start: nanoseconds(5), ...at(8), value: 2 }),
    sum({ start: nanoseconds(0), ...at(20), value: 8 }),
  ])
  expect(increments).toMatchObject([{ value: 5 }, 'redundant', { value: 3 }])
  expect(view.dropped).toEqual({ overlap: 1 })
})

test('takes a delta without a start for what came by its time', () => {
  const { increments } = run([
    sum({ start: 0n, ...at(10), value: 5 }),
    sum({ start: 0n, ...at(20), value: 6 }),
    sum({ start: nanoseconds(30), ...at(30), value: 7 }),
  ])
  expect(increments).toMatchObject([{ value: 5 }, { value: 6 }, { value: 7 }])
})

test('gives count and sum of histograms, as deltas and as counters', () => {
  const delta = run([histogram({ ...at(1) }), histogram({ start: nanoseconds(1), ...at(2), count: 1, sum: null })])
  expect(delta.increments).toEqual([
    { count: 3, value: 30, last: false },
    { count: 1, value: 0, last: false },
  ])
  const temporality = 'cumulative'
  const counter = run([
    histogram({ ...at(1), temporality }),
    histogram({ ...at(2), temporality, count: 5, sum: 70 }),
    histogram({ ...at(3), temporality, count: 2, sum: 12 }),
  ])
  expect(counter.increments).toEqual([
    { count: 3, value: 30, last: false },
    { count: 2, value: 40, last: false },
    { count: 2, value: 12, last: false },
  ])
})

test('takes a summary for a counter', () => {
  const { kind: _kind, value: _value, ...base } = gauge()
  const summary = (change: Partial<SummaryPoint>): SummaryPoint => {
    return { ...base, kind: 'summary', count: 3, sum: 30, quantiles: [], ...change }
  }
  const { increments } = run([summary(at(1)), summary({ ...at(2), count: 4, sum: 34 })])
  expect(increments[1]).toEqual({ count: 1, value: 4, last: false })
})

test('lets the newest of a gauge stand, and of a counter that may fall', () => {
  const level = (seconds: number, value: number) =>
    sum({ temporality: 'cumulative', monotonic: false, ...at(seconds), value })
  const { increments, view, written } = run([level(1, 5), level(3, 2), level(2, 9)])
  expect(increments).toEqual([{ count: 1, value: 5, last: true }, { count: 1, value: 2, last: true }, 'redundant'])
  expect(view.dropped).toEqual({ 'out-of-order': 1 })
  expect(run([gauge({ ...at(1), value: -4 })]).increments).toEqual([{ count: 1, value: -4, last: true }])
  // Once, as the first of its day.
  expect(written).toHaveLength(0)
})

test('lets records and spans pass as they are', () => {
  const { increments, view } = run([log(), span()])
  expect(increments).toEqual([null, null])
  expect(view).toEqual({ step: 'delta', in: 2, out: 2, dropped: {} })
})
