import { expect, it } from 'vitest'
import { decode } from './decode.ts'
import { BUCKET_LIMIT, ELEMENT_LIMIT, SPAN_PART_LIMIT, TEXT_LIMIT } from './limits.ts'
import type { Decoded, Encoding, Signal } from './points.ts'
import { Tally, lostPoints } from './tally.ts'
import { attribute, bytesOf, jsonLogs, message, request, text, textAttribute, type Write } from './test-requests.ts'

/** Parts of points that are wrong or too many: the point stays, or is counted, and its neighbours stay anyhow. */

function decoded(signal: Signal, encoding: Encoding, body: Uint8Array): Decoded {
  const result = decode(signal, encoding, body)
  if (!result.ok) throw new Error(result.why)
  return result.value
}

const ofFirst = ({ groups }: Decoded) => groups[0]?.points[0]
const jsonSpans = (...spans: unknown[]) => bytesOf({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
const jsonGauge = (...dataPoints: unknown[]) =>
  bytesOf({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'g', gauge: { dataPoints } }] }] }] })

it('keeps the first events and links of a span and counts the rest', () => {
  const many = SPAN_PART_LIMIT + 2
  const span: Write = (writer) => {
    for (let at = 0; at < many; at++) {
      message(writer, 11, (event) => text(event, 2, `event ${at}`))
      message(writer, 13, (link) => textAttribute(link, 4, 'at', String(at)))
    }
  }
  const parts = Array.from({ length: many }, (_, at) => at)
  const inJson = jsonSpans({
    events: parts.map((at) => ({ name: `event ${at}` })),
    links: parts.map((at) => ({ attributes: [{ key: 'at', value: { stringValue: String(at) } }] })),
  })
  const inProtobuf = decoded('traces', 'protobuf', request([span]))
  expect(inProtobuf.bad).toEqual({ 'too-many-events': 2, 'too-many-links': 2 })
  expect(decoded('traces', 'json', inJson).bad).toEqual(inProtobuf.bad)
  const point = ofFirst(inProtobuf)
  expect(point).toEqual(ofFirst(decoded('traces', 'json', inJson)))
  expect(point?.kind === 'span' && [point.events.length, point.links.length]).toEqual([
    SPAN_PART_LIMIT,
    SPAN_PART_LIMIT,
  ])
})

it('counts a span that cannot be read, and keeps those beside it', () => {
  const good: Write = (span) => text(span, 5, 'good')
  const wrong: Write[] = [
    (span) => message(span, 11, (event) => event.tag(3, 2).uint32(50)),
    (span) => message(span, 15, (status) => status.tag(2, 2).uint32(7)),
    (span) => span.tag(1, 2).bytes(new Uint8Array(65).fill(1)),
    (span) => span.tag(7, 1).raw(new Uint8Array(3)),
  ]
  const { groups, bad } = decoded('traces', 'protobuf', request([good, ...wrong, good]))
  expect(groups[0]?.points.map((point) => point.kind === 'span' && point.name)).toEqual(['good', 'good'])
  expect(bad).toEqual({ 'unreadable-span': wrong.length })
  const spans = [{ name: 7 }, { events: [1] }, { status: [] }, { links: {} }, { kind: 'SPAN_KIND_OTHER' }, 'span']
  const inJson = decoded('traces', 'json', jsonSpans({ name: 'good' }, ...spans, { name: 'good' }))
  expect([inJson.groups[0]?.points.length, inJson.bad]).toEqual([2, { 'unreadable-span': spans.length }])
})

it('counts a metric or a point that cannot be read, and keeps those beside it', () => {
  const point =
    (value: number): Write =>
    (points) =>
      message(points, 1, (one) => one.tag(4, 1).double(value))
  const gauge: Write = (metric) =>
    message(metric, 5, (points) => {
      point(1)(points)
      message(points, 1, (one) => one.tag(7, 2).uint32(90))
      point(2)(points)
    })
  // It breaks off after a good point, whose kind of sum is not known then.
  const broken: Write = (metric) =>
    message(metric, 7, (points) => {
      point(3)(points)
      points.tag(2, 2).uint32(9)
    })
  const { groups, bad } = decoded('metrics', 'protobuf', request([broken, gauge]))
  expect(groups[0]?.points).toMatchObject([
    { kind: 'gauge', value: 1 },
    { kind: 'gauge', value: 2 },
  ])
  expect(bad).toEqual({ 'unreadable-metric': 1, 'unreadable-point': 1 })
  const wrong = [
    { asDouble: 'much' },
    { asInt: 0.5 },
    { asDouble: 1, timeUnixNano: -1 },
    { asDouble: 1, attributes: 5 },
  ]
  const inJson = decoded('metrics', 'json', jsonGauge({ asDouble: 1 }, ...wrong, { asDouble: '2' }))
  expect(inJson.groups[0]?.points).toMatchObject([{ value: 1 }, { value: 2 }])
  expect(inJson.bad).toEqual({ 'unreadable-point': wrong.length })
})

it('takes no histogram with more buckets than any has', () => {
  const buckets: Write = (metric) =>
    message(metric, 9, (points) =>
      message(points, 1, (point) =>
        message(point, 6, (counts) => Array.from({ length: BUCKET_LIMIT + 1 }, () => counts.fixed64(1))),
      ),
    )
  expect(decoded('metrics', 'protobuf', request([buckets])).bad).toEqual({ 'unreadable-point': 1 })
  const dataPoints = [{ bucketCounts: Array.from({ length: BUCKET_LIMIT + 1 }, () => 1) }]
  const inJson = bytesOf({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ histogram: { dataPoints } }] }] }] })
  expect(decoded('metrics', 'json', inJson).bad).toEqual({ 'unreadable-point': 1 })
})

it('leaves out an attribute that cannot be read, in JSON, and keeps the record', () => {
  const attributes = [
    5,
    { key: 7, value: { stringValue: 'x' } },
    { key: 'a', value: { intValue: 'many' } },
    { key: 'b', value: { boolValue: 'yes' } },
    { key: 'c', value: 'x' },
    { key: 'good', value: { stringValue: 'x' } },
  ]
  const { groups, bad } = decoded('logs', 'json', jsonLogs([{ attributes }]))
  expect({ ...groups[0]?.points[0]?.attributes }).toEqual({ good: 'x' })
  expect([bad, lostPoints(bad)]).toEqual([{ 'unreadable-attribute': 5 }, 0])
})

it('cuts texts between characters, and writes no half ones', () => {
  const long = `${'x'.repeat(TEXT_LIMIT - 1)}🌍`
  const record: Write = (writer) => textAttribute(writer, 6, 'a', long)
  const cut = 'x'.repeat(TEXT_LIMIT - 1)
  expect(ofFirst(decoded('logs', 'protobuf', request([record])))?.attributes['a']).toBe(cut)
  const inJson = bytesOf('{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"half \\ud83c"}}]}]}]}')
  expect(ofFirst(decoded('logs', 'json', inJson))).toMatchObject({ body: 'half \ufffd' })
})

it('leaves out lists and maps that are too large, whatever they are within', () => {
  const inMap: Write = (any) =>
    message(any, 6, (map) =>
      attribute(map, 1, 'list', (inner) =>
        message(inner, 5, (list) => Array.from({ length: ELEMENT_LIMIT }, () => message(list, 1, () => undefined))),
      ),
    )
  const record: Write = (writer) => {
    attribute(writer, 6, 'large', inMap)
    textAttribute(writer, 6, 'after', 'it')
    message(writer, 5, inMap)
  }
  const inProtobuf = decoded('logs', 'protobuf', request([record]))
  expect(inProtobuf.groups[0]?.points).toMatchObject([{ attributes: { after: 'it' }, body: null }])
  expect(inProtobuf.bad).toEqual({ 'value-too-large': 2 })
})

it('tells points that are lost from parts that are left out', () => {
  const tally = new Tally()
  tally.fault('unreadable-record')
  tally.fault('unreadable-attribute')
  for (const reason of ['no-value', 'no-value', 'text-too-long', 'too-many-points'] as const) tally.count(reason)
  expect(lostPoints(tally.bad)).toBe(4)
})
