import { describe, expect, it } from 'vitest'
import {
  asking,
  CHECKPOINT,
  command,
  COMPLETE,
  CYCLE,
  doing,
  ending,
  follow,
  MINUTE,
  prompt,
  ready,
  resting,
  rules,
  signal,
  snapshotting,
  STOP,
  T0,
  take,
  tick,
  told,
  tool,
  toolEnd,
  working,
} from '../testing.ts'
import type { CyclerState } from '../state.ts'

const PAUSED = { status: 'waiting', kind: 'paused', said: 'paused', since: T0, until: null } as const
const stopped = (state: CyclerState): CyclerState => ({
  ...state,
  status: 'needs-attention',
  hold: { status: 'needs-attention', kind: 'no-progress', said: 'x', since: T0 },
})

describe('pause', () => {
  it('waits for the turn end of a busy agent, and holds a resting one at once', () => {
    expect(take(working(), command('pause')).state).toMatchObject({ status: 'running', pausing: true })
    expect(take(resting(), command('pause')).state).toMatchObject({ status: 'paused', hold: { kind: 'paused' } })
  })

  it('holds at once before a dialog that nobody answers', () => {
    const open = take(working(), signal({ type: 'PermissionRequested', tool: tool(), question: false }))
    expect(take(open.state, command('pause')).state.status).toBe('paused')
  })

  it('during a handover holds after it: no fresh session starts', () => {
    const paused = take(working({}, { step: ending() }), command('pause'))
    expect(paused.state.pausing).toBe(true)
  })

  it('is one, however often it is said', () => {
    const paused = resting({}, { status: 'paused', hold: PAUSED })
    expect(take(paused, command('pause')).transition).toBeNull()
  })
})

describe('resume', () => {
  it('types to a resting agent, and leaves a busy one to work', () => {
    const made = take(resting({}, { status: 'paused', hold: PAUSED }), command('resume', T0 + MINUTE))
    expect(made).toMatchObject({ transition: 'release', state: { status: 'running', waitedMs: MINUTE } })
    expect(made.effects).toEqual([{ do: 'type', text: 'Continue.' }])
    expect(doing(take(working({}, { status: 'paused', hold: PAUSED }), command('resume')))).toEqual([])
  })

  it('takes a pause back that did not come yet', () => {
    expect(take(working({}, { pausing: true }), command('resume')).state.pausing).toBe(false)
    const wish = { purpose: 'pause', reason: 'interrupted' } as const
    expect(take(working({}, { wish }), command('resume')).state.wish).toBeNull()
  })

  it('does not take an open dialog for answered', () => {
    const open = take(working(), signal({ type: 'PermissionRequested', tool: tool(), question: false }))
    expect(take(open.state, command('resume')).state.status).toBe('waiting')
  })

  it('starts a session where there is none, within the limits', () => {
    const none = ready({ sessions: 2, status: 'paused', hold: PAUSED })
    const made = take(none, command('resume'))
    expect(made).toMatchObject({ transition: 'start', state: { sessions: 3, launch: { n: 3 } } })
    const full = take(none, command('resume'), rules({ maxSessions: 2 }))
    expect(full.state.status).toBe('stopped')
    expect(full.events).toMatchObject([{ type: 'series.stopped', reason: 'the limit of sessions is reached' }])
  })

  it('resumes the session that was ended at once, or writes its handover', () => {
    const { launch } = working()
    const held = ready({ sessions: 1, status: 'paused', hold: PAUSED, orphan: launch })
    const made = take(held, command('resume'))
    expect(made.state.launch).toMatchObject({ mode: 'resume', id: 'S-1r', prompt: 'interrupted', resumed: true })
    const twice = take({ ...held, orphan: working({ resumed: true }).launch }, command('resume'))
    expect(twice.state).toMatchObject({
      step: { name: 'snapshotting', kind: 'mechanical' },
      launch: { endReason: 'lost' },
    })
    const due = take({ ...held, orphan: working({ used: 100_000 }).launch }, command('resume'))
    expect(due.state.step).toMatchObject({ name: 'snapshotting', kind: 'mechanical' })
  })

  it('accepts what vanished, and a session that did not read its files', () => {
    const hold = { status: 'needs-attention', kind: 'boxes-vanished', said: '', since: T0 } as const
    const anew = take(resting({}, { status: 'needs-attention', hold, known: ['b', 'gone'] }), command('resume'))
    expect(anew.state.known).toEqual(['b'])
    const unread = { status: 'needs-attention', kind: 'pickup-missing', said: '', since: T0 } as const
    const made = take(resting({ pickup: 'asked' }, { status: 'needs-attention', hold: unread }), command('resume'))
    expect(made.state.launch?.pickup).toBe('confirmed')
  })
})

describe('checkpoint, cycle, stop and interrupt', () => {
  const wanted = [
    ['checkpoint', 'continue'],
    ['cycle', 'cycle'],
    ['stop', 'stop'],
    ['interrupt', 'pause'],
  ] as const

  it.each(wanted)('%s asks a busy agent at its next tool end', (name, purpose) => {
    const made = follow(working(), [command(name), toolEnd()])
    expect(made.state.step).toMatchObject({ name: 'asking', midTurn: true, wish: { purpose } })
  })

  it.each(wanted)('%s looks at a resting agent as it lies', (name, purpose) => {
    const made = take(resting(), command(name))
    expect(made.state.step).toMatchObject({ name: 'inspecting', wish: { purpose } })
    expect(doing(made)).toEqual(['rest'])
  })

  it('wait for the subagents of a resting agent', () => {
    const made = take(resting({ subagents: [{ id: 'a', since: T0 }] }), command('cycle'))
    expect(made.state).toMatchObject({ step: { name: 'working' }, wish: { purpose: 'cycle' } })
    expect(take(made.state, tick(T0 + 2_000)).transition).toBeNull()
  })

  it.each(['cycle', 'stop', 'interrupt'] as const)('%s needs no answer to an open dialog', (name) => {
    const open = take(working(), signal({ type: 'PermissionRequested', tool: tool(), question: false }))
    expect(take(open.state, command(name)).state.step.name).toBe('inspecting')
    expect(take(stopped(working()), command(name)).state.step.name).toBe('inspecting')
    const turned = resting({ turn: 'interrupted' }, { step: asking(), hold: PAUSED, status: 'paused' })
    expect(take(turned, command(name)).state.step.name).toBe('inspecting')
  })

  it('stop takes a paused session as it lies once its turn is over', () => {
    const paused = working({}, { status: 'paused', hold: PAUSED })
    const said = take(paused, command('stop'))
    expect(said.state.wish).toEqual(STOP)
    const over = { ...said.state, launch: resting().launch }
    expect(take(over, tick(T0 + MINUTE)).state.step).toMatchObject({ name: 'inspecting', wish: STOP })
  })

  it('change what follows a checkpoint that is under way, never to less', () => {
    for (const step of [asking(), snapshotting(), ending()]) {
      const state = working({}, { step })
      expect(take(state, command('stop')).state.step).toMatchObject({ name: step.name, wish: { purpose: 'stop' } })
      expect(take(state, command('checkpoint')).state.step).toMatchObject({ wish: CYCLE })
    }
    const complete = working({}, { step: snapshotting(COMPLETE) })
    expect(take(complete, command('stop')).state.step).toMatchObject({ wish: COMPLETE })
    expect(take(working({}, { wish: STOP }), command('checkpoint')).state.wish).toEqual(STOP)
  })

  it('act without a session', () => {
    const none = ready({ sessions: 1, status: 'paused', hold: PAUSED })
    expect(take(none, command('stop')).state.status).toBe('stopped')
    expect(take(none, command('interrupt')).state.status).toBe('paused')
    expect(take(none, command('cycle')).state).toMatchObject({ status: 'running', step: { name: 'starting' } })
    expect(take(none, command('cycle'), rules({ maxSessions: 1 })).state.status).toBe('stopped')
    expect(take(none, command('checkpoint')).state.step).toMatchObject({ name: 'inspecting', wish: CHECKPOINT })
  })
})

describe('interrupt, said twice', () => {
  it('ends the session at once, and keeps it to be resumed', () => {
    const made = take(working({}, { step: asking() }), command('interrupt-now'))
    expect(made.state.step).toMatchObject({ name: 'ending', unsafe: true, wish: { purpose: 'pause' } })
    expect(doing(made)).toEqual(['end'])
  })

  it('lets a snapshot or an end that is under way come to its own', () => {
    for (const step of [snapshotting(), ending()]) {
      const made = take(working({}, { step }), command('interrupt-now'))
      expect(made.state.step).toMatchObject({ name: step.name, wish: { purpose: 'pause' } })
      expect(doing(made)).toEqual([])
    }
    const complete = take(working({}, { step: ending(COMPLETE) }), command('interrupt-now'))
    expect(complete.state.step).toMatchObject({ wish: COMPLETE })
  })

  it('pauses a series without a session', () => {
    expect(take(ready(), command('interrupt-now')).state.status).toBe('paused')
  })
})

it.each(['completed', 'stopped', 'failed'] as const)('changes nothing of a %s series', (status) => {
  const state = ready({ status })
  for (const name of ['pause', 'resume', 'checkpoint', 'cycle', 'stop', 'interrupt', 'interrupt-now'] as const) {
    expect(take(state, command(name))).toMatchObject({ transition: null, state, effects: [], events: [] })
  }
})

it('tells what changed in the policy', () => {
  const made = take(working(), { type: 'PolicyChanged', at: T0, changes: { maxSessions: 3 } })
  expect(made).toMatchObject({
    transition: 'command',
    events: [{ type: 'policy.changed', changes: { maxSessions: 3 } }],
  })
  expect(told(take(working(), prompt()))).toEqual([])
})
