import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { decode } from './decode.ts'
import type { Encoding, Point, Scalar, Signal } from './points.ts'
import { redact } from './redact.ts'
import { SENSITIVE_KEYS } from './sensitive-keys.ts'

/** Requests of the real CLI, changed at random: whatever becomes of them, nothing throws and every point is one. */

const FIXTURES = join(import.meta.dirname, 'fixtures')
const RUNS = 1_000
/** With all of a request parsed and written anew, each takes ten times as long. */
const JSON_RUNS = 300

interface Sample {
  signal: Signal
  encoding: Encoding
  body: Uint8Array
}

const SAMPLES: Sample[] = readdirSync(FIXTURES)
  .filter((name) => name.startsWith('claude-'))
  .map((name) => ({
    signal: name.split(/[-.]/)[1] as Signal,
    encoding: name.endsWith('.txt') ? 'json' : 'protobuf',
    body: readFileSync(join(FIXTURES, name)),
  }))
/** Of fast-check; what failed, if anything, stands beside it. */
const NO_FAILURE = { failed: false, counterexample: null, errorInstance: null }
const IN_JSON = SAMPLES.filter((sample) => sample.encoding === 'json')

/** At a place, so many bytes go and these come. A place as a share of the body, so that shrinking keeps it. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  gone: fc.integer({ min: 0, max: 20 }),
  come: fc.uint8Array({ maxLength: 20 }),
})

function changed(body: Uint8Array, changes: { at: number; gone: number; come: Uint8Array }[]): Uint8Array {
  return changes.reduce<Uint8Array>((bytes, { at, gone, come }) => {
    const start = Math.floor(at * bytes.length)
    return Buffer.concat([bytes.subarray(0, start), come, bytes.subarray(start + gone)])
  }, body)
}

it('takes changed bytes', () => {
  const changes = fc.array(change, { minLength: 1, maxLength: 5 })
  const property = fc.property(fc.constantFrom(...SAMPLES), changes, ({ signal, encoding, body }, some) =>
    isTaken(signal, encoding, changed(body, some)),
  )
  expect(fc.check(property, { numRuns: RUNS })).toMatchObject(NO_FAILURE)
})

it('takes bytes of one signal or encoding as another', () => {
  const signals = ['logs', 'metrics', 'traces'] as const
  const mixed = SAMPLES.flatMap(({ body }) => signals.map((signal) => ({ signal, body })))
  expect(mixed.filter(({ signal, body }) => !isTaken(signal, 'json', body))).toEqual([])
  expect(mixed.filter(({ signal, body }) => !isTaken(signal, 'protobuf', body))).toEqual([])
})

it('takes any bytes and any JSON', () => {
  const signal = fc.constantFrom<Signal>('logs', 'metrics', 'traces')
  const bytes = fc.property(signal, fc.uint8Array({ maxLength: 200 }), (name, body) => isTaken(name, 'protobuf', body))
  const json = fc.property(signal, fc.json(), (name, text) => isTaken(name, 'json', Buffer.from(text)))
  expect(fc.check(bytes)).toMatchObject(NO_FAILURE)
  expect(fc.check(json)).toMatchObject(NO_FAILURE)
})

it('takes JSON in which anything stands for something', () => {
  const key = fc.constantFrom('__proto__', 'constructor', 'key', 'value', 'stringValue', 'values', 'x')
  const json = fc.jsonValue({ maxDepth: 2 })
  const odd = ['', '-1', '1e3', 'NaN', -0, 1e308, 2 ** 64, '18446744073709551616', [[]], {}]
  const anything = fc.oneof(json, fc.dictionary(key, json, { maxKeys: 4 }), fc.constantFrom<unknown>(...odd))
  const where = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 12 })
  const property = fc.property(fc.constantFrom(...IN_JSON), where, anything, (sample, way, value) => {
    const request: unknown = JSON.parse(Buffer.from(sample.body).toString('utf8'))
    put(request, way, value)
    return isTaken(sample.signal, 'json', Buffer.from(JSON.stringify(request)))
  })
  expect(fc.check(property, { numRuns: JSON_RUNS })).toMatchObject(NO_FAILURE)
})

/** Goes down into the request, at each level to the part that lies at the share, and replaces what is there. */
function put(within: unknown, [share = 0, ...way]: number[], value: unknown): void {
  if (typeof within !== 'object' || within === null) return
  const keys = Object.keys(within)
  const key = keys[Math.floor(share * keys.length)]
  if (key === undefined) return
  const held: unknown = Reflect.get(within, key)
  if (way.length === 0 || typeof held !== 'object' || held === null) Reflect.set(within, key, value)
  else put(held, way, value)
}

/** Decoded and redacted without a throw, with nothing else changed, and to points that are as the contract says. */
function isTaken(signal: Signal, encoding: Encoding, body: Uint8Array): boolean {
  const before = Buffer.from(body)
  const result = decode(signal, encoding, body)
  const redacted = redact(signal, encoding, body, SENSITIVE_KEYS)
  if (!before.equals(body) || Object.keys(Object.prototype).length > 0) return false
  if (!result.ok) return result.why !== ''
  const points = result.value.groups.flatMap((group) => group.points)
  const counts = Object.values(result.value.bad)
  return points.every(isPoint) && counts.every((count) => count > 0) && decode(signal, encoding, redacted).ok
}

const TYPES: Record<string, (value: unknown) => boolean> = {
  body: (value) => value === null || isScalar(value),
  bounds: isNumbers,
  counts: isNumbers,
}
for (const name of ['time', 'start', 'end', 'observed']) TYPES[name] = (value) => typeof value === 'bigint'
for (const name of ['sum', 'min', 'max']) TYPES[name] = (value) => value === null || typeof value === 'number'
for (const name of ['count', 'value', 'severity', 'spanKind', 'status', 'scale', 'zeroCount']) {
  TYPES[name] = (value) => typeof value === 'number'
}
for (const name of ['name', 'unit', 'eventName', 'severityText', 'traceId', 'spanId', 'parentSpanId']) {
  TYPES[name] = (value) => typeof value === 'string'
}

function isPoint(point: Point): boolean {
  const fields = Object.entries(point).every(([name, value]) => TYPES[name]?.(value) ?? true)
  const attributes = Object.values(point.attributes).every(isScalar)
  return fields && attributes && Object.getPrototypeOf(point.attributes) === null
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number')
}
