import { describe, expect, it } from 'vitest'
import { SpendForecast } from '../../contract/forecast.ts'
import { addDays } from './days.ts'
import { spendForecasts, type SpendHour, type SpendInput } from './spend.ts'

/** A Wednesday. */
const TODAY = '2026-11-18'

function forecast(hours: SpendHour[], change: Partial<SpendInput> = {}): SpendForecast[] {
  return spendForecasts({ hours, today: TODAY, hour: 12, project: null, ...change })
}
/** The days before today, each with what it cost in the morning (10) and in the afternoon (15); null: nothing. */
function days(count: number, spent: (day: string, weekday: number) => [number, number] | null): SpendHour[] {
  return Array.from({ length: count }, (_, index) => addDays(TODAY, index - count)).flatMap((day) => {
    const [morning, afternoon] = spent(day, (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) ?? []
    if (morning === undefined || afternoon === undefined) return []
    return [
      { day, hour: 10, costUsd: morning },
      { day, hour: 15, costUsd: afternoon },
    ]
  })
}
const workdays = days(28, (_, weekday) => (weekday < 5 ? [4, 6] : null))

describe('the forecast of spend', () => {
  it('adds to what was spent what such days still cost from this hour on', () => {
    const [day, week] = forecast([...workdays, { day: TODAY, hour: 9, costUsd: 3 }])
    expect(SpendForecast.parse(day)).toEqual(day)
    expect(day).toMatchObject({ span: 'day', from: TODAY, soFar: 3, project: null, basisDays: 20 })
    expect(day?.atEnd).toEqual({ low: 9, mid: 9, high: 9 })
    // Monday and Tuesday, today so far; then the afternoon, Thursday and Friday. Nothing at the weekend.
    expect(week).toMatchObject({ span: 'week', from: '2026-11-16', soFar: 23 })
    expect(week?.atEnd?.mid).toBeCloseTo(23 + 6 + 20, 6)
  })

  it('takes of the hour that runs what is left of it', () => {
    const [day] = forecast(workdays, { hour: 15.75 })
    expect(day?.atEnd?.mid).toBeCloseTo(6 * 0.25, 9)
  })

  it('knows a weekend from a workday', () => {
    const saturday = '2026-11-21'
    const both = days(28, (_, weekday) => (weekday < 5 ? [4, 6] : [0.5, 0.5]))
    const [day] = spendForecasts({ hours: both, today: saturday, hour: 0, project: null })
    expect(day?.atEnd?.mid).toBeCloseTo(1, 6)
  })

  it('is not moved by one wild day', () => {
    const wild = [...workdays.filter(({ day }) => day !== '2026-11-11'), { day: '2026-11-11', hour: 15, costUsd: 900 }]
    expect(forecast(wild)[0]?.atEnd?.mid).toBe(6)
  })

  it('is wider for what varies', () => {
    let state = 7
    const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
    const varied = days(40, (_, weekday) => (weekday < 5 ? [10 * next(), 10 * next()] : null))
    const [day, week] = forecast(varied)
    const spread = day?.atEnd
    expect(spread?.low).toBeLessThan(2.5)
    expect(spread?.high).toBeGreaterThan(7.5)
    expect(week?.atEnd?.high).toBeGreaterThan((week?.atEnd?.mid ?? 0) * 1.05)
    expect(week?.soFar).toBeLessThanOrEqual(week?.atEnd?.low ?? 0)
  })

  it('says nothing of the end while fewer than five days are known', () => {
    const few = days(4, () => [1, 1])
    expect(forecast(few)).toMatchObject([
      { atEnd: null, basisDays: 4, soFar: 0 },
      { atEnd: null, soFar: 4 },
    ])
    expect(forecast(days(5, () => [1, 1]))[0]?.atEnd).not.toBeNull()
    expect(forecast([])).toMatchObject([{ soFar: 0, atEnd: null, basisDays: 0 }, { soFar: 0 }])
  })

  it('looks back eight weeks', () => {
    const old = days(80, (day) => (day < addDays(TODAY, -56) ? [500, 500] : [1, 1]))
    expect(forecast(old)[0]?.basisDays).toBe(56)
    expect(forecast(old)[0]?.atEnd).toEqual({ low: 1, mid: 1, high: 1 })
  })

  it('holds what came four times of five', () => {
    let state = 11
    const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
    // A fifth of the days nothing, else anything from 2 to 12 with a long tail.
    const spent = (): number => (next() < 0.2 ? 0 : 2 + 10 * next() ** 3)
    let inside = 0
    const ROUNDS = 200
    for (let round = 0; round < ROUNDS; round += 1) {
      const hours = days(56, () => [1, spent()])
      const [day] = forecast(hours)
      const came = spent()
      if (day?.atEnd != null && came >= day.atEnd.low && came <= (day.atEnd.high ?? 0)) inside += 1
    }
    expect(inside / ROUNDS).toBeGreaterThan(0.7)
    expect(inside / ROUNDS).toBeLessThan(0.92)
  })
})
