import { expect, test } from 'vitest'
import type { Meaning, ToldRequest } from '../../agents/telemetry.ts'
import type { TelemetrySource } from '../../store/telemetry-types.ts'
import { Aggregate } from './aggregate.ts'
import { Cardinality, type CardinalityLimits } from './cardinality.ts'
import { StepCounter } from './counter.ts'
import { gauge, log, nanoseconds, NOW, span, sum } from './points-for-tests.ts'

const HASH = { high: 0, low: 0xab, stream: '' }
const MINUTE = NOW / 60_000

function source(key = 's1', change: Partial<TelemetrySource> = {}): TelemetrySource {
  return { agent: 'claude', key, sessionId: key, launchId: null, project: null, ...change }
}

function meaning(change: Partial<Meaning> = {}): Meaning {
  return { name: 'n', known: true, model: 'm', type: 't', value: null, unit: 'u', request: null, ...change }
}

function asked(change: Partial<ToldRequest> = {}): ToldRequest {
  const tokens = { input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5 }
  const rest = { reasoning: 0, costUsd: 0.1, querySource: 'sdk', main: true, durationMs: 5 }
  return { requestId: 'r1', model: 'm', tokens, ...rest, ...change }
}

function aggregate(limits: CardinalityLimits = {}) {
  const counter = new StepCounter('aggregate')
  return { counter, made: new Aggregate(counter, new Cardinality(counter, limits)) }
}

test('adds up by source, minute, signal, name, model and type', () => {
  const { made, counter } = aggregate()
  const add = (value: number, key: string, seconds: number, change: Partial<Meaning> = {}): void => {
    const increment = { count: 1, value, last: false }
    made.add('metrics', sum({ time: nanoseconds(seconds) }), source(key), meaning(change), increment, HASH)
  }
  add(1, 's1', 0)
  add(2, 's1', 59.9)
  add(4, 's1', 60)
  add(8, 's2', 0)
  add(16, 's1', 0, { model: 'other' })
  add(32, 's1', 0, { type: 'other' })
  add(64, 's1', 0, { name: 'other' })
  const { minutes, sources } = made.batch()
  expect(minutes.map(({ value }) => value)).toEqual([3, 4, 8, 16, 32, 64])
  const row = {
    source: 's1',
    minute: MINUTE,
    signal: 'metrics',
    name: 'n',
    known: true,
    unit: 'u',
    model: 'm',
    type: 't',
  }
  expect(minutes[0]).toEqual({ ...row, count: 2, value: 3, last: false })
  expect(sources.map(({ key }) => key)).toEqual(['s1', 's2'])
  expect(counter.view()).toMatchObject({ in: 7, out: 6 })
})

test('counts records, and the milliseconds of spans', () => {
  const { made } = aggregate()
  made.add('logs', log(), source(), meaning(), null, HASH)
  made.add('logs', log(), source(), meaning({ name: 'own', value: 7 }), null, HASH)
  made.add('traces', span(), source(), meaning(), null, HASH)
  made.add('traces', span({ start: 0n }), source(), meaning({ name: 'no start' }), null, HASH)
  expect(made.batch().minutes.map(({ count, value }) => [count, value])).toEqual([
    [1, 1],
    [1, 7],
    [1, 2_000],
    [1, 0],
  ])
})

test('lets the newest of a level stand, whatever came last', () => {
  const { made } = aggregate()
  for (const [seconds, value] of [
    [1, 5],
    [3, 9],
    [2, 7],
  ] as const) {
    const increment = { count: 1, value, last: true }
    made.add('metrics', gauge({ time: nanoseconds(seconds) }), source(), meaning(), increment, HASH)
  }
  expect(made.batch().minutes).toMatchObject([{ count: 3, value: 9, last: true }])
})

test('takes a level as its agent gives it', () => {
  const { made } = aggregate()
  const increment = { count: 1, value: 0.5, last: true }
  made.add('metrics', gauge(), source(), meaning({ value: 50, unit: '%' }), increment, HASH)
  expect(made.batch().minutes).toMatchObject([{ value: 50, unit: '%' }])
})

test('tells of requests by their own ids, else by a hash', () => {
  const { made } = aggregate()
  made.add('logs', log(), source(), meaning({ request: asked() }), null, HASH)
  made.add('logs', log(), source(), meaning({ request: asked({ requestId: null, costUsd: null }) }), null, HASH)
  const { requests } = made.batch()
  expect(requests.map(({ id, byRequestId, costUsd, at }) => [id, byRequestId, costUsd, at])).toEqual([
    ['r1', true, 0.1, NOW],
    ['otlp:00000000000000ab', false, null, NOW],
  ])
})

test('takes no figures that nobody can have measured', () => {
  const { made, counter } = aggregate()
  const tokens = { ...asked().tokens, input: Number.NaN }
  made.add('logs', log(), source(), meaning({ request: asked({ tokens }) }), null, HASH)
  made.add('logs', log(), source(), meaning({ request: asked({ reasoning: 1e12 }) }), null, HASH)
  made.add('logs', log(), source(), meaning({ request: asked({ costUsd: Number.NaN }) }), null, HASH)
  made.add('logs', log(), source(), meaning({ name: 'w', value: Number.NaN }), null, HASH)
  made.add('logs', log(), source(), meaning({ name: 'w', value: -1e308 }), null, HASH)
  const { requests, minutes } = made.batch()
  expect(requests.map(({ costUsd }) => costUsd)).toEqual([null])
  expect(minutes.find(({ name }) => name === 'w')).toMatchObject({ count: 2, value: 0 })
  expect(counter.view().dropped).toEqual({ 'request-out-of-range': 2 })
})

test('learns launch and project of a source from any of its points', () => {
  const { made } = aggregate()
  made.add('logs', log(), source('s1', { launchId: 'l1' }), meaning(), null, HASH)
  made.add('logs', log(), source('s1', { project: '/p' }), meaning(), null, HASH)
  expect(made.batch().sources).toEqual([source('s1', { launchId: 'l1', project: '/p' })])
})

test('keeps so many names, models and types, the rest as other', () => {
  const { made, counter } = aggregate({ names: 2, types: 1 })
  const add = (change: Partial<Meaning>): void => made.add('logs', log(), source(), meaning(change), null, HASH)
  for (const name of ['a', 'b', 'c', 'd', 'a']) add({ name, known: false })
  for (const name of ['k', 'l']) add({ name })
  add({ name: 'k', model: 'm2', type: 't2' })
  const rows = made.batch().minutes.map(({ name, known, model, type, count }) => [name, known, model, type, count])
  expect(rows).toEqual([
    ['a', false, 'm', 't', 2],
    ['b', false, 'm', 't', 1],
    ['other', false, 'm', 't', 2],
    ['k', true, 'm', 't', 1],
    ['l', true, 'm', 't', 1],
    ['k', true, 'other', 'other', 1],
  ])
  expect(counter.view().dropped).toEqual({ 'too-many-names': 2, 'too-many-models': 1, 'too-many-types': 1 })
})

test('keeps so many models and types of all names together', () => {
  const { made } = aggregate({ kinds: 3 })
  for (const name of ['a', 'b', 'c']) made.add('logs', log(), source(), meaning({ name }), null, HASH)
  expect(made.batch().minutes.map(({ model, type }) => `${model} ${type}`)).toEqual(['m t', 'm other', 'other other'])
})

test('cuts what is too long to be a name', () => {
  const { made } = aggregate()
  made.add('logs', log(), source(), meaning({ name: 'n'.repeat(500), type: 't'.repeat(500) }), null, HASH)
  expect(made.batch().minutes.map(({ name, type }) => [name.length, type.length])).toEqual([[200, 200]])
})
