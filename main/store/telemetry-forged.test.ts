import { expect, it } from 'vitest'
import { memoryStore, telemetryBatch, telemetryMinute, telemetrySource, toldRequest } from './telemetry-testing.ts'
import type { TelemetryQuery } from './telemetry-types.ts'
import { facts, usage } from './testing.ts'

/** What a sender says may be anything: nothing of it may keep what comes after from being stored. */

const QUERY: TelemetryQuery = { signal: 'metrics', name: 'token.usage', from: 0, until: 1e13, step: null, by: [] }

it.each([
  ['beyond all numbers', [1e308, 1e308, -1e308, -1e308, -1e308]],
  ['infinite', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1]],
  ['no number', [Number.NaN, 3]],
])('goes on after values that are %s', (_, values) => {
  const { calls } = memoryStore()
  for (const value of values)
    calls.recordTelemetry(telemetryBatch({ minutes: [telemetryMinute({ value, count: 2 ** 63 })] }))
  const [figure] = calls.telemetryFigures(QUERY)
  expect(Number.isFinite(figure?.value)).toBe(true)
  expect(figure?.count).toBeGreaterThan(2 ** 52)
})

it('goes on after more cost and tokens than there can be', () => {
  const { calls } = memoryStore()
  const most = 2 ** 33
  const tokens = { input: most, output: most, cacheRead: most, cacheWrite5m: most, cacheWrite1h: most }
  const forged = (n: number) => toldRequest({ id: `f${n}`, tokens, costUsd: 1e6, model: 'claude-x' })
  for (let batch = 0; batch < 10; batch += 1)
    calls.recordTelemetry(
      telemetryBatch({ requests: Array.from({ length: 1_000 }, (_, n) => forged(batch * 1_000 + n)) }),
    )
  calls.recordFacts(facts({ usages: [usage({ sessionId: 'mine', costUsd: 0.5 })] }))
  expect(calls.usageOfSession('mine').costUsd).toBe(0.5)
  expect(calls.ledgerTotals()).toMatchObject([{ requests: 10_001, costUsd: 9e9 + 0.5 }])
})

it('keeps count of two thousand models and puts the rest together', () => {
  const { calls } = memoryStore()
  const requests = Array.from({ length: 2_500 }, (_, n) => toldRequest({ id: `r${n}`, model: `model-${n}` }))
  calls.recordTelemetry(telemetryBatch({ requests }))
  calls.recordTelemetry(telemetryBatch({ requests: [toldRequest({ id: 'last', model: 'model-0' })] }))
  const totals = calls.ledgerTotals()
  expect(totals.length).toBeLessThanOrEqual(2_001)
  expect(totals.reduce((sum, { requests: count }) => sum + count, 0)).toBe(2_501)
  expect(totals.find(({ model }) => model === 'model-0')?.requests).toBe(2)
  expect(totals.find(({ model }) => model === 'other')?.requests).toBeGreaterThan(400)
})

it('takes two senders that claim one session', () => {
  const { calls } = memoryStore()
  const [one, two] = [telemetrySource(), telemetrySource({ key: 'another', sessionId: 'a', agent: 'other' })]
  calls.recordTelemetry(telemetryBatch({ sources: [one, two], requests: [toldRequest({ source: 'another' })] }))
  expect(calls.telemetrySessions(9)).toHaveLength(2)
  expect(calls.usageOfSession('a').requests).toBe(1)
})
