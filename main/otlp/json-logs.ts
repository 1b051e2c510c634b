import { attributesOf, valueOf } from './json-common.ts'
import { isAbsent, type JsonReader } from './json-reader.ts'
import type { LogPoint, Point } from './points.ts'
import { eventNameOf } from './protobuf-logs.ts'

/** SeverityNumber: each of the six has four grades. */
const SEVERITIES: ReadonlyMap<string, number> = new Map(
  ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((name, at) =>
    [1, 2, 3, 4].map((grade) => [`SEVERITY_NUMBER_${name}${grade === 1 ? '' : grade}`, at * 4 + grade] as const),
  ),
)

export function logOf(reader: JsonReader, item: unknown, points: Point[]): void {
  if (!reader.tally.admit()) return
  try {
    points.push(recordOf(reader, item))
  } catch {
    reader.tally.fault('unreadable-record')
  }
}

function recordOf(reader: JsonReader, item: unknown): LogPoint {
  const record = reader.object(item)
  const attributes = attributesOf(reader, record['attributes']).map
  const eventName = reader.text(record['eventName'])
  return {
    kind: 'log',
    time: reader.nanoseconds(record['timeUnixNano']),
    observed: reader.nanoseconds(record['observedTimeUnixNano']),
    severity: reader.enum(record['severityNumber'], SEVERITIES),
    severityText: reader.text(record['severityText']),
    body: isAbsent(record['body']) ? null : valueOf(reader, record['body'], null),
    eventName: eventName === '' ? eventNameOf(attributes) : eventName,
    attributes,
    traceId: reader.id(record['traceId']),
    spanId: reader.id(record['spanId']),
  }
}
