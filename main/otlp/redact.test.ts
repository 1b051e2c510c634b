import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire'
import { expect, it } from 'vitest'
import { decode } from './decode.ts'
import type { Encoding, Signal } from './points.ts'
import { redact } from './redact.ts'
import { SENSITIVE_KEYS } from './sensitive-keys.ts'
import { attribute, bytesOf, jsonLogs, message, request, text, textAttribute, type Write } from './test-requests.ts'

const SECRET = 'my secret'
const KEYS = new Set(['prompt', 'user.email', 'body', 'gen_ai.prompt*'])

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

function groups(signal: Signal, encoding: Encoding, body: Uint8Array) {
  const result = decode(signal, encoding, body)
  if (!result.ok) throw new Error(result.why)
  expect(result.value.bad).toEqual({})
  return result.value.groups
}

const secret = (writer: BinaryWriter, field: number) => {
  textAttribute(writer, field, 'prompt', SECRET)
  textAttribute(writer, field, 'model', 'opus')
  attribute(writer, field, 'map', (any) => message(any, 6, (map) => textAttribute(map, 1, 'user.email', SECRET)))
  attribute(writer, field, 'list', (any) =>
    message(any, 5, (list) =>
      message(list, 1, (inner) => message(inner, 6, (map) => textAttribute(map, 1, 'gen_ai.prompt.0', SECRET))),
    ),
  )
}

const REDACTED = {
  prompt: '<redacted>',
  model: 'opus',
  map: '{"user.email":"<redacted>"}',
  list: '[{"gen_ai.prompt.0":"<redacted>"}]',
}

it('hides values in log records, beside and within maps and lists, and leaves the rest', () => {
  const body = request([(record) => secret(record, 6)])
  const redacted = redact('logs', 'protobuf', body, KEYS)
  expect(textOf(redacted)).not.toContain(SECRET)
  const [group] = groups('logs', 'protobuf', redacted)
  expect({ ...group?.points[0]?.attributes }).toEqual(REDACTED)
  expect({ ...group?.resource }).toEqual({ 'service.name': 'test' })
})

it('hides them in resources, scopes, points of every kind, exemplars, spans, events and links', () => {
  const fields: [data: number, attributes: number, exemplars: number | null][] = [
    [5, 7, 5],
    [7, 7, 5],
    [9, 9, 8],
    [10, 1, 11],
    [11, 7, null],
  ]
  const metrics = fields.map(
    ([data, attributes, exemplars]): Write =>
      (metric) =>
        message(metric, data, (points) =>
          message(points, 1, (point) => {
            point.tag(3, 1).fixed64(5n)
            if (data < 9) point.tag(4, 1).double(7)
            secret(point, attributes)
            if (exemplars !== null) message(point, exemplars, (exemplar) => secret(exemplar, 7))
          }),
        ),
  )
  const redacted = redact('metrics', 'protobuf', request(metrics), KEYS)
  expect(textOf(redacted)).not.toContain(SECRET)
  expect(groups('metrics', 'protobuf', redacted)[0]?.points.map((point) => ({ ...point.attributes }))).toEqual(
    fields.map(() => REDACTED),
  )
  const span: Write = (writer) => {
    secret(writer, 9)
    message(writer, 11, (event) => secret(event, 3))
    message(writer, 13, (link) => secret(link, 4))
  }
  const spans = redact('traces', 'protobuf', request([span]), KEYS)
  expect(textOf(spans)).not.toContain(SECRET)
  const envelope = new BinaryWriter()
  message(envelope, 1, (resources) => {
    message(resources, 1, (resource) => secret(resource, 1))
    message(resources, 2, (scopes) => message(scopes, 1, (scope) => secret(scope, 3)))
  })
  expect(textOf(redact('logs', 'protobuf', envelope.finish(), KEYS))).not.toContain(SECRET)
})

it('keeps every byte of what holds nothing of it, fields of later versions too', () => {
  const record: Write = (writer) => {
    textAttribute(writer, 6, 'model', 'opus')
    writer.tag(999, 0).uint32(7).tag(1000, 5).fixed32(8).tag(1001, 1).fixed64(9n)
    text(writer, 1002, 'of a later version')
  }
  const body = request([record])
  expect(redact('logs', 'protobuf', body, KEYS)).toEqual(body)
  const beside = redact('logs', 'protobuf', request([record, (writer) => secret(writer, 6)]), KEYS)
  const written = new BinaryWriter()
  record(written)
  expect(textOf(beside)).toContain(textOf(written.finish()))
})

it('hides bodies of log records but for names', () => {
  const bodies = ['claude_code.user_prompt', SECRET, '']
  const records = bodies.map(
    (body): Write =>
      (record) =>
        message(record, 5, (any) => text(any, 1, body)),
  )
  const map: Write = (record) => message(record, 5, (any) => message(any, 6, (list) => secret(list, 1)))
  const shown = ['claude_code.user_prompt', '<redacted>', '<redacted>', '<redacted>']
  const body = request([...records, map])
  const points = (signal: Signal, encoding: Encoding, bytes: Uint8Array) =>
    groups(signal, encoding, bytes)[0]?.points.map((point) => (point.kind === 'log' ? point.body : null))
  expect(points('logs', 'protobuf', redact('logs', 'protobuf', body, KEYS))).toEqual(shown)
  const kept = points('logs', 'protobuf', redact('logs', 'protobuf', body, new Set(['prompt', 'user.email'])))
  expect(kept?.slice(0, 3)).toEqual(bodies)
  expect(kept?.[3]).toContain('"prompt":"<redacted>"')
  const inJson = jsonLogs([...bodies.map((value) => ({ body: { stringValue: value } })), { body: { kvlistValue: {} } }])
  expect(points('logs', 'json', redact('logs', 'json', inJson, KEYS))).toEqual(shown)
})

it('hides them in JSON, and keeps long integers exact', () => {
  const value = { stringValue: SECRET }
  const inner = { kvlistValue: { values: [{ key: 'user.email', value }] } }
  const attributes = [
    { value, key: 'prompt' },
    { key: 'list', value: { arrayValue: { values: [inner] } } },
    { key: 'kept', value: { stringValue: 'é' } },
  ]
  const text = new TextDecoder().decode(jsonLogs([{ attributes, unknown: { x: 1 }, timeUnixNano: 'TIME' }]))
  const body = bytesOf(text.replace('"TIME"', '1795332169239000001'))
  const redacted = redact('logs', 'json', body, KEYS)
  expect(textOf(redacted)).not.toContain(SECRET)
  expect(textOf(redacted)).toContain('"unknown":{"x":1}')
  expect(groups('logs', 'json', redacted)[0]?.points).toMatchObject([
    {
      time: 1_795_332_169_239_000_001n,
      attributes: { prompt: '<redacted>', list: '[{"user.email":"<redacted>"}]', kept: 'é' },
    },
  ])
})

it('leaves out what it cannot read', () => {
  const broken: Write = (record) => record.tag(6, 2).uint32(90).raw(bytesOf(SECRET))
  const redacted = redact('logs', 'protobuf', request([broken, (record) => secret(record, 6)]), KEYS)
  expect(textOf(redacted)).not.toContain(SECRET)
  expect(groups('logs', 'protobuf', redacted)[0]?.points).toHaveLength(1)
  expect(redact('logs', 'protobuf', bytesOf(SECRET), KEYS)).toEqual(new Uint8Array())
  expect(textOf(redact('logs', 'json', bytesOf(SECRET), KEYS))).toBe('{}')
  const deep = `${'['.repeat(100_000)}"${SECRET}"${']'.repeat(100_000)}`
  expect(textOf(redact('logs', 'json', bytesOf(deep), KEYS))).not.toContain(SECRET)
  const nested = (any: BinaryWriter, depth: number): BinaryWriter =>
    depth === 0
      ? message(any, 6, (map) => textAttribute(map, 1, 'prompt', SECRET))
      : message(any, 5, (array) => message(array, 1, (next) => nested(next, depth - 1)))
  const body = request([(record) => attribute(record, 6, 'deep', (any) => nested(any, 200))])
  expect(textOf(redact('logs', 'protobuf', body, KEYS))).not.toContain(SECRET)
})

it('knows what agents and conventions call it', () => {
  for (const key of [
    'prompt',
    'response',
    'tool_input',
    'user.email',
    'arguments',
    'function_args',
    'gen_ai.prompt*',
  ]) {
    expect(SENSITIVE_KEYS).toContain(key)
  }
  expect(SENSITIVE_KEYS).not.toContain('session.id')
  expect(SENSITIVE_KEYS).not.toContain('prompt.id')
})

it('writes what any protobuf reader takes', () => {
  const reader = new BinaryReader(redact('logs', 'protobuf', request([(record) => secret(record, 6)]), KEYS))
  const [field, wire] = reader.tag()
  reader.skip(wire, field)
  expect([field, reader.pos]).toEqual([1, reader.len])
})
