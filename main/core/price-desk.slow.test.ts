import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PriceOverride } from '../../contract/prices.ts'
import { Settings } from '../../contract/settings.ts'
import { PRICE_TABLES, priceOf, usePrices } from '../agents/prices.ts'
import { request, scanBatch, transcriptFile, usageQuery } from '../store/ledger-testing.ts'
import { telemetryBatch, telemetrySource, toldRequest } from '../store/telemetry-testing.ts'
import { facts, openTestStore, testFolder, usage } from '../store/testing.ts'
import type { Store } from '../store/types.ts'
import { createPriceDesk, type PriceDesk } from './price-desk.ts'

const AT = Date.UTC(2026, 10, 22)
const MILLION = { input: 1_000_000, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }

let folder: ReturnType<typeof testFolder>
let store: Store
let settings: Settings
let changes: number
const desks: PriceDesk[] = []

beforeEach(async () => {
  folder = testFolder()
  store = await openTestStore(folder.dir)
  settings = Settings.parse({})
  changes = 0
})
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close()
  usePrices([])
  await store.close()
  folder.remove()
})

function openDesk(): PriceDesk {
  const desk = createPriceDesk({
    store,
    dataDir: folder.dir,
    settings: () => settings,
    changed: () => (changes += 1),
    fault: (error) => {
      throw error
    },
    settleMs: 0,
  })
  desks.push(desk)
  return desk
}

async function setPrices(desk: PriceDesk, prices: Partial<PriceOverride>[]): Promise<void> {
  const before = settings
  const own = prices.map((one) =>
    PriceOverride.parse({ models: ['gpt-5.5'], input: 1, output: 1, cacheRead: 1, ...one }),
  )
  settings = { ...before, usage: { ...before.usage, prices: own } }
  desk.follow(before, settings)
  await desk.idle()
}

/** A request of each kind: of Codex's transcript, of a hosted session, of telemetry; and two with figures of their agents. */
async function fill(): Promise<void> {
  const codex = { ...MILLION, session: 'c', model: 'gpt-5.5', at: AT, cost: 5, message: 'c1' }
  const own = { ...codex, message: 'c2', cost: 7, costIsOwn: true }
  const file = transcriptFile({ agent: 'codex', sessionId: 'c', path: '/t/c.jsonl' })
  await store.recordScan(scanBatch([file], [request(codex), request(own)]))
  const hosted = usage({ sessionId: 'h', model: 'claude-opus-5-5', tokens: MILLION, costUsd: null, at: AT })
  await store.recordFacts(facts({ usages: [hosted] }))
  const source = telemetrySource({ agent: 'codex', key: 't', sessionId: 't' })
  const told = { source: 't', agent: 'codex', model: 'gpt-5.5', tokens: MILLION, at: AT, byRequestId: false } as const
  const requests = [
    toldRequest({ ...told, id: 'listed', costUsd: null, listUsd: 10 }),
    toldRequest({ ...told, id: 'fast', costUsd: null, listUsd: null, fast: true }),
    toldRequest({ ...told, id: 'own', costUsd: 3 }),
  ]
  await store.recordTelemetry(telemetryBatch({ sources: [source], requests }))
}

async function costs(): Promise<Record<string, [source: string, usd: number][]>> {
  const { rows } = await store.usage(usageQuery({ by: ['session', 'costSource'] }))
  const bySession = Object.groupBy(rows, (row) => row.sessionId ?? '')
  return Object.fromEntries(
    Object.entries(bySession).map(([session, of]) => [session, (of ?? []).map((r) => [r.costSource ?? '', r.costUsd])]),
  )
}

it('prices at the start what other prices were used for, and nothing twice', async () => {
  await fill()
  const desk = openDesk()
  desk.begin()
  await desk.idle()
  expect(await costs()).toEqual({
    // The built-in price of a long prompt, and beside it what the agent says itself.
    c: [
      ['agent', 7],
      ['list', 10],
    ],
    h: [['list', 4]],
    t: [
      ['agent', 3],
      ['list', 10],
      ['none', 0],
    ],
  })
  expect(changes).toBe(1)
  desk.begin()
  await desk.idle()
  expect(changes).toBe(1)
})

it("applies a person's own prices at once, to what comes and to what is there, and takes them back", async () => {
  await fill()
  const desk = openDesk()
  await setPrices(desk, [{ input: 2 }, { input: 4, fast: true }, { models: ['claude-opus-5-5'], input: 3 }])
  expect(priceOf('codex', 'gpt-5.5', MILLION, { at: AT })).toBe(2)
  expect(await costs()).toEqual({
    c: [
      ['agent', 7],
      ['list', 2],
    ],
    h: [['list', 3]],
    t: [
      ['agent', 3],
      ['list', 6],
    ],
  })
  const [session] = await store.telemetrySessions(1)
  expect(session).toMatchObject({ costUsd: 9, unpriced: 0 })
  await setPrices(desk, [])
  expect((await costs())['t']).toEqual([
    ['agent', 3],
    ['list', 10],
    ['none', 0],
  ])
})

it('goes on with the next core where one ended', async () => {
  const many = Array.from({ length: 1_500 }, (_, n) =>
    request({ ...MILLION, session: 'c', model: 'gpt-5.5', at: AT, cost: 1, message: `m${n}`, request: '' }),
  )
  await store.recordScan(scanBatch([transcriptFile({ agent: 'codex', sessionId: 'c' })], many))
  const first = openDesk()
  first.begin()
  await expect.poll(async () => (await costs())['c']?.[0]?.[1]).toBeGreaterThan(1_500)
  await first.close()
  const marks = JSON.parse(readFileSync(path.join(folder.dir, 'prices.json'), 'utf8')) as { pricing: unknown }
  expect(marks.pricing).not.toBeNull()
  const next = openDesk()
  next.begin()
  await next.idle()
  expect((await costs())['c']).toEqual([['list', 15_000]])
  expect(JSON.parse(readFileSync(path.join(folder.dir, 'prices.json'), 'utf8'))).toMatchObject({ pricing: null })
})

it('tells the built-in tables', async () => {
  expect(await openDesk().handlers['usage.prices']()).toEqual({ ok: true, value: [...PRICE_TABLES] })
})
