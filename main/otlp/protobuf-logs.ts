import type { LogPoint, Point } from './points.ts'
import { readAttribute, readValue } from './protobuf-common.ts'
import { BIT64, LENGTH, type RequestReader, tagOf, VARINT } from './protobuf-reader.ts'
import { AttributeList } from './values.ts'

/** LogRecord of opentelemetry/proto/logs/v1/logs.proto */
const TIME = tagOf(1, BIT64)
const SEVERITY = tagOf(2, VARINT)
const SEVERITY_TEXT = tagOf(3, LENGTH)
const BODY = tagOf(5, LENGTH)
const ATTRIBUTES = tagOf(6, LENGTH)
const TRACE_ID = tagOf(9, LENGTH)
const SPAN_ID = tagOf(10, LENGTH)
const OBSERVED = tagOf(11, BIT64)
const EVENT_NAME = tagOf(12, LENGTH)

/** A LogRecord that ends at `end`. */
export function readLog(reader: RequestReader, end: number, points: Point[]): void {
  if (reader.tally.admit()) {
    try {
      const record = readRecord(reader, end)
      reader.leave(end)
      points.push(record)
    } catch {
      reader.tally.fault('unreadable-record')
    }
  }
  reader.pos = end
}

function readRecord(reader: RequestReader, end: number): LogPoint {
  const attributes = new AttributeList()
  const record: LogPoint = {
    kind: 'log',
    time: 0n,
    observed: 0n,
    severity: 0,
    severityText: '',
    body: null,
    eventName: '',
    attributes: attributes.map,
    traceId: '',
    spanId: '',
  }
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === ATTRIBUTES) readAttribute(reader, end, attributes)
    else if (tag === TIME) record.time = reader.nanoseconds()
    else if (tag === OBSERVED) record.observed = reader.nanoseconds()
    else if (tag === BODY) record.body = readValue(reader, end, null)
    else if (tag === EVENT_NAME) record.eventName = reader.text()
    else if (tag === SEVERITY) record.severity = reader.int32()
    else if (tag === SEVERITY_TEXT) record.severityText = reader.text()
    else if (tag === TRACE_ID) record.traceId = reader.id()
    else if (tag === SPAN_ID) record.spanId = reader.id()
    else reader.pass(tag)
  }
  if (record.eventName === '') record.eventName = eventNameOf(attributes.map)
  return record
}

/** Claude Code and others name their events by an attribute. */
export function eventNameOf(attributes: LogPoint['attributes']): string {
  const name = attributes['event.name']
  return typeof name === 'string' ? name : ''
}
