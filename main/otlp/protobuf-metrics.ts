import { gaugePoint, type MetricHead, saysNoValue, sumPoint, temporalityOf } from './metric-points.ts'
import type { GaugePoint, MetricPoint, Point, SumPoint, Temporality } from './points.ts'
import { readAttribute } from './protobuf-common.ts'
import { readExponential, readHistogram } from './protobuf-histograms.ts'
import { BIT64, LENGTH, type RequestReader, tagOf, VARINT } from './protobuf-reader.ts'
import { readSummary } from './protobuf-summaries.ts'
import { AttributeList } from './values.ts'

/** Metric of opentelemetry/proto/metrics/v1/metrics.proto */
const NAME = tagOf(1, LENGTH)
const UNIT = tagOf(3, LENGTH)
const GAUGE = tagOf(5, LENGTH)
const SUM = tagOf(7, LENGTH)
const HISTOGRAM = tagOf(9, LENGTH)
const EXPONENTIAL_HISTOGRAM = tagOf(10, LENGTH)
const SUMMARY = tagOf(11, LENGTH)

/** The five kinds of data have one shape; what a kind has not, its senders do not send. */
const DATA_POINTS = tagOf(1, LENGTH)
const DATA_TEMPORALITY = tagOf(2, VARINT)
const DATA_MONOTONIC = tagOf(3, VARINT)

/** NumberDataPoint */
const START = tagOf(2, BIT64)
const TIME = tagOf(3, BIT64)
const AS_DOUBLE = tagOf(4, BIT64)
const AS_INT = tagOf(6, BIT64)
const ATTRIBUTES = tagOf(7, LENGTH)
const FLAGS = tagOf(8, VARINT)

/** Reads a data point that ends at `end`; null: it should hold a value and does not. */
export type ReadDataPoint = (reader: RequestReader, end: number, head: MetricHead) => MetricPoint | null

const READ_POINT: ReadonlyMap<number, ReadDataPoint> = new Map<number, ReadDataPoint>([
  [GAUGE, (reader, end, head) => readNumber(reader, end, gaugePoint, head)],
  [SUM, (reader, end, head) => readNumber(reader, end, sumPoint, head)],
  [HISTOGRAM, readHistogram],
  [EXPONENTIAL_HISTOGRAM, readExponential],
  [SUMMARY, readSummary],
])

/** A Metric that ends at `end`. */
export function readMetric(reader: RequestReader, end: number, points: Point[]): void {
  const before = points.length
  if (reader.tally.admitFrame()) {
    try {
      readData(reader, end, points)
    } catch {
      points.length = before
      reader.tally.fault('unreadable-metric')
    }
  }
  reader.pos = end
}

function readData(reader: RequestReader, end: number, points: Point[]): void {
  const head: MetricHead = { name: '', unit: '' }
  // On the wire the data may come before the name that its points carry.
  let data: { read: ReadDataPoint; from: number; end: number } | null = null
  while (reader.pos < end) {
    const tag = reader.uint32()
    const read = READ_POINT.get(tag)
    if (tag === NAME) head.name = reader.text()
    else if (tag === UNIT) head.unit = reader.text()
    else if (read !== undefined) {
      const dataEnd = reader.enter(end)
      data = { read, from: reader.pos, end: dataEnd }
      reader.pos = dataEnd
    } else reader.pass(tag)
  }
  reader.leave(end)
  if (data === null) return
  reader.pos = data.from
  readDataPoints(reader, data.end, data.read, head, points)
}

function readDataPoints(
  reader: RequestReader,
  end: number,
  read: ReadDataPoint,
  head: MetricHead,
  points: Point[],
): void {
  const first = points.length
  let temporality: Temporality = 'unspecified'
  let monotonic = false
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === DATA_POINTS) readDataPoint(reader, reader.enter(end), read, head, points)
    else if (tag === DATA_TEMPORALITY) temporality = temporalityOf(reader.int32())
    else if (tag === DATA_MONOTONIC) monotonic = reader.bool()
    else reader.pass(tag)
  }
  reader.leave(end)
  for (let at = first; at < points.length; at++) {
    const point = points[at]
    if (point === undefined) continue
    if ('temporality' in point) point.temporality = temporality
    if (point.kind === 'sum') point.monotonic = monotonic
  }
}

function readDataPoint(
  reader: RequestReader,
  end: number,
  read: ReadDataPoint,
  head: MetricHead,
  points: Point[],
): void {
  if (reader.tally.admit()) {
    try {
      const point = read(reader, end, head)
      reader.leave(end)
      if (point === null) reader.tally.count('no-value')
      else points.push(point)
    } catch {
      reader.tally.fault('unreadable-point')
    }
  }
  reader.pos = end
}

function readNumber<P extends GaugePoint | SumPoint>(
  reader: RequestReader,
  end: number,
  make: (head: MetricHead, attributes: P['attributes']) => P,
  head: MetricHead,
): P | null {
  const attributes = new AttributeList()
  const point = make(head, attributes.map)
  let valued = false
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === ATTRIBUTES) readAttribute(reader, end, attributes)
    else if (tag === START) point.start = reader.nanoseconds()
    else if (tag === TIME) point.time = reader.nanoseconds()
    else if (tag === AS_DOUBLE) {
      point.value = reader.double()
      valued = true
    } else if (tag === AS_INT) {
      point.value = Number(reader.sfixed64())
      valued = true
    } else if (tag === FLAGS) point.noValue = saysNoValue(reader.uint32())
    else reader.pass(tag)
  }
  return valued || point.noValue ? point : null
}
