import { describe, expect, it } from 'vitest'
import { endingOf, holdView, sessionState } from './views.ts'
import type { Hold } from './state.ts'
import { asking, CHECKPOINT, CYCLE, ending, ready, resting, STOP, T0, working } from './testing.ts'

const PAUSE = { purpose: 'pause', reason: 'interrupted' } as const
const wait = (kind: Extract<Hold, { status: 'waiting' }>['kind'], until: number | null = null): Hold => ({
  status: 'waiting',
  kind,
  said: 'why',
  since: T0,
  until,
})

describe('a hold', () => {
  it('names its kind and its moments', () => {
    expect(holdView(wait('limit', T0 + 1_000))).toEqual({
      kind: 'limit',
      since: '2023-11-14T22:13:20.000Z',
      until: '2023-11-14T22:13:21.000Z',
      human: false,
    })
  })

  it.each(['human', 'permission', 'question', 'first-prompt', 'cleared', 'interrupted', 'draft', 'paused'] as const)(
    'of %s is over when a person acts',
    (kind) => {
      expect(holdView(wait(kind))).toMatchObject({ kind, until: null, human: true })
    },
  )

  it('that needs attention is a person’s', () => {
    const hold: Hold = { status: 'needs-attention', kind: 'stalled', said: 'why', since: T0 }
    expect(holdView(hold)).toMatchObject({ kind: 'stalled', until: null, human: true })
  })
})

describe('what a person asked for', () => {
  it.each([
    ['nothing', working(), null],
    ['a pause at the turn end', working({}, { pausing: true }), 'pause'],
    ['a pause by Ctrl-C', working({}, { wish: PAUSE }), 'pause'],
    ['a stop', working({}, { wish: STOP }), 'stop'],
    ['a stop that is under way', working({}, { step: ending(STOP) }), 'stop'],
    ['a pause whose handover is written', working({}, { step: asking({ wish: PAUSE }) }), 'pause'],
    ['a stop after a pause', working({}, { pausing: true, wish: STOP }), 'stop'],
    ['a checkpoint', working({}, { wish: CHECKPOINT }), null],
    ['a cycle that is under way', working({}, { step: ending(CYCLE) }), null],
    ['a stop that is done', ready({ status: 'stopped', wish: STOP }), null],
  ])('%s', (_, state, expected) => {
    expect(endingOf(state)).toBe(expected)
  })
})

describe('a live session', () => {
  it.each([
    ['of which nothing was heard', working({ prompted: false, lastSignalAt: null }), 'unknown'],
    ['in a turn', working(), 'busy'],
    ['between turns', resting(), 'idle'],
    ['whose turn failed', working({ turn: 'failed' }), 'idle'],
    ['that was paused amid a turn', working({}, { hold: wait('paused') }), 'busy'],
    ['that asks for a permission', working({}, { hold: wait('permission') }), 'waiting'],
    ['that asks a question', working({}, { hold: wait('question') }), 'waiting'],
    ['that asked for a person and rests', resting({}, { hold: wait('human') }), 'waiting'],
    ['that waits for a limit', resting({}, { hold: wait('limit', T0) }), 'idle'],
  ])('%s', (_, state, expected) => {
    expect(sessionState(state)).toBe(expected)
  })
})
