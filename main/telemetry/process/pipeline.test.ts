import { expect, onTestFinished, test, vi } from 'vitest'
import type { Forwarder, Processor, Received } from '../types.ts'
import { testLedger, type TestLedger } from './ledger-for-tests.ts'
import { createProcessor, type ProcessorParts } from './pipeline.ts'
import { decodeTest, log, nanoseconds, NOW, request, sum, testAgent, testParts } from './points-for-tests.ts'

async function start(ledger: TestLedger, change: Partial<ProcessorParts> = {}): Promise<Processor> {
  const processor = await createProcessor({ ...testParts(ledger), ...change })
  onTestFinished(() => processor.close())
  return processor
}

function forwarder(keep: Forwarder['keep']): Forwarder {
  const view: ReturnType<Forwarder['view']> = {
    endpoint: 'http://x',
    state: 'idle',
    queued: { requests: 0, bytes: 0, oldestAt: null },
    sent: 0,
    dropped: {},
    nextTryAt: null,
    problem: null,
  }
  return { keep, own: () => undefined, view: () => view, close: () => Promise.resolve() }
}

const TAKEN = { did: 'taken', rejected: 0, why: '' }

test('answers a request after its commit', async () => {
  const ledger = testLedger()
  const gate = Promise.withResolvers<void>()
  ledger.gate = gate.promise
  const processor = await start(ledger)
  let answered = false
  const taking = processor.take(request([sum()])).then((taken) => {
    answered = true
    return taken
  })
  await vi.waitFor(() => expect(processor.steps().find(({ step }) => step === 'batch')?.in).toBe(1))
  expect(answered).toBe(false)
  expect(processor.queue()).toEqual({ requests: 1, bytes: 100 })
  gate.resolve()
  expect(await taking).toEqual(TAKEN)
  expect(ledger.total('tokens')).toEqual({ count: 1, value: 5 })
  expect(processor.received()).toEqual({ metrics: { accepted: 1 }, logs: {}, traces: {} })
  expect(processor.queue()).toEqual({ requests: 0, bytes: 0 })
})

test('keeps the good points of a request and says what was wrong with the others', async () => {
  const ledger = testLedger()
  const processor = await start(ledger)
  const points = [sum(), sum({ name: '' }), sum({ time: 0n }), sum({ value: Number.NaN }), sum({ name: '' })]
  expect(await processor.take(request(points))).toEqual({
    did: 'taken',
    rejected: 4,
    why: 'no-name (2), no-time (1), not-a-number (1)',
  })
  expect(ledger.total('tokens').value).toBe(5)
  expect(processor.received().metrics).toEqual({ accepted: 1, rejected: 4 })
})

test('gathers what comes while a batch is stored, a thousand points at most each', async () => {
  const ledger = testLedger()
  const processor = await start(ledger)
  const records = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => log({ time: nanoseconds(0) + BigInt(from + at) }))
  const gate = Promise.withResolvers<void>()
  ledger.gate = gate.promise
  const taking = Array.from({ length: 40 }, (_, at) => processor.take(request(records(at * 100, 100))))
  await vi.waitFor(() => expect(processor.steps()[0]?.out).toBeGreaterThan(2_000))
  gate.resolve()
  const taken = await Promise.all(taking)
  expect(taken).toEqual(Array.from({ length: 40 }, () => TAKEN))
  const sizes = ledger.batches.map(({ seen }) => seen.length / 8)
  expect(Math.max(...sizes)).toBe(1_000)
  expect(sizes.reduce((all, size) => all + size, 0)).toBe(4_000)
  expect(ledger.total('api_request').count).toBe(4_000)
})

test('stores a large request in several transactions and answers it after the last', async () => {
  const ledger = testLedger()
  const processor = await start(ledger)
  const records = Array.from({ length: 3_250 }, (_, at) => log({ time: nanoseconds(0) + BigInt(at) }))
  expect(await processor.take(request(records))).toEqual(TAKEN)
  expect(ledger.batches.length).toBeGreaterThan(3)
  expect(ledger.total('api_request').count).toBe(3_250)
})

test('lets others run while it works on a large request', async () => {
  const processor = await start(testLedger(), {
    *decode(signal, encoding, body) {
      yield undefined
      const decoded = decodeTest(signal, encoding, body)
      return 'next' in decoded ? yield* decoded : decoded
    },
  })
  let turns = 0
  let isDone = false
  const turn = (): void => {
    turns += 1
    if (!isDone) setImmediate(turn)
  }
  const records = Array.from({ length: 20_000 }, (_, at) => log({ time: nanoseconds(0) + BigInt(at) }))
  setImmediate(turn)
  const taken = await processor.take(request(records))
  isDone = true
  expect(taken).toEqual(TAKEN)
  expect(turns).toBeGreaterThan(1)
})

test('takes a failed commit back, and counts what is sent again once', async () => {
  const ledger = testLedger()
  const processor = await start(ledger)
  await processor.take(request([sum({ temporality: 'cumulative', value: 5 })]))
  const next = [sum({ temporality: 'cumulative', value: 9, time: nanoseconds(20) })]
  ledger.commits = 'fail'
  const busy = await processor.take(request(next))
  expect(busy).toEqual({ did: 'busy', retryAfterMs: 5_000, why: 'Baton could not store it' })
  expect(processor.lastError()?.what).toContain('the disk is full')
  expect(processor.received().metrics).toEqual({ accepted: 1 })
  ledger.commits = 'well'
  expect(await processor.take(request(next))).toEqual(TAKEN)
  expect(ledger.total('tokens').value).toBe(9)
  expect(processor.steps().find(({ step }) => step === 'dedupe')).toEqual({
    step: 'dedupe',
    in: 2,
    out: 2,
    dropped: {},
  })
})

test('counts once what was stored though the store said it was not', async () => {
  const ledger = testLedger()
  const processor = await start(ledger)
  ledger.commits = 'late'
  const points = [sum(), sum({ name: 'other', temporality: 'cumulative' })]
  expect((await processor.take(request(points))).did).toBe('busy')
  ledger.commits = 'well'
  expect(await processor.take(request(points))).toEqual(TAKEN)
  await processor.take(request([sum({ name: 'other', temporality: 'cumulative', value: 7, time: nanoseconds(20) })]))
  expect(ledger.total('tokens').value).toBe(5)
  expect(ledger.total('other').value).toBe(7)
})

test('acknowledges a duplicate of what is under way only after that is stored', async () => {
  const ledger = testLedger()
  const gate = Promise.withResolvers<void>()
  ledger.gate = gate.promise
  const processor = await start(ledger)
  const answers: string[] = []
  const first = processor.take(request([sum()])).then(() => answers.push('first'))
  await vi.waitFor(() => expect(processor.steps().find(({ step }) => step === 'batch')?.in).toBe(1))
  const second = processor.take(request([sum()])).then(() => answers.push('second'))
  await vi.waitFor(() => expect(processor.steps()[0]?.out).toBe(2))
  expect(answers).toEqual([])
  gate.resolve()
  await Promise.all([first, second])
  expect(answers).toEqual(['first', 'second'])
  expect(ledger.total('tokens')).toEqual({ count: 1, value: 5 })
  expect(processor.received().metrics).toEqual({ accepted: 1, duplicate: 1 })
})

test('says busy rather than hold more than it may', async () => {
  const ledger = testLedger()
  const gate = Promise.withResolvers<void>()
  ledger.gate = gate.promise
  const processor = await start(ledger)
  const big = (at: number): Received => request([log({ time: nanoseconds(at) })], {}, 12 * 2 ** 20)
  const held = [processor.take(big(1)), processor.take(big(2))]
  expect((await processor.take(big(3))).did).toBe('busy')
  gate.resolve()
  expect(await Promise.all(held)).toEqual([TAKEN, TAKEN])
  expect(await processor.take(big(3))).toEqual(TAKEN)
})

test('refuses what is no request for good', async () => {
  const processor = await start(testLedger())
  const nonsense: Received = { signal: 'logs', encoding: 'json', protocol: 'http', body: new Uint8Array(3), at: NOW }
  expect(await processor.take(nonsense)).toEqual({ did: 'malformed', why: 'no request of the test' })
  expect(processor.queue().requests).toBe(0)
})

test('keeps requests for sending on before they are acknowledged, and no mere repetition', async () => {
  const ledger = testLedger()
  const kept: Received[] = []
  const parts = { forwarder: forwarder(async (requests) => void kept.push(...requests)) }
  const processor = await start(ledger, parts)
  const first = request([sum()])
  await processor.take(first)
  expect(kept).toEqual([first])
  await processor.take(request([sum()]))
  expect(kept).toHaveLength(1)
  // A later run cannot know whether the one before it came to keep it.
  const later = await start(ledger, parts)
  await later.take(request([sum()]))
  expect(kept).toHaveLength(2)
  expect(ledger.total('tokens').value).toBe(5)
})

test('takes what is stored though it cannot be sent on, and says so', async () => {
  const ledger = testLedger()
  const processor = await start(ledger, { forwarder: forwarder(() => Promise.reject(new Error('no room'))) })
  expect(await processor.take(request([sum()]))).toEqual(TAKEN)
  expect(processor.lastError()).toEqual({
    at: new Date(NOW).toISOString(),
    what: 'telemetry could not be kept for sending on: no room',
  })
  expect(processor.steps().at(-1)).toEqual({ step: 'batch', in: 1, out: 1, dropped: { 'not-forwarded': 1 } })
})

test('survives an agent that throws, and tells of it', async () => {
  const faults: unknown[] = []
  const broken = {
    ...testAgent,
    log: () => {
      throw new Error('a defect')
    },
  }
  const processor = await start(testLedger(), { agents: [broken], fault: (error) => void faults.push(error) })
  expect(await processor.take(request([log()]))).toEqual({ did: 'taken', rejected: 1, why: 'defect (1)' })
  expect(faults).toEqual([new Error('a defect')])
})

test('counts a probe and stores nothing of it', async () => {
  const ledger = testLedger()
  const processor = await start(ledger)
  expect(await processor.take(request([log({ eventName: 'baton.probe' })]))).toEqual(TAKEN)
  expect(processor.received().logs).toEqual({ probe: 1 })
  expect(ledger.batches.flatMap(({ minutes, sources }) => [...minutes, ...sources])).toEqual([])
})

test('stores what waits before it closes, and takes nothing afterwards', async () => {
  const ledger = testLedger()
  const processor = await start(ledger)
  const taking = processor.take(request([sum()]))
  await processor.close()
  expect(await taking).toEqual(TAKEN)
  expect(ledger.total('tokens').value).toBe(5)
  expect((await processor.take(request([sum()]))).did).toBe('busy')
})
