import { describe, expect, it } from 'vitest'
import { growthsOf, turnsOf } from './turns.ts'
import { request } from './testing.ts'

const MINUTE = 60_000

describe('turns of requests', () => {
  it('end where no tool was called, and grow by what lies in the window', () => {
    const turns = turnsOf([
      request({ context: 20_000, at: 0 }),
      request({ context: 26_000, at: 2 * MINUTE, endsTurn: true }),
      request({ context: 30_000, at: 2.5 * MINUTE }),
      request({ context: 41_000, at: 4.5 * MINUTE, endsTurn: true }),
      request({ context: 44_000, at: 5 * MINUTE }),
    ])
    expect(turns).toEqual([
      // Of the first turn what lay there before its first answer is not known: it is measured from there.
      { used: 26_000, growth: 6_000, minutes: 2, ended: true, at: 2 * MINUTE },
      { used: 41_000, growth: 15_000, minutes: 2.5, ended: true, at: 4.5 * MINUTE },
      { used: 44_000, growth: 3_000, minutes: 0.5, ended: false, at: 5 * MINUTE },
    ])
    expect(growthsOf(turns)).toEqual([6_000, 15_000])
  })

  it('of one answer have neither growth nor time when they are the first', () => {
    expect(turnsOf([request({ context: 20_000, endsTurn: true })])).toMatchObject([{ growth: null, minutes: null }])
    expect(growthsOf(turnsOf([request({ context: 20_000, endsTurn: true })]))).toEqual([])
  })

  it('leave out the wait for a person', () => {
    const [, second] = turnsOf([
      request({ context: 20_000, at: 0, endsTurn: true }),
      request({ context: 21_000, at: 8 * 60 * MINUTE, endsTurn: true }),
    ])
    expect(second?.minutes).toBe(1)
  })

  it('go on over a compaction: what it takes away is no growth, what is added is', () => {
    const turns = turnsOf([
      request({ context: 100_000, at: 0, endsTurn: true }),
      request({ context: 110_000, at: 1 }),
      request({ context: 30_000, at: 2 }),
      request({ context: 36_000, at: 3, endsTurn: true }),
      request({ context: 37_000, at: 4, endsTurn: true }),
    ])
    expect(turns.map(({ used, growth }) => [used, growth])).toEqual([
      [100_000, null],
      [36_000, 16_000],
      [37_000, 1_000],
    ])
  })

  it('are the main thread’s, of answers alone, in order of time', () => {
    const turns = turnsOf([
      request({ context: 50_000, at: 3, endsTurn: true }),
      request({ context: 90_000, at: 2, agentId: 'a1', endsTurn: true }),
      request({ context: 0, at: 2, kind: 'error' }),
      request({ context: 40_000, at: 1 }),
    ])
    expect(turns).toMatchObject([{ used: 50_000, growth: 10_000 }])
    expect(turnsOf([])).toEqual([])
  })

  it('never shrink a context', () => {
    const turns = turnsOf([
      request({ context: 50_000, at: 1, endsTurn: true }),
      request({ context: 48_000, at: 2, endsTurn: true }),
    ])
    expect(growthsOf(turns)).toEqual([0])
  })
})
