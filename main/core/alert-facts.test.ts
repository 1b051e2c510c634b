import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AlertRule, type AlertFact } from '../../contract/alerts.ts'
import type { PlanLimit, SpendForecast } from '../../contract/forecast.ts'
import { noScan, type ObservedSession, type ScanState } from '../../contract/observed.ts'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import type { SeriesView, SessionView } from '../../contract/series.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import { openTestStore, testFolder } from '../store/testing.ts'
import type { Store } from '../store/types.ts'
import { createFacts, type FactParts } from './alert-facts.ts'
import { keptSeries } from './testing.ts'
import { scanned, scanOf } from './usage-testing.ts'

const NOW = new Date(2026, 10, 22, 12, 0).getTime()
const MINUTE = 60_000
const iso = (minutesAgo: number): string => new Date(NOW - minutesAgo * MINUTE).toISOString()

const folder = testFolder()
let store: Store
let views: Map<string, SeriesView>
let observed: ObservedSession[]
let limits: PlanLimit[]
let spend: SpendForecast[]
let scan: ScanState
let wokeAt: number
let begunAt: number
let lastSignAt: number | null
let faults: string[]

beforeAll(async () => {
  store = await openTestStore(folder.dir)
  await store.createSeries(keptSeries('s1', { status: 'running' }))
  await store.createSeries(keptSeries('s2', { task: 'done', status: 'completed' }))
  const requests = [
    scanned(NOW, -90, { session: 'a', cost: 10 }),
    scanned(NOW, -61, { session: 'a', cost: 5, failed: true }),
    scanned(NOW, -59, { session: 'a', cost: 1 }),
    scanned(NOW, -10, { session: 'a', cost: 2, costIsOwn: true }),
    scanned(NOW, -5, { session: 'a', cost: null, failed: true }),
    scanned(NOW, -13 * 60, { session: 'a', cost: 100 }),
  ]
  await store.recordScan(scanOf('/p', requests))
  await store.recordScan(scanOf('/q', [scanned(NOW, -1, { session: 'b', cost: 4 })]))
})
afterAll(async () => {
  await store.close()
  folder.remove()
})

beforeEach(() => {
  views = new Map([['s1', series()]])
  observed = []
  limits = []
  spend = []
  scan = { ...noScan(''), phase: 'following' }
  wokeAt = 0
  begunAt = NOW - 60 * MINUTE
  lastSignAt = null
  faults = []
})

function session(change: Partial<SessionView> = {}): SessionView {
  const process = { pid: 1, startedAt: iso(60), endedAt: null, exitCode: null, signal: null, live: true }
  const context = { used: 100_000, window: 200_000, percent: 50, source: 'statusline', at: iso(3) } as const
  const about = { sessionId: 'h1', launchId: 'l', seriesId: 's1', n: 1, project: '/p', model: null, forecast: null }
  const spent = { costUsd: 1, tokens: NO_TOKENS, captured: 0.75 }
  return { ...about, ...process, context, ...spent, state: 'busy', ...change }
}

function series(change: Partial<SeriesView> = {}): SeriesView {
  const about = {
    id: 's1',
    project: '/p',
    task: 'fix',
    status: 'running',
    why: null,
    hold: null,
    ending: null,
  } as const
  const counts = { activity: '', createdAt: iso(90), updatedAt: iso(60), sessions: 1, checkpoints: 0, boxes: [] }
  const spent = { due: 140_000, soft: 90_000, costUsd: 12, tokens: NO_TOKENS, policy: DEFAULT_POLICY }
  return { ...about, ...counts, ...spent, session: session(), ...change }
}

function other(change: Partial<ObservedSession> = {}): ObservedSession {
  return {
    agent: 'codex',
    sessionId: '0123456789',
    project: '/home/ann/shop',
    title: 'Buy all the things',
    state: 'idle',
    stateSource: 'transcript',
    waitingFor: null,
    pid: null,
    startedAt: iso(90),
    lastAt: iso(20),
    model: null,
    context: { used: 95, window: 100, percent: 95, source: 'transcript', at: iso(20) },
    forecast: null,
    requests: 1,
    turns: 1,
    subagents: 0,
    tokens: NO_TOKENS,
    costUsd: 0,
    unpriced: 0,
    unattributedUsd: null,
    captured: null,
    seriesId: null,
    parallel: 0,
    adopt: { can: true, why: null },
    ...change,
  }
}

async function facts(...rules: Partial<AlertRule>[]) {
  const parts: FactParts = {
    store,
    view: async (id) => views.get(id) ?? null,
    lastSignAt: () => lastSignAt,
    observed: () => observed,
    scan: () => scan,
    limits: () => limits,
    spend: async () => spend,
    wokeAt: () => wokeAt,
    begunAt,
    fault: (error) => void faults.push(String(error)),
  }
  const all = rules.map((rule, index) => ({
    ...AlertRule.parse({ id: `r${index}`, fact: 'context', above: 1 }),
    ...rule,
  }))
  return createFacts(parts)(all, NOW)
}

/** What is known of one fact: its subjects with their figures. */
async function known(fact: AlertFact, change: Partial<AlertRule> = {}): Promise<Record<string, number | null>> {
  const { figures } = await facts({ fact, ...change })
  return Object.fromEntries(figures.filter((one) => one.fact === fact).map(({ subject, value }) => [subject, value]))
}

describe('of a hosted session', () => {
  it('is known how full it is', async () => {
    expect(await known('context')).toEqual({ fix: 50 })
    expect((await known('context-of-due'))['fix']).toBeCloseTo(71.43)
    views.set('s1', series({ session: session({ context: null }), due: null }))
    expect([await known('context'), await known('context-of-due')]).toEqual([{ fix: null }, { fix: null }])
  })

  it('is known how long it gave no sign while it is busy, since the machine woke at most', async () => {
    expect((await known('stalled'))['fix']).toBeCloseTo(3)
    lastSignAt = NOW - MINUTE
    expect((await known('stalled'))['fix']).toBeCloseTo(1)
    wokeAt = NOW - 6_000
    expect((await known('stalled'))['fix']).toBeCloseTo(0.1)
    views.set('s1', series({ session: session({ state: 'idle' }) }))
    expect(await known('stalled')).toEqual({ fix: 0 })
    views.set('s1', series({ session: session({ state: 'unknown' }) }))
    expect(await known('stalled')).toEqual({ fix: null })
  })

  it('is known how much telemetry missed', async () => {
    expect(await known('telemetry-gap')).toEqual({ fix: 25 })
    views.set('s1', series({ session: session({ captured: null }) }))
    expect(await known('telemetry-gap')).toEqual({ fix: null })
  })

  it('nothing is known once it is over', async () => {
    views.set('s1', series({ session: session({ live: false }) }))
    expect(await known('context')).toEqual({})
  })
})

describe('of a series', () => {
  it('is known what it cost, while it is not finished', async () => {
    views.set('s2', series({ id: 's2', task: 'done' }))
    expect(await known('cost-series')).toEqual({ fix: 12 })
  })

  it.each([
    [{ kind: 'permission', human: true }, 15],
    [{ kind: 'no-progress', human: true }, 15],
    [{ kind: 'paused', human: true }, 0],
    [{ kind: 'limit', human: false }, 0],
  ])('%j: has waited for its person for %d min', async (hold, minutes) => {
    views.set('s1', series({ hold: { ...hold, since: iso(15), until: null }, session: null }))
    expect((await known('waiting'))['fix']).toBeCloseTo(minutes)
  })
})

describe('of an observed session', () => {
  const NAME = 'codex 01234567 in shop'

  it('is known how full it is, and how long it waits or gives no sign, while it lives', async () => {
    observed = [other({ state: 'waiting' })]
    expect((await known('context'))[NAME]).toBe(95)
    expect((await known('context-of-due'))[NAME]).toBeNull()
    expect((await known('waiting'))[NAME]).toBeCloseTo(20)
    expect((await known('stalled'))[NAME]).toBe(0)
    observed = [other({ state: 'busy' })]
    expect((await known('waiting'))[NAME]).toBe(0)
    expect((await known('stalled'))[NAME]).toBeCloseTo(20)
    observed = [other({ state: 'ended' })]
    expect(Object.keys(await known('context'))).toEqual(['fix'])
  })

  it('is not gone while sessions are still being found', async () => {
    scan = { ...scan, phase: 'first' }
    expect((await facts({ fact: 'context' })).partly.has('context')).toBe(true)
    scan = { ...scan, phase: 'off' }
    begunAt = NOW - 5_000
    expect((await facts({ fact: 'context' })).partly.has('context')).toBe(true)
    begunAt = NOW - MINUTE
    expect((await facts({ fact: 'context' })).partly.has('context')).toBe(false)
  })
})

describe('of the ledger', () => {
  it('the last 60 minutes are known, of all or of a part', async () => {
    expect(await known('cost-hour')).toEqual({ '': 7 })
    expect(await known('cost-hour', { project: '/p' })).toEqual({ p: 3 })
    expect(await known('cost-hour', { agent: 'claude', project: '/q' })).toEqual({ 'claude in q': 4 })
    expect(await known('cost-hour', { agent: 'codex' })).toEqual({ codex: 0 })
    expect(await known('errors')).toEqual({ '': 1 })
    expect(await known('errors', { project: '/q' })).toEqual({ q: 0 })
  })

  it('the day since midnight is known', async () => {
    expect((await known('cost-day'))['']).toBeCloseTo(22)
    expect((await known('cost-day', { project: '/q' }))['q']).toBeCloseTo(4)
  })

  it('each scope is read once', async () => {
    const { figures } = await facts(
      { fact: 'cost-day' },
      { fact: 'cost-day', above: 2 },
      { fact: 'cost-day', project: '/p' },
    )
    expect(figures.map(({ key }) => key)).toEqual(['cost-day scope * *', 'cost-day scope * /p'])
  })
})

describe('of what agents report', () => {
  const limit: PlanLimit = {
    agent: 'claude',
    name: 'five_hour',
    windowMinutes: 300,
    usedPercent: 92,
    resetsAt: iso(-30),
    source: 'statusline',
    at: iso(1),
  }

  it('a limit is known until it begins anew', async () => {
    limits = [limit, { ...limit, name: 'seven_day', resetsAt: iso(1) }, { ...limit, agent: 'codex', resetsAt: null }]
    expect(await known('limit')).toEqual({ 'claude five hour limit': 92, 'codex five hour limit': 92 })
    expect((await facts({ fact: 'limit' })).partly.has('limit')).toBe(false)
    limits = []
    expect((await facts({ fact: 'limit' })).partly.has('limit')).toBe(true)
  })

  it('the forecast of the day is known where there is one', async () => {
    expect(await known('spend-forecast-day')).toEqual({ '': null })
    const day = { span: 'day', from: '2026-11-22', soFar: 1, basisDays: 9 } as const
    spend = [
      { ...day, project: '/p', atEnd: { low: 1, mid: 30, high: null } },
      { ...day, project: null, atEnd: { low: 1, mid: 50, high: 60 } },
    ]
    expect(await known('spend-forecast-day')).toEqual({ '': 50 })
    expect(await known('spend-forecast-day', { project: '/p' })).toEqual({ p: 30 })
  })
})

it('reads what the rules look at and nothing else; what cannot be read is not known', async () => {
  const broken = async (): Promise<never> => Promise.reject(new Error('the store is busy'))
  store = { ...store, seriesMarks: broken }
  const onlyLimits = await facts({ fact: 'limit' })
  expect([onlyLimits.figures, faults]).toEqual([[], []])
  const { figures, partly } = await facts({ fact: 'context' }, { fact: 'cost-hour' })
  expect(figures.map(({ fact }) => fact)).toEqual(['cost-hour'])
  expect(partly.has('context')).toBe(true)
  expect(partly.has('cost-hour')).toBe(false)
  expect(faults).toEqual(['Error: the store is busy'])
})
