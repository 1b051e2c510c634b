import { describe, expect, it } from 'vitest'
import {
  asking,
  CHECKPOINT,
  command,
  doing,
  follow,
  MINUTE,
  prompt,
  resting,
  rules,
  said,
  SECOND,
  STOP,
  T0,
  take,
  tick,
  turnEnd,
  turnFailure,
  working,
} from '../testing.ts'

const until = (made: { state: { retry: { until: number } | null } }) => (made.state.retry?.until ?? 0) - T0

describe('a failure that passes', () => {
  it.each(['rate_limit', 'overloaded', 'server_error', 'unknown'])('%s waits, then types once it is time', (error) => {
    const failed = take(working(), turnFailure(error, '', T0))
    expect(failed.state).toMatchObject({ status: 'waiting', hold: { kind: 'limit' }, launch: { turn: 'failed' } })
    expect(said(failed)).toContain(error)
    expect(take(failed.state, tick(T0 + 59_999)).effects).toEqual([])
    const retry = take(failed.state, tick(T0 + 60_000))
    expect(retry).toMatchObject({ transition: 'retry', effects: [{ do: 'type', text: 'Continue.' }] })
    expect(take(retry.state, tick(T0 + 60_001)).effects).toEqual([])
  })

  it('is over when the agent goes on by itself', () => {
    const failed = take(working(), turnFailure('overloaded', '', T0)).state
    expect(take(failed, prompt(T0 + 30 * SECOND))).toMatchObject({ transition: 'release', effects: [] })
    const ended = take(failed, turnEnd({}, { at: T0 + 30 * SECOND }))
    expect(ended).toMatchObject({ transition: 'go-on', state: { status: 'running', retry: null } })
  })

  it('is tried after 30 s × 2ⁿ, at most 30 min, never before the agent’s own minute', () => {
    let state = working()
    const waits: number[] = []
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      const failed = take(state, turnFailure('overloaded', '', T0))
      waits.push(until(failed) / SECOND)
      state = take(failed.state, prompt(T0)).state
    }
    expect(waits).toEqual([60, 60, 120, 240, 480, 960, 1800, 1800, 1800])
  })

  it('spreads the tries of series that failed within the same second', () => {
    const third = working({}, { retry: { attempt: 3, error: 'x', until: 0 } })
    const waits = [0, 250, 999].map((ms) => until(take(third, turnFailure('overloaded', '', T0 + ms))) - ms)
    expect(waits[0]).toBe(240_000)
    expect(waits[1]).toBe(252_000)
    expect(waits[2]).toBeLessThan(300_000)
  })

  it('waits to the reset that the status line tells', () => {
    const state = working({}, { resetsAt: T0 + 3 * 60 * MINUTE })
    expect(until(take(state, turnFailure('rate_limit', '', T0)))).toBe(3 * 60 * MINUTE)
    const passed = working({}, { resetsAt: T0 - 1 })
    expect(until(take(passed, turnFailure('rate_limit', '', T0)))).toBe(MINUTE)
  })

  it('counts its wait once, though it fails again within it', () => {
    const again = follow(working(), [turnFailure('overloaded', '', T0), turnFailure('overloaded', '', T0 + MINUTE)])
    expect(again.state).toMatchObject({ waitedMs: MINUTE, hold: { since: T0 + MINUTE }, retry: { attempt: 2 } })
    expect(take(again.state, prompt(T0 + 2 * MINUTE)).state.waitedMs).toBe(2 * MINUTE)
  })

  it('begins anew after a turn that ended well', () => {
    const state = working({}, { retry: { attempt: 5, error: 'x', until: 0 } })
    expect(take(state, turnEnd()).state.retry).toBeNull()
  })

  it('keeps a request that was open', () => {
    const failed = take(working({}, { step: asking() }), turnFailure('overloaded', '', T0))
    expect(failed.state.step.name).toBe('asking')
  })
})

it.each(['authentication_failed', 'billing_error', 'model_not_found', 'invalid_request'])(
  '%s needs a person',
  (error) => {
    const made = take(working(), turnFailure(error, 'Key\u001b[31m is bad', T0))
    expect(made.state).toMatchObject({ status: 'needs-attention', hold: { kind: 'turn-failed' } })
    expect(said(made)).toContain(`${error}. Key[31m is bad`)
    const resumed = take(made.state, command('resume'))
    expect(resumed.effects).toEqual([{ do: 'type', text: 'Continue.' }])
  },
)

describe('a context that is too long', () => {
  const full = turnFailure('invalid_request', 'prompt is too long: 210000 tokens > 200000 maximum', T0)

  it('is handed over as it lies', () => {
    const made = take(working(), full)
    expect(made.state.step).toMatchObject({ name: 'inspecting', wish: { purpose: 'cycle', reason: 'context-full' } })
    expect(doing(made)).toEqual(['rest'])
  })

  it('keeps what was wanted, but does not go on in the same session', () => {
    expect(take(working({}, { wish: STOP }), full).state).toMatchObject({ wish: null, step: { wish: STOP } })
    const asked = working({}, { step: asking({ wish: STOP }) })
    expect(take(asked, full).state.step).toMatchObject({ wish: STOP })
    const checkpoint = working({}, { step: asking({ wish: CHECKPOINT }) })
    expect(take(checkpoint, full).state.step).toMatchObject({ wish: { purpose: 'cycle' } })
  })
})

it('types nothing for a paused series', () => {
  const hold = { status: 'waiting', kind: 'paused', said: '', since: T0, until: null } as const
  const paused = resting({}, { status: 'paused', hold })
  const made = follow(paused, [turnFailure('rate_limit', '', T0), tick(T0 + 60 * MINUTE)], rules())
  expect(made).toMatchObject({ transition: null, state: { status: 'paused', hold: { kind: 'paused' } } })
})
