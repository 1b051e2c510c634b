import { describe, expect, it } from 'vitest'
import { NO_TOKENS } from '../../contract/usage.ts'
import type { UsageHour } from '../store/scan-types.ts'
import { patternsOf } from './patterns.ts'

const hour = (day: string, at: number, requests: number, errors = 0): UsageHour => ({
  day,
  hour: at,
  figures: { requests, errors, turns: 1, tokens: NO_TOKENS, costUsd: requests / 10, unpriced: 0 },
})
const nothing = { from: '2026-11-16', until: '2026-11-29', hours: [], series: [], retries: null, waits: [] }

describe('patterns', () => {
  it('add the same hour of the same weekday up, Monday first', () => {
    // 2026-11-16 and 2026-11-23 are Mondays.
    const hours = [
      hour('2026-11-22', 9, 5),
      hour('2026-11-16', 9, 1, 1),
      hour('2026-11-23', 9, 2),
      hour('2026-11-16', 8, 4),
    ]
    expect(patternsOf({ ...nothing, hours }).hours).toEqual([
      { weekday: 0, hour: 8, requests: 4, errors: 0, turns: 1, costUsd: 0.4 },
      { weekday: 0, hour: 9, requests: 3, errors: 1, turns: 2, costUsd: expect.closeTo(0.3, 10) },
      { weekday: 6, hour: 9, requests: 5, errors: 0, turns: 1, costUsd: 0.5 },
    ])
    expect(patternsOf({ ...nothing, hours }).errorRate).toBeCloseTo(1 / 13, 10)
  })

  it('count turns for a box over the series that ticked some', () => {
    const series = [
      { turns: 12, ticked: 3 },
      { turns: 4, ticked: 1 },
      { turns: 99, ticked: 0 },
    ]
    expect(patternsOf({ ...nothing, series }).turnsPerTask).toBe(4)
  })

  it('name the longest waits first', () => {
    const waits = [1, 3, 2].map((ms) => ({ seriesId: 's', task: 't', for: `${ms}`, from: '', ms }))
    expect(patternsOf({ ...nothing, waits }).waits.map(({ ms }) => ms)).toEqual([3, 2, 1])
  })

  it('know nothing of what never was', () => {
    expect(patternsOf(nothing)).toMatchObject({ hours: [], turnsPerTask: null, errorRate: null, retryRate: null })
    expect(patternsOf({ ...nothing, retries: { attempts: 0, again: 0 } }).retryRate).toBeNull()
    expect(patternsOf({ ...nothing, retries: { attempts: 8, again: 2 } }).retryRate).toBe(0.25)
  })
})
