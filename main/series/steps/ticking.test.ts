import { describe, expect, it } from 'vitest'
import {
  doing,
  follow,
  MINUTE,
  prompt,
  ready,
  resting,
  rules,
  said,
  SECOND,
  signal,
  STOP,
  T0,
  take,
  tick,
  tool,
  toolEnd,
  turnFailure,
  working,
} from '../testing.ts'

const HOUR = 60 * MINUTE
const permission = signal({ type: 'PermissionRequested', tool: tool(), question: false }, { at: T0 })
const woke = (sleptMs: number, at: number) => ({ type: 'Woke', at, sleptMs }) as const

describe('a start', () => {
  const started = working({ prompted: false, lastSignalAt: null, turns: 0 })

  it('that takes no prompt in 30 s waits for a person: trust or a login', () => {
    expect(take(started, tick(T0 + 29_999)).transition).toBeNull()
    const made = take(started, tick(T0 + 30_000))
    expect(made.state).toMatchObject({ status: 'waiting', hold: { kind: 'first-prompt' } })
    expect(take(made.state, prompt()).state).toMatchObject({ status: 'running', launch: { prompted: true } })
  })

  it('whose hooks stay silent is not looped on blindly, and names the setting', () => {
    const seen = { ...started, launch: working({ prompted: false, lastSignalAt: null, firstTranscriptAt: T0 }).launch }
    expect(take(seen, tick(T0 + 29_999)).transition).toBeNull()
    const made = take(seen, tick(T0 + 30_000, 'disableAllHooks in ~/.claude/settings.json'))
    expect(made.state.status).toBe('needs-attention')
    expect(said(made)).toContain('blind (disableAllHooks in ~/.claude/settings.json)')
  })
})

it('calls a busy agent that says nothing for 15 min stalled', () => {
  expect(take(working(), tick(T0 + 15 * MINUTE - 1)).transition).toBeNull()
  expect(said(take(working(), tick(T0 + 15 * MINUTE)))).toContain('busy for 15 min without a sign')
})

it('types again to an agent that rests though nothing is waited for, and never beside a draft or subagents', () => {
  expect(take(resting(), tick(T0 + 2 * MINUTE - 1)).transition).toBeNull()
  const made = take(resting(), tick(T0 + 2 * MINUTE))
  expect(made).toMatchObject({ transition: 'retry', effects: [{ do: 'type', text: 'Continue.' }] })
  expect(take(made.state, tick(T0 + 3 * MINUTE)).transition).toBeNull()
  expect(take(resting({ draft: true }), tick(T0 + 9 * MINUTE)).effects).toEqual([])
  expect(take(resting({ subagents: [{ id: 'a', since: T0 }] }), tick(T0 + 9 * MINUTE)).effects).toEqual([])
})

it('calls for a look at a subagent that runs for 30 min', () => {
  const long = working({ subagents: [{ id: 'a', since: T0 }], lastSignalAt: T0 + 29 * MINUTE })
  expect(take(long, tick(T0 + 30 * MINUTE - 1)).transition).toBeNull()
  expect(said(take(long, tick(T0 + 30 * MINUTE)))).toContain('a subagent has run for 30 min')
})

describe('--wait-for-human', () => {
  it.each([
    ['0', 0, T0],
    ['30m', 30 * MINUTE, T0 + 30 * MINUTE],
  ])('of %s gives up in time', (_, waitForHumanMs, at) => {
    const open = take(working(), permission).state
    const how = rules({ waitForHumanMs })
    const made = take(open, tick(at), how)
    expect(made.state).toMatchObject({ status: 'needs-attention', hold: { kind: 'no-human' } })
    expect(said(made)).toContain('the agent wants to use Bash')
  })

  it('gives up no earlier', () => {
    const open = take(working(), permission).state
    const how = rules({ waitForHumanMs: 30 * MINUTE })
    expect(take(open, tick(T0 + 30 * MINUTE - 1), how).transition).toBeNull()
  })

  it('for ever never does, and a limit is no human', () => {
    expect(take(take(working(), permission).state, tick(T0 + 900 * HOUR)).transition).toBeNull()
    const limited = take(resting(), turnFailure('rate_limit', '', T0)).state
    const how = rules({ waitForHumanMs: 0 })
    expect(take(limited, tick(T0 + SECOND), how).transition).toBeNull()
  })
})

describe('max-duration', () => {
  const how = rules({ maxDurationMs: HOUR })

  it('asks for a checkpoint first, then stops', () => {
    const late = follow(working(), [tick(T0 + HOUR - 1), toolEnd({ at: T0 + HOUR - 1 })], how)
    expect(late.state.step.name).toBe('working')
    const made = follow(working({ lastSignalAt: T0 + HOUR }), [tick(T0 + HOUR), toolEnd({ at: T0 + HOUR })], how)
    expect(made.state.step).toMatchObject({ name: 'asking', wish: { purpose: 'stop', reason: 'max-duration' } })
    const rest = take(resting(), tick(T0 + HOUR), how)
    expect(rest.state.step).toMatchObject({ name: 'inspecting', wish: { purpose: 'stop' } })
    expect(doing(rest)).toEqual(['rest'])
  })

  it('counts neither waits nor sleep', () => {
    const waited = follow(working(), [permission, tick(T0 + 3 * HOUR), toolEnd({ at: T0 + 3 * HOUR })], how)
    expect(waited.state).toMatchObject({ wish: null, waitedMs: 3 * HOUR, status: 'running' })
    const slept = follow(working(), [woke(3 * HOUR, T0 + 3 * HOUR), tick(T0 + 3 * HOUR + MINUTE)], how)
    expect(slept.state.wish).toBeNull()
  })

  it('leaves a series alone that needs attention or is paused', () => {
    const hold = { status: 'waiting', kind: 'paused', said: '', since: T0 + 2 * HOUR, until: null } as const
    const paused = resting({}, { status: 'paused', hold })
    expect(take(paused, tick(T0 + 2 * HOUR), how).state).toEqual(paused)
  })

  it('does not end a session under a person’s keys', () => {
    const typing = resting({ draft: true }, { wish: STOP })
    expect(take(typing, tick(T0 + MINUTE)).transition).toBeNull()
  })
})

describe('waking', () => {
  it('moves every wait by the sleep: nothing fires', () => {
    const state = working({ subagents: [{ id: 'a', since: T0 }], dueSince: T0, firstTranscriptAt: T0 })
    const made = take(state, woke(8 * HOUR, T0 + 8 * HOUR))
    expect(made.transition).toBeNull()
    const at = T0 + 8 * HOUR
    expect(made.state.launch).toMatchObject({
      lastSignalAt: at,
      dueSince: at,
      startedAt: at,
      subagents: [{ since: at }],
    })
    expect(take(made.state, tick(at + MINUTE)).transition).toBeNull()
  })

  it('moves a person’s time as well, and no limit’s reset', () => {
    const how = rules({ waitForHumanMs: 30 * MINUTE })
    const open = follow(working(), [permission, woke(HOUR, T0 + HOUR), tick(T0 + HOUR + MINUTE)], how)
    expect(open.state.hold?.kind).toBe('permission')
    const limited = take(resting({}, { resetsAt: T0 + 9 * HOUR }), turnFailure('rate_limit', '', T0)).state
    expect(take(limited, woke(8 * HOUR, T0 + 8 * HOUR)).state.retry?.until).toBe(T0 + 9 * HOUR)
    const overslept = take(limited, woke(10 * HOUR, T0 + 10 * HOUR)).state
    expect(overslept.retry?.until).toBe(T0 + 10 * HOUR)
  })

  it('is nothing to a series without a session', () => {
    expect(take(ready(), woke(HOUR, T0 + HOUR)).state).toMatchObject({ launch: null, waitedMs: HOUR })
  })
})
