import { describe, expect, it } from 'vitest'
import { ContextForecast } from '../../contract/forecast.ts'
import { forecastContext, overshootChance, type Turn } from './context-forecast.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')

/** Turns that ended, of these growths, each of two minutes. */
function grown(...growths: number[]): Turn[] {
  let used = 20_000
  return growths.map((growth, index) => {
    used += growth
    return { used, growth, minutes: 2, ended: true, at: index }
  })
}
function forecast(turns: Turn[], due: number, change: { used?: number | null; earlier?: number[] } = {}) {
  return forecastContext({ turns, used: turns.at(-1)?.used ?? null, due, earlier: [], now: NOW, ...change })
}
const STEADY = grown(...Array.from({ length: 12 }, () => 5_000))

describe('a forecast of the context', () => {
  it('of steady turns is their number, with what they might yet do around it', () => {
    const found = forecast(STEADY, 105_000)
    expect(ContextForecast.parse(found)).toEqual(found)
    expect(found?.turns.mid).toBeGreaterThan(4.5)
    expect(found?.turns.mid).toBeLessThan(5.5)
    expect(found?.turns.low).toBeGreaterThan(3)
    expect(found?.turns.high).toBeLessThan(8)
    expect(found?.minutes?.mid).toBeCloseTo((found?.turns.mid ?? 0) * 2, 6)
    expect(found).toMatchObject({ due: 105_000, basis: { own: 12, earlier: 0 }, at: '2026-11-22T12:00:00.000Z' })
  })

  it('is not led astray by one large tool result, but reckons with another', () => {
    const jump = grown(...Array.from({ length: 11 }, () => 2_000), 40_000)
    const found = forecast(jump, 142_000)
    // By the last turn alone it would be 1.5 turns.
    expect(found?.turns.mid).toBeGreaterThan(4)
    expect(found?.turns.low).toBeLessThan(3)
  })

  it('knows nothing where nothing is known', () => {
    expect(forecast([], 100_000, { used: 20_000 })).toBeNull()
    expect(forecast(STEADY, 100_000, { used: null })).toBeNull()
    expect(forecast(grown(0, 0), 100_000)).toBeNull()
  })

  it('rests on earlier sessions while it has no turn of its own', () => {
    const found = forecast([], 100_000, { used: 20_000, earlier: [9_000, 11_000, 10_000, 10_000] })
    expect(found?.turns.mid).toBeGreaterThan(6)
    expect(found?.turns.mid).toBeLessThan(10)
    expect(found).toMatchObject({ minutes: null, basis: { own: 0, earlier: 4 } })
  })

  it('is now, once it is due', () => {
    expect(forecast(STEADY, 80_000)?.turns).toEqual({ low: 0, mid: 0, high: 0 })
  })

  it('counts what the turn that runs has added already', () => {
    const turns = grown(...Array.from({ length: 12 }, () => 10_000))
    const resting = forecast(turns, 160_000)
    const running = forecast(turns, 160_000, { used: 149_000 })
    expect(resting?.turns.mid).toBeGreaterThan(1.7)
    // A turn of 10 000 that has added 9 000 adds 1 000 more; the rest comes with the next.
    expect(running?.turns.mid).toBeGreaterThan(1.5)
    const open = [...turns, { used: 149_000, growth: 9_000, minutes: 1, ended: false, at: 99 }]
    expect(forecast(open, 160_000)?.turns).toEqual(running?.turns)
  })

  it('narrows with what is known of it', () => {
    const width = (turns: Turn[]) => {
      const found = forecast(turns, 20_000 + 5_000 * turns.length + 50_000)
      return Math.log((found?.turns.high ?? Infinity) / (found?.turns.low ?? 1))
    }
    expect(width(grown(5_000, 5_000))).toBeGreaterThan(width(STEADY))
  })

  it('says so where it may never come', () => {
    const slow = forecast(grown(1, 0, 1, 0, 0, 1, 0), 1_000_000)
    expect(slow).toBeNull()
  })

  it('does not depend on the order in which it is asked, nor on the clock', () => {
    expect(forecast(STEADY, 140_000)).toEqual(forecast(STEADY, 140_000))
  })

  it('takes below a millisecond, near and far', () => {
    const bursty = grown(...Array.from({ length: 60 }, (_, index) => 500 + ((index * 7_919) % 9_000)))
    const earlier = Array.from({ length: 400 }, (_, index) => 700 + ((index * 104_729) % 12_000))
    const dues = [300_000, 340_000, 400_000, 900_000].map((due) => (bursty.at(-1)?.used ?? 0) + due - 280_000)
    for (const due of dues) forecast(bursty, due, { earlier })
    const times = dues.flatMap((due) =>
      Array.from({ length: 15 }, () => {
        const from = performance.now()
        forecast(bursty, due, { earlier })
        return performance.now() - from
      }),
    )
    // The middle one: the machine does other things as well.
    expect(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(2)
  })
})

describe('the chance to overshoot', () => {
  const chance = (growths: number[], room: number) =>
    overshootChance({ growths, earlier: [], used: 80_000, limit: 80_000 + room })

  it('is how often a turn was as large, and a little for what was not seen', () => {
    const growths = Array.from({ length: 20 }, (_, index) => (index % 4 === 0 ? 30_000 : 3_000))
    const found = chance(growths, 15_000)
    expect(found).toBeGreaterThan(0.1)
    expect(found).toBeLessThan(0.4)
  })

  it('is small for steady turns, and certain for none at all', () => {
    expect(
      chance(
        Array.from({ length: 12 }, () => 5_000),
        15_000,
      ),
    ).toBeLessThan(0.05)
    expect(
      chance(
        Array.from({ length: 12 }, () => 5_000),
        0,
      ),
    ).toBeCloseTo(1, 6)
    expect(chance([], 15_000)).toBeNull()
  })
})
