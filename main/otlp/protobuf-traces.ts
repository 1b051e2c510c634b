import { SPAN_PART_LIMIT } from './limits.ts'
import type { Point, SpanPoint } from './points.ts'
import { readAttribute } from './protobuf-common.ts'
import { BIT64, LENGTH, type RequestReader, tagOf, VARINT } from './protobuf-reader.ts'
import { AttributeList } from './values.ts'

/** Span of opentelemetry/proto/trace/v1/trace.proto */
const TRACE_ID = tagOf(1, LENGTH)
const SPAN_ID = tagOf(2, LENGTH)
const PARENT_SPAN_ID = tagOf(4, LENGTH)
const NAME = tagOf(5, LENGTH)
const KIND = tagOf(6, VARINT)
const START = tagOf(7, BIT64)
const END = tagOf(8, BIT64)
const ATTRIBUTES = tagOf(9, LENGTH)
const EVENTS = tagOf(11, LENGTH)
const LINKS = tagOf(13, LENGTH)
const STATUS = tagOf(15, LENGTH)

const EVENT_TIME = tagOf(1, BIT64)
const EVENT_NAME = tagOf(2, LENGTH)
const EVENT_ATTRIBUTES = tagOf(3, LENGTH)
const LINK_TRACE_ID = tagOf(1, LENGTH)
const LINK_SPAN_ID = tagOf(2, LENGTH)
const LINK_ATTRIBUTES = tagOf(4, LENGTH)
const STATUS_MESSAGE = tagOf(2, LENGTH)
const STATUS_CODE = tagOf(3, VARINT)

/** A Span that ends at `end`. */
export function readSpan(reader: RequestReader, end: number, points: Point[]): void {
  if (reader.tally.admit()) {
    try {
      const span = readFields(reader, end)
      reader.leave(end)
      points.push(span)
    } catch {
      reader.tally.fault('unreadable-span')
    }
  }
  reader.pos = end
}

function readFields(reader: RequestReader, end: number): SpanPoint {
  const attributes = new AttributeList()
  const span = emptySpan(attributes)
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === ATTRIBUTES) readAttribute(reader, end, attributes)
    else if (tag === TRACE_ID) span.traceId = reader.id()
    else if (tag === SPAN_ID) span.spanId = reader.id()
    else if (tag === PARENT_SPAN_ID) span.parentSpanId = reader.id()
    else if (tag === NAME) span.name = reader.text()
    else if (tag === KIND) span.spanKind = reader.int32()
    else if (tag === START) span.start = reader.nanoseconds()
    else if (tag === END) span.end = reader.nanoseconds()
    else if (tag === EVENTS) readEvent(reader, end, span.events)
    else if (tag === LINKS) readLink(reader, end, span.links)
    else if (tag === STATUS) readStatus(reader, end, span)
    else reader.pass(tag)
  }
  return span
}

/** A span that says nothing yet. */
export function emptySpan(attributes: AttributeList): SpanPoint {
  return {
    kind: 'span',
    traceId: '',
    spanId: '',
    parentSpanId: '',
    name: '',
    spanKind: 0,
    start: 0n,
    end: 0n,
    attributes: attributes.map,
    status: 0,
    statusMessage: '',
    events: [],
    links: [],
  }
}

function readEvent(reader: RequestReader, limit: number, events: SpanPoint['events']): void {
  const end = reader.enter(limit)
  if (events.length >= SPAN_PART_LIMIT) {
    reader.tally.count('too-many-events')
    reader.pos = end
    return
  }
  const attributes = new AttributeList()
  const event = { name: '', time: 0n, attributes: attributes.map }
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === EVENT_TIME) event.time = reader.nanoseconds()
    else if (tag === EVENT_NAME) event.name = reader.text()
    else if (tag === EVENT_ATTRIBUTES) readAttribute(reader, end, attributes)
    else reader.pass(tag)
  }
  reader.leave(end)
  events.push(event)
}

function readLink(reader: RequestReader, limit: number, links: SpanPoint['links']): void {
  const end = reader.enter(limit)
  if (links.length >= SPAN_PART_LIMIT) {
    reader.tally.count('too-many-links')
    reader.pos = end
    return
  }
  const attributes = new AttributeList()
  const link = { traceId: '', spanId: '', attributes: attributes.map }
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === LINK_TRACE_ID) link.traceId = reader.id()
    else if (tag === LINK_SPAN_ID) link.spanId = reader.id()
    else if (tag === LINK_ATTRIBUTES) readAttribute(reader, end, attributes)
    else reader.pass(tag)
  }
  reader.leave(end)
  links.push(link)
}

function readStatus(reader: RequestReader, limit: number, span: SpanPoint): void {
  const end = reader.enter(limit)
  while (reader.pos < end) {
    const tag = reader.uint32()
    if (tag === STATUS_CODE) span.status = reader.int32()
    else if (tag === STATUS_MESSAGE) span.statusMessage = reader.text()
    else reader.pass(tag)
  }
  reader.leave(end)
}
