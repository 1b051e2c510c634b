import { attributesOf } from './json-common.ts'
import { isAbsent, type JsonObject, type JsonReader } from './json-reader.ts'
import { SPAN_PART_LIMIT } from './limits.ts'
import type { Point, SpanPoint } from './points.ts'

const KINDS: ReadonlyMap<string, number> = new Map(
  ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'].map((name, at) => [`SPAN_KIND_${name}`, at]),
)
const STATUS_CODES: ReadonlyMap<string, number> = new Map(
  ['UNSET', 'OK', 'ERROR'].map((name, at) => [`STATUS_CODE_${name}`, at]),
)

export function spanOf(reader: JsonReader, item: unknown, points: Point[]): void {
  if (!reader.tally.admit()) return
  try {
    points.push(fieldsOf(reader, reader.object(item)))
  } catch {
    reader.tally.fault('unreadable-span')
  }
}

function fieldsOf(reader: JsonReader, span: JsonObject): SpanPoint {
  const status = isAbsent(span['status']) ? {} : reader.object(span['status'])
  return {
    kind: 'span',
    traceId: reader.id(span['traceId']),
    spanId: reader.id(span['spanId']),
    parentSpanId: reader.id(span['parentSpanId']),
    name: reader.text(span['name']),
    spanKind: reader.enum(span['kind'], KINDS),
    start: reader.nanoseconds(span['startTimeUnixNano']),
    end: reader.nanoseconds(span['endTimeUnixNano']),
    attributes: attributesOf(reader, span['attributes']).map,
    status: reader.enum(status['code'], STATUS_CODES),
    statusMessage: reader.text(status['message']),
    events: parts(reader, span['events'], 'too-many-events').map((value) => {
      const event = reader.object(value)
      return {
        name: reader.text(event['name']),
        time: reader.nanoseconds(event['timeUnixNano']),
        attributes: attributesOf(reader, event['attributes']).map,
      }
    }),
    links: parts(reader, span['links'], 'too-many-links').map((value) => {
      const link = reader.object(value)
      return {
        traceId: reader.id(link['traceId']),
        spanId: reader.id(link['spanId']),
        attributes: attributesOf(reader, link['attributes']).map,
      }
    }),
  }
}

function parts(reader: JsonReader, value: unknown, reason: 'too-many-events' | 'too-many-links'): readonly unknown[] {
  const list = reader.list(value)
  for (let at = SPAN_PART_LIMIT; at < list.length; at++) reader.tally.count(reason)
  return list.slice(0, SPAN_PART_LIMIT)
}
