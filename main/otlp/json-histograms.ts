import { attributesOf } from './json-common.ts'
import { isObject, type JsonObject, type JsonReader, WrongShape } from './json-reader.ts'
import { BUCKET_LIMIT } from './limits.ts'
import { exponentialPoint, histogramPoint, type MetricHead, saysNoValue, summaryPoint } from './metric-points.ts'
import type { ExponentialHistogramPoint, HistogramPoint, MetricPoint, SummaryPoint } from './points.ts'

export function histogramOf(reader: JsonReader, head: MetricHead, value: JsonObject): HistogramPoint {
  const point = histogramPoint(head, attributesOf(reader, value['attributes']).map)
  readFrame(reader, value, point)
  readSpread(reader, value, point)
  point.counts = bounded(reader, value['bucketCounts'], (count) => reader.count(count))
  point.bounds = bounded(reader, value['explicitBounds'], (bound) => reader.double(bound))
  return point
}

export function exponentialOf(reader: JsonReader, head: MetricHead, value: JsonObject): ExponentialHistogramPoint {
  const point = exponentialPoint(head, attributesOf(reader, value['attributes']).map)
  readFrame(reader, value, point)
  readSpread(reader, value, point)
  point.scale = reader.count(value['scale'])
  point.zeroCount = reader.count(value['zeroCount'])
  point.zeroThreshold = reader.double(value['zeroThreshold'])
  point.positive = bucketsOf(reader, value['positive'])
  point.negative = bucketsOf(reader, value['negative'])
  return point
}

export function summaryOf(reader: JsonReader, head: MetricHead, value: JsonObject): SummaryPoint {
  const point = summaryPoint(head, attributesOf(reader, value['attributes']).map)
  readFrame(reader, value, point)
  point.count = reader.count(value['count'])
  point.sum = reader.double(value['sum'])
  point.quantiles = bounded(reader, value['quantileValues'], (entry) => {
    const quantile = reader.object(entry)
    return { quantile: reader.double(quantile['quantile']), value: reader.double(quantile['value']) }
  })
  return point
}

function readFrame(reader: JsonReader, value: JsonObject, point: MetricPoint): void {
  point.start = reader.nanoseconds(value['startTimeUnixNano'])
  point.time = reader.nanoseconds(value['timeUnixNano'])
  point.noValue = saysNoValue(reader.count(value['flags']))
}

function readSpread(reader: JsonReader, value: JsonObject, point: HistogramPoint | ExponentialHistogramPoint): void {
  point.count = reader.count(value['count'])
  point.sum = reader.optionalDouble(value['sum'])
  point.min = reader.optionalDouble(value['min'])
  point.max = reader.optionalDouble(value['max'])
}

/** The buckets of one side of an exponential histogram. */
function bucketsOf(reader: JsonReader, value: unknown): { offset: number; counts: number[] } {
  if (!isObject(value)) return { offset: 0, counts: [] }
  const counts = bounded(reader, value['bucketCounts'], (count) => reader.count(count))
  return { offset: reader.count(value['offset']), counts }
}

function bounded<T>(reader: JsonReader, value: unknown, read: (entry: unknown) => T): T[] {
  const list = reader.list(value)
  if (list.length > BUCKET_LIMIT) throw new WrongShape('more buckets than any histogram has')
  return list.map(read)
}
