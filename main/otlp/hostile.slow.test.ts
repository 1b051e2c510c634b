import { BinaryWriter } from '@bufbuild/protobuf/wire'
import { describe, expect, it } from 'vitest'
import { decode } from './decode.ts'
import { FAULT_LIMIT, FRAME_LIMIT, JSON_DEPTH_LIMIT, POINT_LIMIT } from './limits.ts'
import type { Encoding, Signal } from './points.ts'
import { redact } from './redact.ts'
import { SENSITIVE_KEYS } from './sensitive-keys.ts'
import { bytesOf } from './test-requests.ts'

/** Requests that are made to cost time or memory. */

/** Bytes: a fifth of the largest request, and far beyond each bound. */
const SIZE = 4 * 1024 * 1024
/** Milliseconds; on an idle core all take less than one second. Without bounds some took half a minute there. */
const PATIENCE = 20_000

/** A message with `part` again and again, within messages of these fields. */
function many(fields: number[], part: number[]): Uint8Array {
  let body: Uint8Array = Buffer.alloc(SIZE - (SIZE % part.length), Buffer.from(part))
  for (const field of fields.toReversed()) body = new BinaryWriter().tag(field, 2).bytes(body).finish()
  return body
}

function manyInJson(before: string, part: string, after: string): Uint8Array {
  return bytesOf(`${before}${part.repeat(Math.floor(SIZE / part.length))}${after}`)
}

const LOGS = '{"resourceLogs":[{"scopeLogs":[{"logRecords":['
const HOSTILE: [what: string, signal: Signal, encoding: Encoding, make: () => Uint8Array][] = [
  ['empty records', 'logs', 'protobuf', () => many([1, 2], [0x12, 0])],
  ['broken records', 'logs', 'protobuf', () => many([1, 2], [0x12, 2, 0x32, 9])],
  ['empty attributes', 'logs', 'protobuf', () => many([1, 2, 2], [0x32, 0])],
  ['resources with a record', 'logs', 'protobuf', () => many([], [0x0a, 4, 0x12, 2, 0x12, 0])],
  ['a list of empty values', 'logs', 'protobuf', () => many([1, 2, 2, 6, 2, 5], [0x0a, 0])],
  ['one text', 'logs', 'protobuf', () => many([1, 2, 2, 6, 2, 1], [0xc3, 0xa9])],
  ['groups within each other', 'logs', 'protobuf', () => many([], [0x7b])],
  ['unknown fields', 'traces', 'protobuf', () => many([], [0x78, 1])],
  ['empty events', 'traces', 'protobuf', () => many([1, 2, 2], [0x5a, 0])],
  ['empty metrics', 'metrics', 'protobuf', () => many([1, 2], [0x12, 0])],
  ['points without a value', 'metrics', 'protobuf', () => many([1, 2, 2, 7], [0x0a, 0])],
  ['buckets', 'metrics', 'protobuf', () => many([1, 2, 2, 10, 1, 8, 2], [1])],
  ['lists within each other', 'logs', 'json', () => manyInJson('', '[', '')],
  ['empty objects', 'logs', 'json', () => manyInJson(LOGS, '{},', '{}]}]}]}')],
  ['no records', 'logs', 'json', () => manyInJson(LOGS, '1,', '1]}]}]}')],
  ['no attributes', 'logs', 'json', () => manyInJson(`${LOGS}{"attributes":[`, '1,', '1]}]}]}]}')],
  ['no resources', 'logs', 'json', () => manyInJson('{"resourceLogs":[', '1,', '1]}')],
  ['a text without an end', 'logs', 'json', () => manyInJson('{"', '\\"', '')],
]

describe.each(HOSTILE)('%s, as %s in %s', (_, signal, encoding, make) => {
  it('is read and redacted in seconds', { timeout: 2 * PATIENCE }, () => {
    const body = make()
    const begun = performance.now()
    const result = decode(signal, encoding, body)
    const between = performance.now()
    redact(signal, encoding, body, SENSITIVE_KEYS)
    expect(between - begun).toBeLessThan(PATIENCE)
    expect(performance.now() - between).toBeLessThan(PATIENCE)
    const groups = result.ok ? result.value.groups : []
    const points = groups.reduce((sum, group) => sum + group.points.length, 0)
    expect(points).toBeLessThanOrEqual(POINT_LIMIT)
    expect(groups.length).toBeLessThanOrEqual(FRAME_LIMIT)
  })
})

it('gives up a request of which thousands of parts cannot be read, and says so', () => {
  const records = (count: number) => bytesOf(`${LOGS}{}${',1'.repeat(count)}]}]}]}`)
  expect(decode('logs', 'json', records(FAULT_LIMIT))).toMatchObject({
    ok: true,
    value: { bad: { 'unreadable-record': FAULT_LIMIT } },
  })
  expect(decode('logs', 'json', records(FAULT_LIMIT + 1))).toEqual({
    ok: false,
    why: `not an OTLP logs request in json: more than ${FAULT_LIMIT} parts of it cannot be read`,
  })
})

it('counts braces where they are structure, not within texts', () => {
  const text = '{[\\"'.repeat(30_000)
  const body = bytesOf(`${LOGS}{"body":{"stringValue":"${text}"}}]}]}]}`)
  expect(decode('logs', 'json', body)).toMatchObject({ ok: true, value: { bad: { 'text-too-long': 1 } } })
  const deep = `${'['.repeat(JSON_DEPTH_LIMIT)}${' '.repeat(70_000)}${']'.repeat(JSON_DEPTH_LIMIT)}`
  expect(decode('logs', 'json', bytesOf(`{"unknown":${deep.slice(1, -1)}}`)).ok).toBe(true)
  expect(decode('logs', 'json', bytesOf(`{"unknown":${deep}}`)).ok).toBe(false)
})
