import { BUCKET_LIMIT } from './limits.ts'
import { exponentialPoint, histogramPoint, type MetricHead, saysNoValue } from './metric-points.ts'
import type { ExponentialHistogramPoint, HistogramPoint } from './points.ts'
import { readAttribute } from './protobuf-common.ts'
import { BIT64, LENGTH, type RequestReader, tagOf, VARINT } from './protobuf-reader.ts'
import { AttributeList } from './values.ts'

/** HistogramDataPoint and ExponentialHistogramDataPoint of opentelemetry/proto/metrics/v1/metrics.proto */
const START = tagOf(2, BIT64)
const TIME = tagOf(3, BIT64)
const COUNT = tagOf(4, BIT64)
const SUM = tagOf(5, BIT64)
const FLAGS = tagOf(10, VARINT)

const HISTOGRAM_ATTRIBUTES = tagOf(9, LENGTH)
const HISTOGRAM_MIN = tagOf(11, BIT64)
const HISTOGRAM_MAX = tagOf(12, BIT64)
const BUCKET_COUNTS = 6
const EXPLICIT_BOUNDS = 7

const EXPONENTIAL_ATTRIBUTES = tagOf(1, LENGTH)
const EXPONENTIAL_MIN = tagOf(12, BIT64)
const EXPONENTIAL_MAX = tagOf(13, BIT64)
const SCALE = tagOf(6, VARINT)
const ZERO_COUNT = tagOf(7, BIT64)
const POSITIVE = tagOf(8, LENGTH)
const NEGATIVE = tagOf(9, LENGTH)
const ZERO_THRESHOLD = tagOf(14, BIT64)
const BUCKETS_OFFSET = tagOf(1, VARINT)
const BUCKETS_COUNTS = 2

export function readHistogram(reader: RequestReader, end: number, head: MetricHead): HistogramPoint {
  const attributes = new AttributeList()
  const point = histogramPoint(head, attributes.map)
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === HISTOGRAM_ATTRIBUTES) readAttribute(reader, end, attributes)
    else if (readFigures(reader, tag, point)) continue
    else if (tag === HISTOGRAM_MIN) point.min = reader.double()
    else if (tag === HISTOGRAM_MAX) point.max = reader.double()
    else if (tag >>> 3 === BUCKET_COUNTS) readNumbers(reader, end, tag, BIT64, point.counts, () => reader.count64())
    else if (tag >>> 3 === EXPLICIT_BOUNDS) readNumbers(reader, end, tag, BIT64, point.bounds, () => reader.double())
    else reader.pass(tag)
  }
  return point
}

export function readExponential(reader: RequestReader, end: number, head: MetricHead): ExponentialHistogramPoint {
  const attributes = new AttributeList()
  const point = exponentialPoint(head, attributes.map)
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === EXPONENTIAL_ATTRIBUTES) readAttribute(reader, end, attributes)
    else if (readFigures(reader, tag, point)) continue
    else if (tag === EXPONENTIAL_MIN) point.min = reader.double()
    else if (tag === EXPONENTIAL_MAX) point.max = reader.double()
    else if (tag === SCALE) point.scale = reader.sint32()
    else if (tag === ZERO_COUNT) point.zeroCount = reader.count64()
    else if (tag === ZERO_THRESHOLD) point.zeroThreshold = reader.double()
    else if (tag === POSITIVE) readBuckets(reader, end, point.positive)
    else if (tag === NEGATIVE) readBuckets(reader, end, point.negative)
    else reader.pass(tag)
  }
  return point
}

/** What both kinds number alike; false: `tag` is none of it. */
function readFigures(reader: RequestReader, tag: number, point: HistogramPoint | ExponentialHistogramPoint): boolean {
  if (tag === START) point.start = reader.nanoseconds()
  else if (tag === TIME) point.time = reader.nanoseconds()
  else if (tag === COUNT) point.count = reader.count64()
  else if (tag === SUM) point.sum = reader.double()
  else if (tag === FLAGS) point.noValue = saysNoValue(reader.uint32())
  else return false
  return true
}

function readBuckets(reader: RequestReader, limit: number, buckets: { offset: number; counts: number[] }): void {
  const end = reader.enter(limit)
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === BUCKETS_OFFSET) buckets.offset = reader.sint32()
    else if (tag >>> 3 === BUCKETS_COUNTS)
      readNumbers(reader, end, tag, VARINT, buckets.counts, () => Number(reader.uint64()))
    else reader.pass(tag)
  }
  reader.leave(end)
}

/** A repeated number, packed or one by one, added to `numbers`. */
function readNumbers(
  reader: RequestReader,
  limit: number,
  tag: number,
  wire: number,
  numbers: number[],
  read: () => number,
): void {
  if ((tag & 7) === wire) numbers.push(read())
  else if ((tag & 7) === LENGTH) {
    const end = reader.enter(limit)
    while (reader.pos < end && numbers.length <= BUCKET_LIMIT) numbers.push(read())
    if (numbers.length <= BUCKET_LIMIT) reader.leave(end)
  } else reader.pass(tag)
  if (numbers.length > BUCKET_LIMIT) throw new RangeError('more buckets than any histogram has')
}
