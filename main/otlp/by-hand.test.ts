import { expect, it } from 'vitest'
import { decode } from './decode.ts'
import type { Encoding, Point, Signal } from './points.ts'
import { bytesOf, message, request, text, textAttribute, type Write } from './test-requests.ts'

/**
 * What the official JavaScript exporters cannot send, written by hand from opentelemetry/proto 1.x, in both encodings:
 * summaries, points without a value, zero thresholds, fields left out, numbers one by one that are packed elsewhere.
 */

const TIME = 1_795_332_169_239_000_001n
const START = 1_795_332_000_000_000_000n

function points(signal: Signal, encoding: Encoding, body: Uint8Array): Point[] {
  const result = decode(signal, encoding, body)
  if (!result.ok) throw new Error(result.why)
  expect(result.value.bad).toEqual({})
  return result.value.groups.flatMap((group) => group.points)
}

const jsonMetrics = (...metrics: object[]) => bytesOf({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] })
const times = { startTimeUnixNano: String(START), timeUnixNano: String(TIME) }
const base = { name: 'm', unit: 'ms', attributes: { a: 'b' }, start: START, time: TIME, noValue: false }

/** A metric whose data is field `data`, with one point. */
function metric(data: number, point: Write): Uint8Array {
  return request([
    (writer) => {
      text(writer, 1, 'm')
      text(writer, 3, 'ms')
      message(writer, data, (points) =>
        message(points, 1, (one) => point(one.tag(2, 1).fixed64(START).tag(3, 1).fixed64(TIME))),
      )
    },
  ])
}

const attributes = [{ key: 'a', value: { stringValue: 'b' } }]

it('reads summaries', () => {
  const quantiles = [0, 0.5, 1].map((quantile) => ({ quantile, value: quantile * 10 - 1 }))
  const inProtobuf = metric(11, (point) => {
    point.tag(4, 1).fixed64(12n).tag(5, 1).double(-3.5)
    for (const { quantile, value } of quantiles) {
      message(point, 6, (writer) => writer.tag(1, 1).double(quantile).tag(2, 1).double(value))
    }
    textAttribute(point, 7, 'a', 'b')
  })
  const data = { ...times, attributes, count: '12', sum: -3.5, quantileValues: quantiles }
  const inJson = jsonMetrics({ name: 'm', unit: 'ms', summary: { dataPoints: [data] } })
  const summary = { kind: 'summary', ...base, count: 12, sum: -3.5, quantiles }
  expect(points('metrics', 'protobuf', inProtobuf)).toEqual([summary])
  expect(points('metrics', 'json', inJson)).toEqual([summary])
})

it('reads histograms without sum and extremes, and their numbers packed and one by one', () => {
  const counts = [1, 2 ** 40, 3]
  const bounds = [-0.5, 1e9]
  const packed: Write = (point) => {
    message(point, 6, (writer) => counts.forEach((count) => writer.fixed64(count)))
    message(point, 7, (writer) => bounds.forEach((bound) => writer.double(bound)))
  }
  const single: Write = (point) => {
    for (const count of counts) point.tag(6, 1).fixed64(count)
    for (const bound of bounds) point.tag(7, 1).double(bound)
  }
  const written = [packed, single].map((write) =>
    metric(9, (point) => {
      point.tag(4, 1).fixed64(2 ** 40 + 4)
      write(point)
      textAttribute(point, 9, 'a', 'b')
    }),
  )
  const figures = { count: 2 ** 40 + 4, sum: null, min: null, max: null, bounds, counts }
  const histogram = { kind: 'histogram', ...base, temporality: 'unspecified', ...figures }
  for (const body of written) expect(points('metrics', 'protobuf', body)).toEqual([histogram])
  const data = {
    ...times,
    attributes,
    count: String(2 ** 40 + 4),
    bucketCounts: counts.map(String),
    explicitBounds: bounds,
  }
  const inJson = jsonMetrics({ name: 'm', unit: 'ms', histogram: { dataPoints: [data] } })
  expect(points('metrics', 'json', inJson)).toEqual([histogram])
})

it('reads exponential histograms with a zero threshold, a negative scale and large counts', () => {
  const inProtobuf = metric(10, (point) => {
    textAttribute(point, 1, 'a', 'b')
    point.tag(4, 1).fixed64(9n).tag(5, 1).double(0).tag(6, 0).sint32(-10).tag(7, 1).fixed64(2n)
    message(point, 8, (side) => {
      side.tag(1, 0).sint32(-1_000_000)
      message(side, 2, (counts) =>
        counts
          .uint64(0)
          .uint64(300)
          .uint64(2n ** 40n),
      )
    })
    message(point, 9, (side) => side.tag(2, 0).uint64(5).tag(2, 0).uint64(6))
    point.tag(12, 1).double(-2).tag(13, 1).double(2).tag(14, 1).double(1e-9)
  })
  const sides = {
    positive: { offset: -1_000_000, counts: [0, 300, 2 ** 40] },
    negative: { offset: 0, counts: [5, 6] },
  }
  const figures = { count: 9, sum: 0, min: -2, max: 2, scale: -10, zeroCount: 2, zeroThreshold: 1e-9 }
  const histogram = { kind: 'exponential-histogram', ...base, temporality: 'cumulative', ...figures, ...sides }
  expect(points('metrics', 'protobuf', inProtobuf)).toEqual([{ ...histogram, temporality: 'unspecified' }])
  const data = {
    ...times,
    attributes,
    ...figures,
    count: '9',
    positive: { offset: -1_000_000, bucketCounts: ['0', 300, '1099511627776'] },
    negative: { bucketCounts: ['5', '6'] },
  }
  const dataPoints = [data]
  for (const aggregationTemporality of [2, 'AGGREGATION_TEMPORALITY_CUMULATIVE']) {
    const inJson = jsonMetrics({ name: 'm', unit: 'ms', exponentialHistogram: { dataPoints, aggregationTemporality } })
    expect(points('metrics', 'json', inJson)).toEqual([histogram])
  }
})

it('takes int64 values of points, and passes exemplars over', () => {
  const inProtobuf = metric(5, (point) => {
    point.tag(6, 1).sfixed64(-42n)
    message(point, 5, (exemplar) => exemplar.tag(3, 1).double(7))
    textAttribute(point, 7, 'a', 'b')
  })
  const data = { ...times, attributes, asInt: '-42', exemplars: [{ asDouble: 7 }] }
  const gauge = { kind: 'gauge', ...base, value: -42 }
  expect(points('metrics', 'protobuf', inProtobuf)).toEqual([gauge])
  expect(points('metrics', 'json', jsonMetrics({ name: 'm', unit: 'ms', gauge: { dataPoints: [data] } }))).toEqual([
    gauge,
  ])
})

it('takes names for enums in JSON, and doubles that JSON has no word for', () => {
  const span = { kind: 'SPAN_KIND_CLIENT', status: { code: 'STATUS_CODE_ERROR' }, traceId: 'AB'.repeat(16) }
  const [point] = points('traces', 'json', bytesOf({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }))
  expect(point).toMatchObject({ spanKind: 3, status: 2, traceId: 'ab'.repeat(16), parentSpanId: '' })
  const record = { severityNumber: 'SEVERITY_NUMBER_WARN2', traceId: '0'.repeat(32) }
  const logs = bytesOf({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] })
  expect(points('logs', 'json', logs)).toMatchObject([{ severity: 14, traceId: '' }])
  const values = ['NaN', 'Infinity', '-Infinity', '1.5'].map((asDouble) => ({ asDouble }))
  expect(points('metrics', 'json', jsonMetrics({ gauge: { dataPoints: values } }))).toMatchObject(
    [Number.NaN, Infinity, -Infinity, 1.5].map((value) => ({ value })),
  )
})

it('takes a field that comes twice as its last, and a message that does as both', () => {
  const twice: Write = (record) => {
    record.tag(2, 0).int32(1).tag(2, 0).int32(9)
    textAttribute(record, 6, 'a', 'first')
    textAttribute(record, 6, 'a', 'last')
    message(record, 5, (any) => text(any, 1, 'text').tag(3, 0).int64(7))
  }
  expect(points('logs', 'protobuf', request([twice]))).toMatchObject([
    { severity: 9, body: 7, attributes: { a: 'last' } },
  ])
})
