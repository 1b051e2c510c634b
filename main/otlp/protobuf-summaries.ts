import { BUCKET_LIMIT } from './limits.ts'
import { type MetricHead, saysNoValue, summaryPoint } from './metric-points.ts'
import type { SummaryPoint } from './points.ts'
import { readAttribute } from './protobuf-common.ts'
import { BIT64, LENGTH, type RequestReader, tagOf, VARINT } from './protobuf-reader.ts'
import { AttributeList } from './values.ts'

/** SummaryDataPoint of opentelemetry/proto/metrics/v1/metrics.proto */
const START = tagOf(2, BIT64)
const TIME = tagOf(3, BIT64)
const COUNT = tagOf(4, BIT64)
const SUM = tagOf(5, BIT64)
const QUANTILES = tagOf(6, LENGTH)
const ATTRIBUTES = tagOf(7, LENGTH)
const FLAGS = tagOf(8, VARINT)
const QUANTILE = tagOf(1, BIT64)
const QUANTILE_VALUE = tagOf(2, BIT64)

export function readSummary(reader: RequestReader, end: number, head: MetricHead): SummaryPoint {
  const attributes = new AttributeList()
  const point = summaryPoint(head, attributes.map)
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === ATTRIBUTES) readAttribute(reader, end, attributes)
    else if (tag === START) point.start = reader.nanoseconds()
    else if (tag === TIME) point.time = reader.nanoseconds()
    else if (tag === COUNT) point.count = reader.count64()
    else if (tag === SUM) point.sum = reader.double()
    else if (tag === QUANTILES) readQuantile(reader, end, point.quantiles)
    else if (tag === FLAGS) point.noValue = saysNoValue(reader.uint32())
    else reader.pass(tag)
  }
  return point
}

function readQuantile(reader: RequestReader, limit: number, quantiles: SummaryPoint['quantiles']): void {
  const end = reader.enter(limit)
  const read = { quantile: 0, value: 0 }
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === QUANTILE) read.quantile = reader.double()
    else if (tag === QUANTILE_VALUE) read.value = reader.double()
    else reader.pass(tag)
  }
  reader.leave(end)
  if (quantiles.length >= BUCKET_LIMIT) throw new RangeError('more quantiles than any summary has')
  quantiles.push(read)
}
