import { expect, test } from 'vitest'
import type { ExponentialHistogramPoint, Point, SummaryPoint } from '../../otlp/points.ts'
import { gauge, histogram, log, nanoseconds, NOW, span, sum } from './points-for-tests.ts'
import { timeOf, whyUnusable } from './validate.ts'

const DAY = 86_400

function exponential(change: Partial<ExponentialHistogramPoint> = {}): ExponentialHistogramPoint {
  const { bounds: _bounds, counts: _counts, ...base } = histogram({ count: 6 })
  const buckets = { scale: 1, zeroCount: 1, zeroThreshold: 0 }
  const sides = { positive: { offset: 0, counts: [2, 1] }, negative: { offset: 0, counts: [2] } }
  return { ...base, kind: 'exponential-histogram', ...buckets, ...sides, ...change }
}

function summary(change: Partial<SummaryPoint> = {}): SummaryPoint {
  const { kind: _kind, value: _value, ...base } = gauge()
  return { ...base, kind: 'summary', count: 3, sum: 30, quantiles: [], ...change }
}

test.each<[string, Point]>([
  ['a sum', sum()],
  ['a falling sum that may fall', sum({ value: -3, monotonic: false })],
  ['a gauge below zero', gauge({ value: -3 })],
  ['a histogram', histogram()],
  ['a histogram without buckets', histogram({ bounds: [], counts: [] })],
  ['a histogram without a sum', histogram({ sum: null })],
  ['an exponential histogram', exponential()],
  ['a summary', summary()],
  ['a record', log()],
  ['a record that has only been observed', log({ time: 0n })],
  ['a record of a trace', log({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) })],
  ['a span', span()],
  ['what is as old as may be', sum({ time: nanoseconds(-30 * DAY) })],
  ['what is as far ahead as may be', sum({ time: nanoseconds(DAY) })],
])('takes %s', (_what, point) => {
  expect(whyUnusable(point, NOW)).toBeNull()
})

test.each<[string, Point]>([
  ['no-name', sum({ name: '' })],
  ['no-name', span({ name: '' })],
  ['no-time', sum({ time: 0n })],
  ['no-time', log({ time: 0n, observed: 0n })],
  ['no-time', span({ start: 0n, end: 0n })],
  ['too-old', sum({ time: nanoseconds(-30 * DAY - 1) })],
  ['too-old', log({ time: 1_000_000_000n })],
  ['in-the-future', log({ time: nanoseconds(DAY + 1) })],
  ['in-the-future', sum({ time: 2n ** 64n - 1n })],
  ['attributes-too-long', log({ attributes: { body: 'x'.repeat(524_288) } })],
  ['not-a-number', sum({ value: Number.NaN })],
  ['not-a-number', gauge({ value: Number.POSITIVE_INFINITY })],
  ['not-a-number', histogram({ sum: Number.NaN })],
  ['not-a-number', histogram({ count: 1.5 })],
  ['not-a-number', summary({ sum: Number.NEGATIVE_INFINITY })],
  ['out-of-range', sum({ value: 1e101 })],
  ['out-of-range', histogram({ count: 2 ** 41, bounds: [], counts: [] })],
  ['negative-sum', sum({ value: -1 })],
  ['negative-sum', sum({ value: -1, temporality: 'cumulative' })],
  ['negative-count', histogram({ count: -1 })],
  ['negative-count', summary({ count: -1 })],
  ['no-temporality', sum({ temporality: 'unspecified' })],
  ['no-temporality', exponential({ temporality: 'unspecified' })],
  ['bad-buckets', histogram({ counts: [1, 2, 0] })],
  ['bad-buckets', histogram({ counts: [1, 1] })],
  ['bad-buckets', histogram({ counts: [-1, 4] })],
  ['bad-buckets', histogram({ bounds: [2, 1], counts: [1, 1, 1] })],
  ['bad-buckets', histogram({ bounds: [Number.NaN, 1], counts: [1, 1, 1] })],
  ['bad-buckets', histogram({ bounds: [1], counts: [] })],
  ['bad-buckets', exponential({ count: 5 })],
  ['bad-trace-id', span({ traceId: 'a'.repeat(30) })],
  ['bad-trace-id', span({ traceId: '0'.repeat(32) })],
  ['bad-trace-id', log({ traceId: 'zz' })],
  ['bad-span-id', span({ spanId: '' })],
  ['bad-span-id', log({ spanId: 'b'.repeat(15) })],
  ['says-nothing', gauge({ noValue: true, value: Number.NaN })],
])('refuses for %s', (why, point) => {
  expect(whyUnusable(point, NOW)).toBe(why)
})

test('tells when a point happened', () => {
  expect(timeOf(sum({ time: nanoseconds(1.5) }))).toBe(NOW + 1_500)
  expect(timeOf(log({ time: 0n, observed: nanoseconds(2) }))).toBe(NOW + 2_000)
  expect(timeOf(span({ end: nanoseconds(3) }))).toBe(NOW + 3_000)
  expect(timeOf(span({ start: nanoseconds(1), end: 0n }))).toBe(NOW + 1_000)
})
