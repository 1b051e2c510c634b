import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import type { Look } from '../facts.ts'
import { LOST, newSeries, type CyclerState, type Step as At, type Wish } from '../state.ts'
import { TIMING } from '../timing.ts'
import { launchGone } from './ending.ts'
import { verifyEnded } from './checking.ts'
import { rested } from './resting.ts'
import { startFresh } from './starting.ts'

const RULES = { policy: DEFAULT_POLICY, timing: TIMING }
const AT = Date.parse('2026-01-01T00:00:00Z')
const BOXES = [{ number: 1, title: 'One', done: false }]
const STOP: Wish = { purpose: 'stop', reason: 'asked-stop' }

function at(step: At, more: Partial<CyclerState> = {}): CyclerState {
  const intended = startFresh(newSeries('S', '/p', 'x', BOXES, AT), AT)
  const { launch } = intended
  if (launch === null) throw new Error('no launch')
  const live = { ...launch, pid: 7, pidStart: '1', startedAt: AT, prompted: true }
  return { ...intended, step, launch: live, ...more }
}

function look(missing: string[] = ['nothing is written']): Look {
  const rest = { problem: null, contextSha256: null, vanished: [], secrets: [], workMark: null, shown: [], at: AT }
  return { boxes: BOXES, missing, ...rest }
}

function gone(state: CyclerState, more: { resumable?: boolean; missing?: string[] } = {}) {
  const { resumable = true, missing } = more
  const launchId = state.launch?.id ?? ''
  const exit = { exitCode: null, signal: null, ms: 0, screen: '' }
  return launchGone(state, { type: 'LaunchGone', at: AT, launchId, resumable, look: look(missing), ...exit }, RULES)
}

describe('what was wanted of a lost session', () => {
  const asking: At = { name: 'asking', wish: STOP, midTurn: true, repaired: false, baseline: 'a', batches: 0 }

  test('is wanted of the resumed one', () => {
    expect(gone(at(asking)).state).toMatchObject({ step: { name: 'starting' }, launch: { mode: 'resume' }, wish: STOP })
    const working = gone(at({ name: 'working' }, { wish: STOP }))
    expect(working.state).toMatchObject({ step: { name: 'starting' }, wish: STOP })
  })

  test('decides what follows the handover that is written for it', () => {
    const written = gone(at({ name: 'working' }, { wish: STOP }), { resumable: false })
    expect(written.state.step).toEqual({ name: 'snapshotting', wish: STOP, kind: 'mechanical', n: 1 })
    const without = gone(at({ name: 'working' }), { resumable: false })
    expect(without.state.step).toMatchObject({ wish: { purpose: 'cycle', reason: 'session-lost' } })
  })

  test('is done with the handover that it wrote itself', () => {
    expect(gone(at(asking), { missing: [] }).state.step).toMatchObject({ wish: STOP, kind: 'agent' })
  })
})

describe('what runs while the session goes', () => {
  test('a look goes on and keeps its wish', () => {
    const before = at({ name: 'inspecting', wish: STOP, baseline: null })
    const ended = gone(before)
    expect(ended).toMatchObject({ transition: 'ended', effects: [], state: { step: before.step } })
    expect(ended.state.launch).toMatchObject({ endReason: LOST, pid: null })
    const looked = rested(ended.state, { type: 'Rested', at: AT, look: look([]) }, RULES)
    expect(looked.state.step).toMatchObject({ name: 'snapshotting', wish: STOP, kind: 'agent' })
  })

  test('the verify command is not started a second time, and its word counts', () => {
    const ended = gone(at({ name: 'checking' }))
    expect(ended).toMatchObject({
      transition: 'ended',
      effects: [],
      state: { step: { name: 'checking' }, launch: null },
    })
    const verified = verifyEnded(
      ended.state,
      { type: 'VerifyEnded', at: AT, exitCode: 0, output: '', problem: null },
      RULES,
    )
    expect(verified.state.step).toMatchObject({ name: 'snapshotting', wish: { purpose: 'complete' } })
  })
})

test('whether a held session can be resumed later is for its transcript to say', () => {
  const paused = at({ name: 'working' }, { status: 'paused' })
  expect(gone(paused, { resumable: false }).state.orphan?.prompted).toBe(false)
  const unseen: CyclerState = { ...paused, launch: paused.launch && { ...paused.launch, prompted: false } }
  expect(gone(unseen, { resumable: true }).state.orphan?.prompted).toBe(true)
})

test('a launch that was only intended is intended again under the same names', () => {
  const intended = startFresh(newSeries('S', '/p', 'x', BOXES, AT), AT)
  const again = gone(intended, { resumable: false })
  expect(again).toMatchObject({ transition: 'start', effects: [{ do: 'start' }], events: [] })
  expect(again.state).toMatchObject({ sessions: 1, launch: { id: 'S-1', sessionId: intended.launch?.sessionId } })
})
