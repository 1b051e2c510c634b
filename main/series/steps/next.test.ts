import { describe, expect, it } from 'vitest'
import type { CyclerState } from '../state.ts'
import {
  command,
  CYCLE,
  doing,
  ending,
  follow,
  gone,
  MINUTE,
  resting,
  rules,
  said,
  SECOND,
  STOP,
  T0,
  take,
  told,
} from '../testing.ts'
import { afterLaunch } from './next.ts'

function handedOver(change: Partial<CyclerState> = {}, launch = {}): CyclerState {
  return resting({ turns: 5, tools: 30, ...launch }, { step: ending(), checkpoints: 1, ...change })
}

describe('the next session', () => {
  it('is one too many past max-sessions', () => {
    expect(doing(take(handedOver(), gone(), rules({ maxSessions: 2 })))).toEqual(['start'])
    const made = take(handedOver(), gone(), rules({ maxSessions: 1 }))
    expect(made.state.status).toBe('stopped')
    expect(told(made)).toEqual(['session.ended', 'series.stopped'])
    expect(made.events.at(-1)).toMatchObject({ reason: 'the limit of sessions is reached', sessions: 1 })
  })

  it('does not begin past the limits of cost and time', () => {
    const cost = take(handedOver({ costUsd: 5 }), gone(), rules({ maxCostUsd: 5 }))
    expect(cost.events.at(-1)).toMatchObject({ reason: 'the limit of cost is reached' })
    const time = take(handedOver(), gone({ at: T0 + MINUTE }), rules({ maxDurationMs: MINUTE }))
    expect(time.events.at(-1)).toMatchObject({ reason: 'the limit of time is reached' })
  })

  it('waits when a pause was asked for during the handover', () => {
    const made = take(handedOver({ pausing: true }), gone())
    expect(made).toMatchObject({ transition: 'ended', effects: [], state: { status: 'paused', launch: null } })
    expect(take(made.state, command('resume')).state).toMatchObject({ sessions: 2, status: 'running' })
  })

  it('does not begin under a stop of the loop', () => {
    const hold = { status: 'waiting', kind: 'paused', said: '', since: T0, until: null } as const
    const state = handedOver({ status: 'paused', hold, launch: null })
    const made = afterLaunch(state, { purpose: 'continue', reason: 'asked-checkpoint' }, T0, rules())
    expect(made).toMatchObject({ effects: [], state: { status: 'paused', step: { name: 'ready' } } })
    expect(doing(afterLaunch(state, CYCLE, T0, rules()))).toEqual(['start'])
  })
})

describe('too fast', () => {
  it('is the third cycle within 10 min', () => {
    const cycles = [T0 - 9 * MINUTE, T0 - 5 * MINUTE]
    const made = take(handedOver({ cycles }), gone({ at: T0 }))
    expect(made.state).toMatchObject({ status: 'needs-attention', launch: null, cycles: [] })
    expect(said(made)).toContain('3 sessions handed over in 9 min')
    expect(take(made.state, command('resume')).transition).toBe('start')
    const slower = take(handedOver({ cycles: [T0 - 10 * MINUTE, T0 - 5 * MINUTE] }), gone({ at: T0 }))
    expect(slower.state).toMatchObject({ status: 'running', cycles: [T0 - 5 * MINUTE, T0] })
  })

  it('is two sessions running with hardly a turn; one long turn of many tools is none', () => {
    const short = take(handedOver({}, { turns: 1, tools: 9 }), gone({ at: T0 + SECOND }))
    expect(short.state).toMatchObject({ shortSessions: 1, status: 'running' })
    const again = take(handedOver({ shortSessions: 1 }, { turns: 1, tools: 0 }), gone())
    expect(again.state.status).toBe('needs-attention')
    expect(take(handedOver({ shortSessions: 1 }, { turns: 1, tools: 10 }), gone()).state.shortSessions).toBe(0)
  })
})

it.each([
  ['complete', 'completed', 'series.completed'],
  ['stop', 'stopped', 'series.stopped'],
  ['pause', 'paused', 'series.stopped'],
] as const)('after a checkpoint to %s the series is %s', (purpose, status, event) => {
  const wish = { ...STOP, purpose }
  const made = follow(handedOver({ step: ending(wish), orphan: null }), [gone({ at: T0 + MINUTE })])
  expect(made).toMatchObject({ transition: 'finish', state: { status, launch: null, finishedAt: T0 + MINUTE } })
  expect(made.events.at(-1)).toMatchObject({ type: event, sessions: 1, checkpoints: 1, tasks: { done: 1, open: 1 } })
})
