import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { memoryStore, telemetryBatch, telemetryMinute, telemetrySource } from './telemetry-testing.ts'
import { UNIT_MINUTES } from './telemetry-segments.ts'
import type { TelemetryFigure, TelemetryMinute, TelemetryQuery } from './telemetry-types.ts'

const MINUTE_MS = 60_000
const DAYS = 4
const SOURCES = ['a', 'b', 'origin:c']

const minutes = fc.array(
  fc
    .record({
      source: fc.constantFrom(...SOURCES),
      // Few days and hours, so that many points meet.
      minute: fc.integer({ min: 0, max: DAYS * UNIT_MINUTES.day - 1 }),
      name: fc.constantFrom('token.usage', 'token.usage', 'other'),
      model: fc.constantFrom('x', 'y'),
      type: fc.constantFrom('input', 'output'),
      count: fc.integer({ min: 1, max: 3 }),
      value: fc.integer({ min: 0, max: 9 }),
    })
    .map((change) => telemetryMinute(change)),
  { maxLength: 60 },
)
const anyTime = fc.integer({ min: -10, max: DAYS * UNIT_MINUTES.day + 10 }).map((minute) => minute * MINUTE_MS)
const queries = fc.record<TelemetryQuery>(
  {
    signal: fc.constant('metrics'),
    name: fc.constant('token.usage'),
    from: anyTime,
    until: anyTime,
    step: fc.constantFrom('minute', 'hour', 'day', null),
    by: fc.subarray(['agent', 'model', 'type', 'session']),
    source: fc.constantFrom(...SOURCES, 'none'),
  },
  { requiredKeys: ['signal', 'name', 'from', 'until', 'step', 'by'] },
)

/** The same from the points themselves. */
function byHand(points: TelemetryMinute[], query: TelemetryQuery): TelemetryFigure[] {
  const { from, until, step, by } = query
  const figures = new Map<string, TelemetryFigure>()
  for (const point of points) {
    const at = point.minute * MINUTE_MS
    if (point.name !== query.name || at < from || at >= until) continue
    if (query.source !== undefined && point.source !== query.source) continue
    const length = step === null ? null : UNIT_MINUTES[step] * MINUTE_MS
    const figure: TelemetryFigure = {
      at: length === null ? null : Math.floor(at / length) * length,
      agent: by.includes('agent') ? 'claude' : null,
      model: by.includes('model') ? point.model : null,
      type: by.includes('type') ? point.type : null,
      source: by.includes('session') ? point.source : null,
      count: 0,
      value: 0,
    }
    const key = JSON.stringify(figure)
    const kept = figures.get(key) ?? figure
    figures.set(key, kept)
    kept.count += point.count
    kept.value += point.value
  }
  return [...figures.values()]
}

const sorted = (figures: TelemetryFigure[]): string[] => figures.map((one) => JSON.stringify(one)).sort()

it('tells any stretch, in any step, as the points themselves would', () => {
  fc.assert(
    fc.property(minutes, fc.array(queries, { minLength: 1, maxLength: 6 }), (points, asked) => {
      const { calls, database } = memoryStore()
      const sources = SOURCES.map((key) => telemetrySource({ key, sessionId: key.startsWith('o') ? null : key }))
      // In two batches, so that what is kept is added to.
      calls.recordTelemetry(telemetryBatch({ sources, minutes: points.slice(0, 20) }))
      calls.recordTelemetry(telemetryBatch({ sources: [], minutes: points.slice(20) }))
      for (const query of asked) expect(sorted(calls.telemetryFigures(query))).toEqual(sorted(byHand(points, query)))
      database.close()
    }),
    { numRuns: 40 },
  )
})

const query = (change: Partial<TelemetryQuery> = {}): TelemetryQuery => {
  const until = DAYS * UNIT_MINUTES.day * MINUTE_MS
  return { signal: 'metrics', name: 'g', from: 0, until, step: 'hour', by: [], ...change }
}

it('tells of a gauge what it was last', () => {
  const { calls } = memoryStore()
  const gauge = (minute: number, value: number) => telemetryMinute({ name: 'g', minute, value, last: true })
  calls.recordTelemetry(telemetryBatch({ minutes: [gauge(3, 7), gauge(5, 5), gauge(61, 9)] }))
  calls.recordTelemetry(telemetryBatch({ minutes: [gauge(5, 4)] }))
  const values = (change: Partial<TelemetryQuery>) => calls.telemetryFigures(query(change)).map(({ value }) => value)
  expect(values({})).toEqual([4, 9])
  expect(values({ step: 'minute' })).toEqual([7, 4, 9])
  expect(values({ step: null })).toEqual([9])
  expect(values({ step: null, by: ['session'], until: 60 * MINUTE_MS })).toEqual([4])
})

it('keeps the days of what it lets go of', () => {
  const { calls } = memoryStore()
  const day = UNIT_MINUTES.day
  const points = [0, day - 1, day, 2 * day, 3 * day + 7].map((minute) => telemetryMinute({ name: 'g', minute }))
  calls.recordTelemetry(telemetryBatch({ minutes: points }))
  const before = { minutes: 2.5 * day * MINUTE_MS, seen: 0, streams: 0 }
  while (calls.pruneTelemetry(before)) continue
  const days = calls.telemetryFigures(query({ step: 'day' }))
  expect(days.map(({ at, count }) => [(at ?? 0) / day / MINUTE_MS, count])).toEqual([
    [0, 2],
    [1, 1],
    [2, 1],
    [3, 1],
  ])
  const ofSession = calls.telemetryFigures(query({ step: 'hour', by: ['session'] }))
  expect(ofSession.map(({ at }) => (at ?? 0) / MINUTE_MS)).toEqual([2 * day, 3 * day])
})
