import { describe, expect, it } from 'vitest'
import {
  asking,
  command,
  CYCLE,
  doing,
  ending,
  follow,
  gone,
  look,
  MINUTE,
  ready,
  resting,
  rules,
  said,
  signal,
  snapshotting,
  STOP,
  T0,
  take,
  taken,
  told,
  working,
} from '../testing.ts'

const unsafe = look({ missing: ['Update it.'] })
const starting = (more = {}) =>
  working({ pid: null, startedAt: null, prompted: false, ...more }, { step: { name: 'starting' } })

describe('a session that is lost', () => {
  it('is resumed once, with what it knew', () => {
    const made = take(working({ nudged: true, transcript: '/x.jsonl' }), gone({ exitCode: null, signal: 'SIGKILL' }))
    expect(told(made)).toEqual(['session.ended'])
    expect(doing(made)).toEqual(['start'])
    expect(made.state.launch).toMatchObject({ id: 'S-1r', mode: 'resume', n: 1, nudged: true, transcript: '/x.jsonl' })
    expect(made.state.sessions).toBe(1)
    const again = take(made.state, gone({ launchId: 'S-1r', at: T0 + MINUTE }))
    expect(again.state.launch?.mode).toBe('resume')
    const live = { ...made.state, launch: working({ resumed: true, id: 'S-1r' }).launch, step: working().step }
    expect(take(live, gone({ launchId: 'S-1r' })).state.step).toMatchObject({
      name: 'snapshotting',
      kind: 'mechanical',
    })
  })

  it('is handed over mechanically when it is past due or cannot be resumed', () => {
    for (const made of [take(working({ used: 100_000 }), gone()), take(working(), gone({ resumable: false }))]) {
      expect(made.state.step).toMatchObject({
        name: 'snapshotting',
        kind: 'mechanical',
        wish: { reason: 'session-lost' },
      })
      const next = take(made.state, taken())
      expect(next).toMatchObject({ transition: 'checkpoint', state: { sessions: 2, launch: { mode: 'fresh', n: 2 } } })
      expect(doing(next)).toEqual(['start'])
    }
  })

  it('with a safe handover is not resumed: its checkpoint is kept', () => {
    const made = take(working({}, { step: asking() }), gone())
    expect(made.state.step).toMatchObject({ name: 'snapshotting', kind: 'agent', wish: CYCLE })
    expect(take(working({}, { step: asking() }), gone({ look: unsafe })).state.launch?.mode).toBe('resume')
  })

  it('still does what a person wanted of it', () => {
    const resumed = take(working({}, { wish: STOP }), gone())
    expect(resumed.state.wish).toEqual(STOP)
    const asked = take(working({}, { step: asking({ wish: STOP }) }), gone({ look: unsafe }))
    expect(asked.state.wish).toEqual(STOP)
    const handed = take(working({}, { wish: STOP }), gone({ resumable: false }))
    expect(take(handed.state, taken()).state.status).toBe('stopped')
  })

  it('counts the wait in which it was lost', () => {
    const hold = { status: 'waiting', kind: 'human', said: '', since: T0, until: null } as const
    const made = take(working({}, { status: 'waiting', hold }), gone({ at: T0 + MINUTE }))
    expect(made.state).toMatchObject({ status: 'running', hold: null, waitedMs: MINUTE })
  })

  it('while its snapshot is kept, goes on from the snapshot', () => {
    const made = take(resting({}, { step: snapshotting() }), gone())
    expect(made).toMatchObject({
      transition: 'ended',
      effects: [],
      state: { launch: { endReason: 'lost', pid: null } },
    })
    expect(take(made.state, taken()).state).toMatchObject({ sessions: 2, step: { name: 'starting' } })
  })
})

describe('a session that took no prompt', () => {
  it('is started again when it never had a process, or a core was killed with it', () => {
    const never = take(starting(), gone({ exitCode: null, resumable: false }))
    expect(never).toMatchObject({ transition: 'start', state: { sessions: 1, launch: { id: 'S-1', resumed: false } } })
    const crash = take(starting({ pid: 9 }), gone({ exitCode: null, resumable: false }))
    expect(crash.transition).toBe('start')
  })

  it('and is killed each time is no loop', () => {
    const killed = gone({ exitCode: null, signal: 'SIGKILL', resumable: false })
    const once = take(starting({ pid: 9 }), killed)
    expect(once.transition).toBe('start')
    const spawned = { type: 'Spawned', at: T0, launchId: 'S-1', pid: 10, pidStart: '1', transcript: '/x' } as const
    const twice = follow(once.state, [spawned, killed])
    expect(twice.state).toMatchObject({ status: 'needs-attention', launch: null, sessions: 0 })
    expect(said(twice)).toContain('(SIGKILL)')
  })

  it('and ended by itself needs a person, who reads its last screen', () => {
    const made = take(starting({ pid: 9 }), gone({ exitCode: 1, resumable: false, screen: 'Invalid API key' }))
    expect(made.state).toMatchObject({ status: 'needs-attention', sessions: 0, step: { name: 'ready' } })
    expect(said(made)).toContain('(exit 1). Invalid API key')
    expect(take(made.state, command('resume')).state).toMatchObject({ sessions: 1, launch: { id: 'S-1' } })
  })
})

describe('an end', () => {
  it('that was asked for starts the next session', () => {
    const made = take(resting({}, { step: ending(), checkpoints: 1 }), gone())
    expect(made.state).toMatchObject({ sessions: 2, launch: { id: 'S-2', checkpoint: 1, pickup: 'pending' } })
    expect(told(made)).toEqual(['session.ended'])
  })

  it('without a checkpoint keeps the session to be resumed', () => {
    const made = take(working({}, { step: ending({ purpose: 'pause', reason: 'interrupted' }, true) }), gone())
    expect(made).toMatchObject({
      transition: 'finish',
      state: { status: 'paused', launch: null, orphan: { id: 'S-1' } },
    })
  })

  it('by a person’s own hand pauses the series', () => {
    const leaves = signal({ type: 'SessionEnded', reason: 'prompt_input_exit' })
    const made = follow(resting(), [leaves, gone()])
    expect(made.state).toMatchObject({ status: 'paused', orphan: { id: 'S-1' }, step: { name: 'ready' } })
  })

  it('in a stopped series starts nothing', () => {
    const hold = { status: 'needs-attention', kind: 'no-progress', said: '', since: T0 } as const
    const made = take(resting({}, { status: 'needs-attention', hold }), gone())
    expect(made).toMatchObject({ transition: 'ended', effects: [], state: { status: 'needs-attention', launch: null } })
    expect(made.state.orphan?.id).toBe('S-1')
  })

  it('of another launch is nothing', () => {
    expect(take(working(), gone({ launchId: 'S-9' }))).toMatchObject({ transition: null, events: [] })
    expect(take(ready(), gone(), rules()).transition).toBeNull()
  })
})
