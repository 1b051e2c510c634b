import { attributesOf } from './json-common.ts'
import { exponentialOf, histogramOf, summaryOf } from './json-histograms.ts'
import { isAbsent, type JsonObject, type JsonReader } from './json-reader.ts'
import { gaugePoint, type MetricHead, saysNoValue, sumPoint, temporalityOf } from './metric-points.ts'
import type { Attributes, GaugePoint, MetricPoint, Point, SumPoint } from './points.ts'

const TEMPORALITIES: ReadonlyMap<string, number> = new Map([
  ['AGGREGATION_TEMPORALITY_UNSPECIFIED', 0],
  ['AGGREGATION_TEMPORALITY_DELTA', 1],
  ['AGGREGATION_TEMPORALITY_CUMULATIVE', 2],
])

/** Reads a data point; null: it should hold a value and does not. */
type ReadDataPoint = (reader: JsonReader, head: MetricHead, point: JsonObject) => MetricPoint | null

const READ_POINT: readonly (readonly [field: string, read: ReadDataPoint])[] = [
  ['sum', (reader, head, point) => numberOf(reader, head, point, sumPoint)],
  ['gauge', (reader, head, point) => numberOf(reader, head, point, gaugePoint)],
  ['histogram', histogramOf],
  ['exponentialHistogram', exponentialOf],
  ['summary', summaryOf],
]

export function metricOf(reader: JsonReader, item: unknown, points: Point[]): void {
  if (!reader.tally.admitFrame()) return
  const before = points.length
  try {
    readData(reader, reader.object(item), points)
  } catch {
    points.length = before
    reader.tally.fault('unreadable-metric')
  }
}

function readData(reader: JsonReader, metric: JsonObject, points: Point[]): void {
  const head: MetricHead = { name: reader.text(metric['name']), unit: reader.text(metric['unit']) }
  for (const [field, read] of READ_POINT) {
    if (isAbsent(metric[field])) continue
    const data = reader.object(metric[field])
    const temporality = temporalityOf(reader.enum(data['aggregationTemporality'], TEMPORALITIES))
    const monotonic = reader.bool(data['isMonotonic'])
    for (const value of reader.list(data['dataPoints'])) {
      const point = dataPointOf(reader, value, head, read)
      if (point === null) continue
      if ('temporality' in point) point.temporality = temporality
      if (point.kind === 'sum') point.monotonic = monotonic
      points.push(point)
    }
    return
  }
}

function dataPointOf(reader: JsonReader, value: unknown, head: MetricHead, read: ReadDataPoint): MetricPoint | null {
  if (!reader.tally.admit()) return null
  try {
    const point = read(reader, head, reader.object(value))
    if (point === null) reader.tally.count('no-value')
    return point
  } catch {
    reader.tally.fault('unreadable-point')
    return null
  }
}

function numberOf<P extends GaugePoint | SumPoint>(
  reader: JsonReader,
  head: MetricHead,
  value: JsonObject,
  make: (head: MetricHead, attributes: Attributes) => P,
): P | null {
  const point = make(head, attributesOf(reader, value['attributes']).map)
  point.start = reader.nanoseconds(value['startTimeUnixNano'])
  point.time = reader.nanoseconds(value['timeUnixNano'])
  point.noValue = saysNoValue(reader.count(value['flags']))
  if (!isAbsent(value['asDouble'])) point.value = reader.double(value['asDouble'])
  else if (!isAbsent(value['asInt'])) point.value = Number(reader.integer(value['asInt']))
  else if (!point.noValue) return null
  return point
}
