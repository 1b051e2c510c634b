import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { sessionForecast } from '../session-forecast.ts'
import type { CyclerState, TurnPace } from '../state.ts'
import { follow, MINUTE, prompt, ready, rules, signal, T0, take, turnEnd, working } from '../testing.ts'
import { overshootsNext } from './measuring.ts'

const ID = working().launch?.sessionId ?? ''
function measured(used: number | null, at: number) {
  return { type: 'Measured', sessionId: ID, used, window: 200_000, model: null, resetsAt: null, at } as const
}
function pace(growth: number, change: Partial<TurnPace> = {}): TurnPace {
  return { sessionId: ID, growth, minutes: 2, ...change }
}
const fresh = working({ turns: 0, used: null, window: null, usedAtTurnEnd: null })

describe('the pace of a session', () => {
  it('is what each turn added and how long it took, from its first figure on', () => {
    const made = follow(fresh, [
      prompt(T0),
      measured(30_000, T0 + 1),
      measured(42_000, T0 + 2),
      turnEnd({}, { at: T0 + 3 * MINUTE }),
      measured(45_000, T0 + 4 * MINUTE),
      turnEnd({ workMark: 'mark-3' }, { at: T0 + 5 * MINUTE }),
    ])
    expect(made.state.pace).toEqual([pace(12_000, { minutes: 3 }), pace(3_000)])
  })

  it('counts no time in which the loop was held', () => {
    const made = follow(fresh, [
      prompt(T0),
      measured(30_000, T0 + 1),
      signal(
        {
          type: 'PermissionRequested',
          tool: { name: 'Bash', reads: [], writes: [], command: 'x', readOnly: false },
          question: false,
        },
        { at: T0 + MINUTE },
      ),
      signal({ type: 'ToolBatchEnded' }, { at: T0 + 61 * MINUTE }),
      turnEnd({}, { at: T0 + 62 * MINUTE }),
    ])
    expect(made.state.pace).toEqual([pace(0, { minutes: 2 })])
  })

  it('is not known of a turn with a compaction, nor after a loss', () => {
    const shrunk = working({ used: 20_000, usedAtTurnEnd: 90_000 })
    expect(take(shrunk, turnEnd()).state.pace).toBeUndefined()
    const lost = working({ used: 60_000, usedAtTurnEnd: null, mode: 'resume' })
    expect(take(lost, turnEnd()).state.pace).toBeUndefined()
  })

  it('goes on over sessions, and keeps the last of many', () => {
    const many = Array.from({ length: 64 }, (_, index) => pace(index, { sessionId: 'old' }))
    const made = take(working({ used: 51_000 }, { pace: many }), turnEnd())
    expect(made.state.pace).toHaveLength(64)
    expect(made.state.pace?.at(-1)).toMatchObject({ sessionId: ID, growth: 1_000 })
  })
})

describe('a next turn', () => {
  const launch = working({ used: 85_000 }).launch
  const overshoots = (paces: TurnPace[] | undefined, change: object = {}): boolean => {
    const state: CyclerState = ready(paces === undefined ? {} : { pace: paces })
    return launch !== null && overshootsNext(state, { ...launch, ...change }, rules())
  }

  const mixedBy = (every: number): TurnPace[] =>
    Array.from({ length: 20 }, (_, index) => pace(index % every === 0 ? 3_000 : 40_000))

  it('that more likely than not would go past a mid-turn request is not begun', () => {
    const mixed = mixedBy(4)
    expect(overshoots(mixed)).toBe(true)
    expect(overshoots(mixed.map((one) => ({ ...one, sessionId: 'an earlier one' })))).toBe(true)
  })

  it('is begun by a session of one turn, whatever those before it did', () =>
    expect(overshoots(mixedBy(4), { turns: 1 })).toBe(false))

  it('that seldom goes so far is', () => {
    const rare = Array.from({ length: 20 }, (_, index) => pace(index % 5 === 0 ? 40_000 : 3_000))
    expect(overshoots(rare)).toBe(false)
    // The largest turn so far alone would have stopped it.
    expect(overshoots(undefined, { growth: 40_000 })).toBe(true)
  })

  it('below the soft point is', () =>
    expect(overshoots([pace(90_000), pace(90_000), pace(90_000)], { used: 60_000 })).toBe(false))

  it('of steady ones is begun as long as it fits', () => {
    const steady = Array.from({ length: 8 }, () => pace(5_000))
    expect(overshoots(steady, { used: 95_000 })).toBe(false)
    expect(overshoots(steady, { used: 99_000 })).toBe(false)
  })

  it('is judged by the largest one in a state of an earlier version', () => {
    expect(overshoots(undefined, { growth: 25_000 })).toBe(true)
    expect(overshoots(undefined, { growth: 24_999 })).toBe(false)
  })
})

describe('the forecast of a session', () => {
  const steady = { pace: Array.from({ length: 10 }, () => pace(5_000)) }
  const policy = { ...DEFAULT_POLICY, thresholdTokens: 100_000 }

  it('is made of what the state remembers', () => {
    const found = sessionForecast(working({ used: 75_000, usedAtTurnEnd: 75_000 }, steady), policy, T0)
    expect(found).toMatchObject({ due: 100_000, basis: { own: 10, earlier: 0 }, at: new Date(T0).toISOString() })
    expect(Math.round(found?.turns.mid ?? 0)).toBe(5)
    expect(found?.minutes?.mid).toBeCloseTo((found?.turns.mid ?? 0) * 2, 6)
  })

  it('counts a turn that has begun', () => {
    const running = sessionForecast(working({ used: 79_000, usedAtTurnEnd: 75_000 }, steady), policy, T0)
    const resting = sessionForecast(working({ used: 79_000, usedAtTurnEnd: 79_000 }, steady), policy, T0)
    expect(running?.turns.mid).toBeGreaterThan(resting?.turns.mid ?? 0)
  })

  it('is none without a session, a window, a figure or a past', () => {
    expect(sessionForecast(ready(steady), policy, T0)).toBeNull()
    expect(sessionForecast(working({ used: null }, steady), policy, T0)).toBeNull()
    expect(sessionForecast(working({ window: null }, steady), policy, T0)).toBeNull()
    expect(sessionForecast(working(), policy, T0)).toBeNull()
  })
})
