import { describe, expect, it } from 'vitest'
import { asking, follow, MINUTE, ready, rules, said, STOP, T0, take, toolEnd, working } from '../testing.ts'
import { pointsOf, workedMs } from './measuring.ts'

const ID = working().launch?.sessionId ?? ''
function measured(used: number | null, more: object = {}) {
  const rest = { sessionId: ID, window: 200_000, model: null, resetsAt: null, at: T0, ...more }
  return { type: 'Measured', used, ...rest } as const
}
const fresh = working({ turns: 0, used: null, window: null })

describe('a figure', () => {
  it('is remembered with window, model and reset', () => {
    const made = take(fresh, measured(60_000, { model: 'claude-x', resetsAt: T0 + 1 }))
    expect(made.transition).toBeNull()
    expect(made.state).toMatchObject({ resetsAt: T0 + 1, launch: { used: 60_000, window: 200_000, model: 'claude-x' } })
    const unknown = take(made.state, measured(null, { window: null }))
    expect(unknown.state.launch).toMatchObject({ used: null, window: 200_000, model: 'claude-x' })
  })

  it('of another session is nothing', () => {
    expect(take(fresh, measured(60_000, { sessionId: 'x' })).state).toEqual(fresh)
    expect(take(ready(), measured(60_000)).state.launch).toBeNull()
  })

  it('notes when due was first passed, and forgets it when it is not any more', () => {
    const past = follow(working(), [measured(100_000), measured(105_000, { at: T0 + MINUTE })])
    expect(past.state.launch?.dueSince).toBe(T0)
    expect(take(past.state, measured(40_000)).state.launch?.dueSince).toBeNull()
  })
})

describe('a session that stays past due without a turn end', () => {
  it('is asked mid-turn after 5 min', () => {
    const past = take(working({ nudged: true }), measured(100_000)).state
    expect(take(past, toolEnd({ at: T0 + 5 * MINUTE - 1 })).transition).toBeNull()
    expect(take(past, toolEnd({ at: T0 + 5 * MINUTE })).state.step).toMatchObject({ name: 'asking', midTurn: true })
  })
})

describe('futile', () => {
  it('is a first figure of 80 % of due after a pickup', () => {
    expect(take(fresh, measured(79_999)).transition).toBeNull()
    const made = take(fresh, measured(80_000))
    expect(made.state.status).toBe('needs-attention')
    expect(said(made)).toContain('at 80 % of the due point')
  })

  it('is nothing that comes later, nor of a resumed session', () => {
    expect(take(working({ turns: 0 }), measured(90_000)).transition).toBeNull()
    expect(take(working({ turns: 1, used: null }), measured(90_000)).transition).toBeNull()
    const resumed = working({ turns: 0, used: null, mode: 'resume' })
    expect(take(resumed, measured(90_000)).transition).toBeNull()
  })
})

describe('max-cost', () => {
  const how = rules({ maxCostUsd: 5 })
  const cost = (costUsd: number) => ({ type: 'CostMeasured', at: T0, costUsd }) as const

  it('wants a checkpoint, then the end', () => {
    expect(take(working(), cost(4.99), how).state.wish).toBeNull()
    const made = take(working(), cost(5), how)
    expect(made).toMatchObject({ transition: null, state: { wish: { purpose: 'stop', reason: 'max-cost' } } })
    expect(take(made.state, toolEnd(), how).state.step).toMatchObject({ name: 'asking', wish: { purpose: 'stop' } })
  })

  it('never falls, and takes nobody’s word away', () => {
    expect(follow(working(), [cost(3), cost(2)]).state.costUsd).toBe(3)
    expect(take(working({}, { wish: STOP }), cost(9), how).state.wish).toEqual(STOP)
  })

  it('wants nothing of a series that is paused or stopped', () => {
    expect(take(working({}, { status: 'paused' }), cost(9), how).state.wish).toBeNull()
    expect(take(ready({ status: 'completed' }), cost(9), how).state.wish).toBeNull()
  })
})

it('counts work without waits', () => {
  const hold = { status: 'waiting', kind: 'human', said: '', since: T0 + 2 * MINUTE, until: null } as const
  expect(workedMs(ready({ waitedMs: MINUTE, hold }), T0 + 5 * MINUTE)).toBe(MINUTE)
})

it('takes the points of the model, the longest name first', () => {
  const how = rules({ perModel: { claude: { tokens: 50_000 }, 'claude-x': { percent: 20 } } })
  const { launch } = working({ model: 'claude-x-1' })
  expect(launch && pointsOf(launch, how)).toEqual({ due: 40_000, soft: 28_000 })
  expect(take(working({}, { step: asking() }), toolEnd()).transition).toBeNull()
})
