import { describe, expect, it } from 'vitest'
import { ATTENTIONS, WAITS } from '../reasons.ts'
import {
  doing,
  ending,
  follow,
  MINUTE,
  prompt,
  ready,
  resting,
  T0,
  take,
  tick,
  told,
  turnEnd,
  working,
} from '../testing.ts'
import { attention, isStopped, pause, wait } from './holding.ts'

const drafted = (draft: boolean, at = T0) => ({ type: 'Drafted', at, draft }) as const
const interrupted = { type: 'Interrupted', at: T0 } as const

describe('a person’s keys', () => {
  it('hold the next word to a resting agent until they are gone', () => {
    const typing = take(resting(), drafted(true))
    expect(typing).toMatchObject({ transition: 'hold', state: { hold: { kind: 'draft' } } })
    const left = take(typing.state, drafted(false, T0 + MINUTE))
    expect(left).toMatchObject({ transition: 'release', state: { waitedMs: MINUTE } })
    expect(left.effects).toEqual([{ do: 'type', text: 'Continue.' }])
    expect(doing(take(typing.state, prompt()))).toEqual([])
  })

  it('do not hold an agent that works', () => {
    const typing = take(working(), drafted(true))
    expect(typing).toMatchObject({ transition: null, state: { launch: { draft: true }, hold: null } })
    expect(take(typing.state, turnEnd()).state.hold?.kind).toBe('draft')
    expect(follow(typing.state, [drafted(false), turnEnd()]).transition).toBe('go-on')
  })

  it('are told once', () => {
    expect(take(resting({ draft: true }), drafted(true)).transition).toBeNull()
    expect(take(ready(), drafted(true)).transition).toBeNull()
  })
})

describe('an interrupted turn', () => {
  it('waits for the person who interrupted it', () => {
    const made = take(working(), interrupted)
    expect(made.state).toMatchObject({
      status: 'waiting',
      hold: { kind: 'interrupted' },
      launch: { turn: 'interrupted' },
    })
    expect(take(made.state, prompt())).toMatchObject({ transition: 'release', effects: [] })
  })

  it('is none when the agent rests, ends, or is gone', () => {
    for (const state of [resting(), ready(), working({}, { step: ending() })]) {
      expect(take(state, interrupted).transition).toBeNull()
    }
  })
})

describe('typing', () => {
  it('makes the agent busy, so that one that does not take it is found as stalled', () => {
    const typed = take(resting(), { type: 'Typed', at: T0 })
    expect(typed.state.launch?.turn).toBe('busy')
    expect(take(typed.state, tick(T0 + 15 * MINUTE)).state.hold?.kind).toBe('stalled')
    expect(take(ready(), { type: 'Typed', at: T0 }).transition).toBeNull()
  })

  it('under a limit may have to be done again', () => {
    const hold = { status: 'waiting', kind: 'limit', said: '', since: T0, until: T0 } as const
    const limited = resting({ turn: 'failed' }, { status: 'waiting', hold })
    expect(take(limited, { type: 'Typed', at: T0 }).state.launch?.turn).toBe('failed')
  })
})

describe('a hold', () => {
  const stopped = attention(resting(), T0, 'dev-docs', { problem: 'x' }).state
  const paused = pause(resting(), T0).state

  it('that only a person ends is not replaced by one that ends by itself', () => {
    expect(isStopped(stopped) && isStopped(paused)).toBe(true)
    expect(wait(stopped, T0, 'permission').transition).toBeNull()
    expect(wait(paused, T0, 'limit').transition).toBeNull()
    expect(attention(paused, T0, 'stalled').transition).toBeNull()
  })

  it('is one, however often its cause is seen', () => {
    const once = wait(resting(), T0, 'human', { why: 'x' })
    expect(told(once)).toEqual(['waiting'])
    expect(wait(once.state, T0 + 1, 'human', { why: 'y' }).transition).toBeNull()
    expect(told(attention(stopped, T0, 'dev-docs'))).toEqual([])
  })

  it('books the time of the one before it', () => {
    const once = wait(resting(), T0, 'human')
    expect(attention(once.state, T0 + MINUTE, 'no-human').state.waitedMs).toBe(MINUTE)
  })

  it.each(Object.entries({ ...WAITS, ...ATTENTIONS }))('%s says what to do', (_, said) => {
    expect(said.length).toBeGreaterThan(8)
    expect(said).not.toMatch(/\{\s|\s\}/)
  })
})
