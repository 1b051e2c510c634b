import { beforeAll, describe, expect, it } from 'vitest'
import { dayAt, addDays } from '../usage/days.ts'
import type { RunningCore } from './open.ts'
import { coreOver, dataFolder, filled } from './testing.ts'
import { scanned, scanOf } from './usage-testing.ts'

const DAY_MS = 24 * 3_600_000
/** Noon of yesterday, local time: all of it lies on one day. */
const START = new Date(new Date().setHours(12, 0, 0, 0)).getTime() - DAY_MS
const DAY = dayAt(START)

let core: RunningCore
beforeAll(async () => {
  const dataDir = dataFolder()
  await filled(dataDir, async (store) => {
    for (const name of ['a', 'b']) await store.recordScan(scanOf('/work/api', paused(name)))
    await store.recordScan(
      scanOf('=cmd', [scanned(START, 300, { session: 'c', model: 'claude-sonnet-5-5', output: 1_000 })]),
    )
    await store.recordScan(
      scanOf('/work/api', [scanned(START, 400, { session: 'd', model: 'nobody-knows', output: 10, cost: null })]),
    )
  })
  core = await coreOver(dataDir)
})

/** A full cache, and a pause after which all of it is written again: 190,000 tokens for $5 in place of $0.2 a million. */
function paused(session: string) {
  return [
    scanned(START, 0, { session, cacheWrite5m: 190_000, output: 2_000 }),
    scanned(START, 30, { session, cacheWrite5m: 190_000, output: 2_000 }),
  ]
}

async function asked<T>(call: Promise<{ ok: true; value: T } | { ok: false; problem: { cause: string } }>): Promise<T> {
  const outcome = await call
  if (!outcome.ok) throw new Error(outcome.problem.cause)
  return outcome.value
}

describe('usage', () => {
  it('is told by any dimension', async () => {
    const { rows, total, more } = await asked(core.client.call('usage.query', { by: ['day', 'project'] }))
    expect(rows.map((row) => [row.day, row.project, row.requests])).toEqual([
      [DAY, '/work/api', 5],
      [DAY, '=cmd', 1],
    ])
    expect([total.requests, total.turns, total.unpriced, more]).toEqual([6, 6, 1, 0])
    expect(total.costUsd).toBeCloseTo(4 * (0.95 + 0.04) + 0.01, 9)
  })

  it('is exported with the name of what it holds, and without formulas', async () => {
    const file = await asked(core.client.call('usage.export', { by: ['project'], format: 'csv', from: DAY, limit: 1 }))
    expect(file.name).toBe(`baton-usage-${DAY}-to-now-by-project.csv`)
    const lines = file.text.split('\n')
    expect(lines.map((line) => line.split(',')[0])).toEqual(['project', '/work/api', "'=cmd", ''])
  })

  it('compares models', async () => {
    const models = await asked(core.client.call('usage.models', {}))
    expect(models.map(({ model, requests, costPerTurn }) => [model, requests, costPerTurn])).toEqual([
      ['claude-opus-5-5', 4, expect.closeTo(0.99, 9)],
      ['claude-sonnet-5-5', 1, expect.closeTo(0.01, 9)],
      ['nobody-knows', 1, null],
    ])
  })

  it('shows when work is done', async () => {
    const patterns = await asked(core.client.call('usage.patterns', {}))
    expect([patterns.from, patterns.until]).toEqual([DAY, dayAt(Date.now())])
    const weekday = (new Date(START).getDay() + 6) % 7
    expect(patterns.hours.map((cell) => [cell.weekday, cell.hour, cell.requests])).toEqual([
      [weekday, 12, 4],
      [weekday, 17, 1],
      [weekday, 18, 1],
    ])
    expect(patterns).toMatchObject({ errorRate: 0, retryRate: null, turnsPerTask: null, waits: [] })
  })
})

describe('advice', () => {
  const advice = () => asked(core.client.call('usage.advice', {}))

  it('is given over the last thirty days, and explained row by row', async () => {
    const [one, ...others] = await advice()
    expect(others).toEqual([])
    expect(one).toMatchObject({
      kind: 'cache-misses',
      from: addDays(dayAt(Date.now()), -29),
      sessions: 2,
      dismissed: false,
    })
    // Twice 190,000 tokens for $0.2 in place of $5 a million.
    expect(one?.savedUsd).toBeCloseTo(2 * 0.912, 9)
    const { advice: again, rows } = await asked(core.client.call('usage.explain', { id: one?.id ?? '' }))
    expect(again).toEqual(one)
    const saved = rows.reduce((sum, row) => sum + (row.costUsd ?? 0) - (row.insteadUsd ?? 0), 0)
    expect(saved).toBeCloseTo(one?.savedUsd ?? 0, 9)
    expect(rows.map(({ sessionId, id }) => [sessionId, id]).toSorted()).toEqual([
      ['a', 'm-a-30-'],
      ['b', 'm-b-30-'],
    ])
  })

  it('is dismissed, and told again', async () => {
    const [one] = await advice()
    const id = one?.id ?? ''
    await asked(core.client.call('usage.dismiss', { id, dismissed: true }))
    expect((await advice()).map(({ dismissed }) => dismissed)).toEqual([true])
    expect((await asked(core.client.call('usage.explain', { id }))).advice.dismissed).toBe(true)
    await asked(core.client.call('usage.dismiss', { id, dismissed: false }))
    expect((await advice()).map(({ dismissed }) => dismissed)).toEqual([false])
  })

  it('that never was cannot be explained', async () => {
    for (const id of ['x', `threshold.${DAY}.${DAY}.00000000.00000000`]) {
      const outcome = await core.client.call('usage.explain', { id })
      expect(outcome).toMatchObject({ ok: false, problem: { code: 'unknown-advice' } })
    }
  })

  it('has nothing to say of another time', async () => {
    expect(await asked(core.client.call('usage.advice', { until: addDays(DAY, -1) }))).toEqual([])
  })
})
