import { afterEach, beforeEach, expect, it } from 'vitest'
import { telemetryBatch, telemetryMinute, telemetrySource, toldRequest } from './telemetry-testing.ts'
import type { TelemetryBatch } from './telemetry-types.ts'
import { facts, launchRow, openTestStore, seriesRow, testFolder, transition, usage } from './testing.ts'
import type { Store } from './types.ts'

let folder: ReturnType<typeof testFolder>
let store: Store
beforeEach(async () => {
  folder = testFolder()
  store = await openTestStore(folder.dir)
  await store.createSeries(seriesRow())
})
afterEach(async () => {
  await store.close()
  folder.remove()
})

const record = (change: Partial<TelemetryBatch>) => store.recordTelemetry(telemetryBatch(change))

it('keeps how far streams came, and what was seen, over a restart', async () => {
  const stream = { key: 'k1', body: '{"sum":3}', at: 4_000 }
  await record({ at: 1_000, streams: [stream], seen: new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]) })
  await record({ at: 2_000, streams: [{ ...stream, body: '{"sum":4}', at: 5_000 }], seen: new Uint8Array(16).fill(9) })
  await record({ at: 3_000 })
  await store.close()
  store = await openTestStore(folder.dir)
  expect(await store.telemetryStreams(['k0', 'k1'])).toEqual([{ key: 'k1', body: '{"sum":4}', at: 5_000 }])
  const seen = await store.telemetrySeen(1_000)
  expect(seen.map((hashes) => [...hashes])).toEqual([[1, 2, 3, 4, 5, 6, 7, 8], Array(16).fill(9)])
  expect(await store.telemetrySeen(1_001)).toHaveLength(1)
})

it('takes a batch whole or not at all, and counts on with the right names afterwards', async () => {
  const minute = telemetryMinute({ source: 'new', model: 'new-model' })
  const unnamed = telemetryMinute({ source: 'never named' })
  const batch = {
    sources: [telemetrySource({ key: 'new', sessionId: 'new' })],
    requests: [toldRequest({ source: 'new' })],
  }
  await expect(record({ ...batch, minutes: [minute, unnamed] })).rejects.toMatchObject({ code: 'store-defect' })
  expect(await store.telemetrySessions(10)).toEqual([])
  expect(await store.ledgerTotals()).toEqual([])
  // Others take the numbers that were given and taken back.
  await record({ minutes: [telemetryMinute({ model: 'first' })] })
  await record({ ...batch, minutes: [minute] })
  const query = {
    signal: 'metrics',
    name: 'token.usage',
    from: 0,
    until: 1e13,
    step: null,
    by: ['model', 'session'],
  } as const
  expect(await store.telemetryFigures({ ...query, by: [...query.by] })).toMatchObject([
    { model: 'first', source: 'a', value: 10 },
    { model: 'new-model', source: 'new', value: 10 },
  ])
})

it('lists who told, the last one first, with what they told', async () => {
  await store.commit(transition({ launches: [launchRow()] }))
  await store.addSession({ sessionId: 'a', launchId: 'l1', seriesId: 's1', at: 1 })
  const nameless = telemetrySource({ agent: 'other', key: 'origin:x', sessionId: null, launchId: 'l1', project: 'p' })
  await record({ at: 9_000, sources: [nameless] })
  const requests = [toldRequest(), toldRequest({ id: 'r2', model: 'claude-y', costUsd: null, at: 4_000 })]
  await record({ at: 10_000, requests })
  await store.recordFacts(facts({ usages: [usage(), usage({ messageId: 'm2', requestId: 'r3', at: 6_000 })] }))
  const [first, second, ...more] = await store.telemetrySessions(10)
  expect(first).toEqual({
    agent: 'claude',
    sessionId: 'a',
    origin: 'a',
    seriesId: 's1',
    project: null,
    firstAt: '1970-01-01T00:00:04.000Z',
    lastAt: '1970-01-01T00:00:10.000Z',
    models: ['claude-x', 'claude-y'],
    requests: 2,
    unpriced: 1,
    tokens: { input: 2, output: 20, cacheRead: 200, cacheWrite5m: 6, cacheWrite1h: 8 },
    costUsd: 0.4,
    captured: 0.5,
  })
  expect(second).toMatchObject({ agent: 'other', sessionId: null, origin: 'origin:x', seriesId: 's1', captured: null })
  expect(second).toMatchObject({ requests: 0, unpriced: 0, costUsd: null })
  expect(more).toEqual([])
  expect(await store.telemetrySessions(1)).toHaveLength(1)
  // A log record that comes after its span brings the cost.
  await record({ at: 11_000, requests: [toldRequest({ id: 'r2', model: 'claude-y', costUsd: 0.2, at: 4_000 })] })
  expect(await store.telemetrySessions(1)).toMatchObject([{ requests: 2, unpriced: 0, costUsd: expect.closeTo(0.6) }])
  expect(await store.captures(['a', 'none'])).toEqual([{ sessionId: 'a', requests: 2, captured: 1, beside: 1 }])
})

it('misses nothing that was before telemetry, nor what may be on its way', async () => {
  await record({ at: 100_000, requests: [toldRequest({ at: 100_000 })] })
  const line = (n: number, at: number) => usage({ messageId: `m${n}`, requestId: `r${n}`, at })
  await store.recordFacts(facts({ usages: [line(1, 99_990), line(2, 50_000), line(3, Date.now()), line(4, 101_000)] }))
  expect(await store.captures(['a'])).toEqual([{ sessionId: 'a', requests: 2, captured: 1, beside: 0 }])
})

it('keeps names that it does not know', async () => {
  const odd = telemetryMinute({ signal: 'logs', name: 'odd', known: false, minute: 2, count: 3 })
  await record({ minutes: [odd, { ...odd, minute: 1, type: 't' }, telemetryMinute()] })
  const [only, ...others] = await store.telemetryUnknown()
  expect(only).toEqual({ agent: 'claude', signal: 'logs', name: 'odd', count: 6, lastAt: '1970-01-01T00:02:00.000Z' })
  expect(others).toEqual([])
})

it('takes the cost where a response is told of again with one', async () => {
  const span = toldRequest({ costUsd: null, querySource: '' })
  await record({ requests: [span] })
  await store.recordFacts(facts({ usages: [usage()] }))
  expect(await store.usageOfSession('a')).toMatchObject({ requests: 1, costUsd: 0.5 })
  await record({ requests: [toldRequest()] })
  await record({ requests: [span] })
  expect(await store.usageOfSession('a')).toMatchObject({ requests: 1, costUsd: 0.4 })
  expect(await store.ledgerTotals()).toMatchObject([{ agent: 'claude', model: 'claude-x', requests: 1, costUsd: 0.4 }])
  expect(await store.telemetrySessions(1)).toMatchObject([{ requests: 1, costUsd: 0.4 }])
})

it('tells of agents without transcripts beside Claude', async () => {
  const codex = telemetrySource({ agent: 'codex', key: 'c', sessionId: 'c' })
  const hashed = toldRequest({ id: 'otlp:1', byRequestId: false, source: 'c', agent: 'codex', model: 'gpt' })
  await record({ sources: [telemetrySource(), codex], requests: [hashed, toldRequest()] })
  expect(await store.ledgerTotals()).toMatchObject([
    { agent: 'claude', model: 'claude-x', requests: 1 },
    { agent: 'codex', model: 'gpt', requests: 1, costUsd: 0.4 },
  ])
  expect(await store.usageOfSession('c')).toMatchObject({ requests: 1, costUsd: 0.4 })
})

it('lets go of what is old, in pieces', async () => {
  const minutes = Array.from({ length: 6_000 }, (_, minute) => telemetryMinute({ minute }))
  await record({ at: 1_000, minutes, seen: new Uint8Array(8), streams: [{ key: 'old', body: '', at: 1 }] })
  await record({ at: 2_000, seen: new Uint8Array(16), streams: [{ key: 'new', body: '', at: 9 }] })
  const before = { minutes: 5_900 * 60_000, seen: 2_000, streams: 9 }
  let pieces = 1
  while (await store.pruneTelemetry(before)) pieces += 1
  expect(pieces).toBe(2)
  expect((await store.telemetrySeen(0)).map(({ length }) => length)).toEqual([16])
  expect((await store.telemetryStreams(['old', 'new'])).map(({ key }) => key)).toEqual(['new'])
  const query = { signal: 'metrics', name: 'token.usage', from: 0, until: 1e13, step: null, by: [] } as const
  const [all] = await store.telemetryFigures({ ...query, by: [] })
  expect(all?.count).toBe(6_000)
  // Whole days are kept: the fifth began at 5,760.
  const [ofSession] = await store.telemetryFigures({ ...query, by: ['session'] })
  expect(ofSession?.count).toBe(6_000 - 4 * 1_440)
})
