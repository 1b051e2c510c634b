import { expect, it } from 'vitest'
import { decode, decodeInPieces } from './decode.ts'
import { POINT_LIMIT, TEXT_LIMIT } from './limits.ts'
import type { Decoded, Encoding, LogPoint, Signal } from './points.ts'
import { lostPoints } from './tally.ts'
import { attribute, bytesOf, jsonLogs, message, request, text, textAttribute, type Write } from './test-requests.ts'

function decoded(signal: Signal, encoding: Encoding, body: Uint8Array): Decoded {
  const result = decode(signal, encoding, body)
  if (!result.ok) throw new Error(result.why)
  return result.value
}

const logs = (encoding: Encoding, body: Uint8Array) =>
  decoded('logs', encoding, body).groups.flatMap((group) => group.points) as LogPoint[]

const named: Write = (record) => textAttribute(record, 6, 'event.name', 'good')

it('says why what is no request at all is none, without quoting it', () => {
  const secret = bytesOf('{"prompt": secret}')
  expect(decode('logs', 'json', secret)).toEqual({
    ok: false,
    why: 'not an OTLP logs request in json: the JSON cannot be parsed',
  })
  expect(decode('logs', 'protobuf', bytesOf('hello'))).toMatchObject({ ok: false })
  expect(decode('logs', 'protobuf', request([named]).subarray(0, 20))).toMatchObject({ ok: false })
  for (const none of ['[]', '5', 'null', '"x"', '{"resourceLogs":{}}', '']) {
    expect([none, decode('logs', 'json', bytesOf(none)).ok]).toEqual([none, false])
  }
})

it('takes an empty request, and one of another signal, as one without points', () => {
  expect(decoded('traces', 'protobuf', new Uint8Array())).toEqual({ signal: 'traces', groups: [], bad: {} })
  expect(decoded('metrics', 'json', bytesOf('{}'))).toEqual({ signal: 'metrics', groups: [], bad: {} })
  expect(decoded('metrics', 'json', jsonLogs([{}])).groups).toEqual([])
})

it('keeps the good records of a request beside one that cannot be read', () => {
  const broken: Write = (record) => record.tag(6, 2).uint32(1_000_000)
  const { groups, bad } = decoded('logs', 'protobuf', request([named, broken, named]))
  expect(groups.map(({ points }) => points.length)).toEqual([2])
  expect(bad).toEqual({ 'unreadable-record': 1 })
  expect(lostPoints(bad)).toBe(1)
  const inJson = decoded('logs', 'json', jsonLogs([{}, 5, { timeUnixNano: 'noon' }, { traceId: 'xyz' }, {}]))
  expect(inJson.groups[0]?.points).toHaveLength(2)
  expect(inJson.bad).toEqual({ 'unreadable-record': 3 })
})

it('keeps the other groups beside one of the wrong shape', () => {
  const body = {
    resourceLogs: [3, { scopeLogs: 'x' }, { scopeLogs: [null, { logRecords: 7 }, { logRecords: [{ body: {} }] }] }],
  }
  const { groups, bad } = decoded('logs', 'json', bytesOf(body))
  expect(bad).toEqual({ 'unreadable-group': 4 })
  expect(groups).toMatchObject([{ scope: { name: '', version: '' }, points: [{ body: null }] }])
})

it('counts a number point without a number, unless it says that it has none', () => {
  const sum = (point: object) => ({
    resourceMetrics: [{ scopeMetrics: [{ metrics: [{ sum: { dataPoints: [point] } }] }] }],
  })
  expect(decoded('metrics', 'json', bytesOf(sum({}))).bad).toEqual({ 'no-value': 1 })
  expect(decoded('metrics', 'json', bytesOf(sum({ flags: 1 }))).groups[0]?.points).toMatchObject([{ noValue: true }])
  const point =
    (flags: number): Write =>
    (metric) =>
      message(metric, 7, (data) => message(data, 1, (number) => number.tag(8, 0).uint32(flags)))
  expect(decoded('metrics', 'protobuf', request([point(0)])).bad).toEqual({ 'no-value': 1 })
  expect(decoded('metrics', 'protobuf', request([point(1)])).groups[0]?.points).toMatchObject([{ noValue: true }])
})

it('reads the resource, the scope and the kind of a metric wherever they stand', () => {
  const turned: Write = (metric) => {
    message(metric, 7, (data) => {
      data.tag(3, 0).bool(true).tag(2, 0).int32(2)
      message(data, 1, (point) => point.tag(6, 1).sfixed64(-5))
    })
    text(metric, 3, 's')
    text(metric, 1, 'late.name')
  }
  const { groups } = decoded('metrics', 'protobuf', request([turned]))
  expect(groups[0]?.points).toMatchObject([
    { name: 'late.name', unit: 's', value: -5, temporality: 'cumulative', monotonic: true },
  ])
  const backwards = { scopeLogs: [{ logRecords: [{}], scope: { name: 's' } }], resource: { attributes: [] } }
  expect(decoded('logs', 'json', bytesOf({ resourceLogs: [backwards] })).groups[0]?.scope.name).toBe('s')
})

it('has no key of a sender mean anything to the language', () => {
  const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  const record: Write = (writer) => keys.forEach((key) => textAttribute(writer, 6, key, 'mine'))
  const attributes = keys.map((key) => ({ key, value: { stringValue: 'mine' } }))
  const values = keys.map((key) => ({ key, value: { kvlistValue: { values: attributes } } }))
  for (const point of [...logs('protobuf', request([record])), ...logs('json', jsonLogs([{ attributes }]))]) {
    expect(Object.getPrototypeOf(point.attributes)).toBeNull()
    expect(Object.entries(point.attributes)).toEqual(keys.map((key) => [key, 'mine']))
  }
  const nested = { key: 'map', value: { kvlistValue: { values } } }
  const [point] = logs('json', jsonLogs([{ attributes: [nested] }]))
  expect(String(point?.attributes['map'])).toContain('"__proto__":{"__proto__":"mine"')
  expect(({} as Record<string, unknown>)['mine']).toBeUndefined()
})

it('reads integers exactly, as numbers, as text and as numbers that JSON.parse would round', () => {
  const body = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":1795332169239000001,"attributes":[
    {"key":"a","value":{"intValue":9223372036854775807}},{"key":"b","value":{"intValue":"-9223372036854775808"}},
    {"key":"c","value":{"intValue":-9007199254740993}},{"key":"d","value":{"intValue":42}},
    {"key":"e","value":{"doubleValue":1e300}},{"key":"f","value":{"intValue":"99999999999999999999"}}]}]}]}]}`
  expect(logs('json', bytesOf(body))[0]?.time).toBe(1_795_332_169_239_000_001n)
  expect({ ...logs('json', bytesOf(body))[0]?.attributes }).toEqual({
    a: '9223372036854775807',
    b: '-9223372036854775808',
    c: '-9007199254740993',
    d: 42,
    e: 1e300,
  })
  expect(decoded('logs', 'json', bytesOf(body)).bad).toEqual({ 'unreadable-attribute': 1 })
})

it('cuts and counts what is too long, too deep, too large and too many', () => {
  const deep: Write = (any) => nest(any, 18)
  const wide: Write = (any) =>
    message(any, 5, (array) => Array.from({ length: 10_001 }, () => array.tag(1, 2).fork().join()))
  const record: Write = (writer) => {
    textAttribute(writer, 6, 'long', 'é'.repeat(TEXT_LIMIT + 1))
    attribute(writer, 6, 'deep', deep)
    attribute(writer, 6, 'wide', wide)
    attribute(writer, 6, 'deep enough', (any) => nest(any, 17))
    for (let at = 0; at < 300; at++) textAttribute(writer, 6, `key ${at}`, 'v')
  }
  const { groups, bad } = decoded('logs', 'protobuf', request([record]))
  const attributes = groups[0]?.points[0]?.attributes ?? {}
  expect(attributes['long']).toBe('é'.repeat(TEXT_LIMIT))
  expect(attributes['deep enough']).toBe(`${'['.repeat(17)}${']'.repeat(17)}`)
  expect(Object.keys(attributes)).toHaveLength(256)
  expect(attributes).not.toHaveProperty('deep')
  expect(bad).toEqual({ 'text-too-long': 1, 'value-too-deep': 1, 'value-too-large': 1, 'too-many-attributes': 46 })
  expect(lostPoints(bad)).toBe(0)
})

it('takes so many points of a request and counts the rest', () => {
  const many = Array.from({ length: POINT_LIMIT + 3 }, () => () => undefined)
  const { groups, bad } = decoded('logs', 'protobuf', request(many))
  expect(groups[0]?.points).toHaveLength(POINT_LIMIT)
  expect(bad).toEqual({ 'too-many-points': 3 })
})

it('lets its caller breathe, and comes to the same', () => {
  const body = request(Array.from({ length: 1_700 }, () => named))
  const pieces = decodeInPieces('logs', 'protobuf', body)
  let step = pieces.next()
  let breaths = 0
  for (; step.done !== true; step = pieces.next()) breaths += 1
  expect(breaths).toBe(3)
  expect(step.value).toEqual(decode('logs', 'protobuf', body))
})

/** Arrays within each other. */
function nest(any: Parameters<Write>[0], depth: number): void {
  message(any, 5, (array) => {
    if (depth > 1) message(array, 1, (inner) => nest(inner, depth - 1))
  })
}
