import { expect, it, vi } from 'vitest'
import type { RunEvent } from '../../contract/events.ts'
import type { PlanLimit } from '../../contract/forecast.ts'
import { addDays, dayAt, startOfDay } from '../usage/days.ts'
import type { BlockRequest } from '../store/request-block.ts'
import { openTestStore } from '../store/testing.ts'
import { openLimitsDesk } from './limits-desk.ts'
import { coreOver, dataFolder, filled, keptSeries } from './testing.ts'
import { scanned, scanOf } from './usage-testing.ts'

const MINUTE = 60_000

it('forecasts today and this week, of all and of each project', async () => {
  const dataDir = dataFolder()
  const today = dayAt(Date.now())
  await filled(dataDir, async (store) => {
    // Each day two requests in its first hour: nothing is left of it but at midnight.
    const days = Array.from({ length: 20 }, (_, index) => startOfDay(addDays(today, -index)))
    const requests = days.map((start, index) =>
      scanned(start, 1, {
        session: `s${index}`,
        input: 1_000_000,
        cost: 2,
        message: `m${index}`,
        request: `r${index}`,
      }),
    )
    await store.recordScan(scanOf('/p', requests.slice(0, 12)))
    await store.recordScan(scanOf('/q', requests.slice(12)))
  })
  const { client } = await coreOver(dataDir)
  const found = await client.call('usage.spend', {})
  if (!found.ok) throw new Error(found.problem.cause)
  const [day, week, ofProject] = found.value
  expect(day).toMatchObject({ span: 'day', project: null, from: today, soFar: 2, basisDays: 19 })
  expect(day?.atEnd?.low).toBeGreaterThanOrEqual(2)
  expect(week?.soFar).toBeGreaterThanOrEqual(2)
  // The week's other days cost as much as the days before.
  const left = 6 - ((new Date(startOfDay(today)).getDay() + 6) % 7)
  expect(week?.atEnd?.mid).toBeGreaterThanOrEqual((week?.soFar ?? 0) + left * 2 - 0.01)
  expect(ofProject).toMatchObject({ project: '/p', soFar: 2, basisDays: 11 })
})

it('reckons the economy of a series from its events and its requests', async () => {
  const dataDir = dataFolder()
  const start = Date.parse('2026-11-20T10:00:00Z')
  const id = '01KAP3W7Y2M8Q4T6V9X1Z7Q2M4'
  const at = (minutes: number): string => new Date(start + minutes * MINUTE).toISOString()
  const event = (minutes: number, more: object): RunEvent => ({ at: at(minutes), series: id, ...more }) as RunEvent
  const answer = (session: string, minutes: number, context: number): BlockRequest =>
    scanned(start, minutes, { session, input: 1_000, cacheRead: context - 1_000, output: 200, endsTurn: false })
  await filled(dataDir, async (store) => {
    await store.createSeries(keptSeries(id))
    await store.addSession({ sessionId: 'a', launchId: 'la', seriesId: id, at: start })
    await store.addSession({ sessionId: 'b', launchId: 'lb', seriesId: id, at: start + 40 * MINUTE })
    await store.appendEvents(id, [
      event(0, { type: 'session.started', sessionId: 'a', n: 1, pid: 1 }),
      event(30, { type: 'checkpoint.requested', sessionId: 'a', reason: 'due' }),
      event(35, { type: 'checkpoint.verified', n: 1, kind: 'agent', files: [], sha256: '', ref: null, notes: [] }),
      event(40, { type: 'session.started', sessionId: 'b', n: 2, pid: 2 }),
      event(45, { type: 'pickup', sessionId: 'b', checkpoint: 1, files: [] }),
    ])
    await store.recordScan(
      scanOf('/p', [
        answer('a', 20, 140_000),
        answer('a', 32, 142_000),
        answer('b', 44, 30_000),
        answer('b', 60, 40_000),
        answer('b', 70, 50_000),
      ]),
    )
  })
  const { client } = await coreOver(dataDir)
  const found = await client.call('usage.economy', { id: id.slice(-6) })
  if (!found.ok) throw new Error(found.problem.cause)
  const { cycles, actualUsd, withoutUsd, saved, spent, unpriced } = found.value
  expect(cycles).toMatchObject([
    { n: 1, checkpoint: { tokens: 142_200 }, pickup: { tokens: 30_200 }, saved: { tokens: 220_000 } },
  ])
  expect(saved.costUsd).toBeGreaterThan(0)
  expect(withoutUsd).toBeCloseTo(actualUsd - spent.costUsd + saved.costUsd, 10)
  expect(unpriced).toBe(0)
  expect(await client.call('usage.economy', { id: 'nowhere' })).toMatchObject({ ok: false })
})

const NOW = Date.now()
const LIMIT: PlanLimit = {
  agent: 'claude',
  name: 'five_hour',
  windowMinutes: 300,
  usedPercent: 40,
  resetsAt: new Date(NOW + 60 * MINUTE).toISOString(),
  source: 'statusline',
  at: new Date(NOW).toISOString(),
}

it('keeps the limits that agents told of, and shows those that scans found', async () => {
  const dataDir = dataFolder()
  const store = await openTestStore(dataDir)
  let changes = 0
  let now = NOW
  const open = () =>
    openLimitsDesk({
      store,
      now: () => now,
      changed: () => (changes += 1),
      fault: (error) => {
        throw error
      },
    })
  const desk = await open()
  desk.told([LIMIT])
  desk.told([{ ...LIMIT, usedPercent: 39, at: new Date(NOW + 10_000).toISOString() }])
  expect(desk.limits()).toEqual([LIMIT])
  expect(changes).toBe(1)
  const codex: PlanLimit = { ...LIMIT, agent: 'codex', name: 'primary', source: 'transcript' }
  await store.recordScan({ files: [], requests: [], limits: [codex] })
  desk.look()
  await vi.waitFor(() => expect(desk.limits()).toEqual([LIMIT, codex]))
  desk.close()
  const again = await open()
  expect(again.limits()).toEqual([LIMIT, codex])
  now += 8 * 24 * 60 * MINUTE
  expect(again.limits()).toEqual([])
  again.close()
  await store.close()
  const { client } = await coreOver(dataDir)
  expect(await client.call('usage.limits', {})).toMatchObject({ ok: true, value: [LIMIT, codex] })
})
