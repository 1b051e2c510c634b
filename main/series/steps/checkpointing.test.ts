import { expect, test } from 'vitest'
import type { Checkpoint } from '../../../contract/series.ts'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { LOST, newSeries, type CyclerState } from '../state.ts'
import { TIMING } from '../timing.ts'
import { snapshotTaken } from './checkpointing.ts'
import { startFresh } from './starting.ts'

const RULES = { policy: DEFAULT_POLICY, timing: TIMING }
const AT = Date.parse('2026-01-01T00:00:00Z')
const CHECKPOINT: Checkpoint = {
  seriesId: 'S',
  n: 1,
  at: '2026-01-01T00:00:00Z',
  kind: 'mechanical',
  reason: 'you asked for a checkpoint',
  sessionId: null,
  files: [],
  sha256: 'a',
  ref: null,
  commit: null,
  refProblem: null,
  skipped: [],
  masked: [],
  contextUsed: null,
  boxesDone: 0,
  boxesOpen: 1,
}

function snapshotting(endReason: string | null): CyclerState {
  const intended = startFresh(newSeries('S', '/p', 'x', [{ number: 1, title: 'One', done: false }], AT), AT)
  const wish = { purpose: 'continue', reason: 'asked-checkpoint' } as const
  const launch = intended.launch && { ...intended.launch, turn: 'ended' as const, endReason }
  return { ...intended, launch, step: { name: 'snapshotting', wish, kind: 'mechanical', n: 1 } }
}

test('after a checkpoint on demand the session goes on', () => {
  const kept = snapshotTaken(snapshotting(null), { type: 'SnapshotTaken', at: AT, checkpoint: CHECKPOINT }, RULES)
  expect(kept).toMatchObject({
    transition: 'checkpoint',
    effects: [{ do: 'type' }],
    state: { step: { name: 'working' } },
  })
})

test('when the session was lost meanwhile, a fresh one does', () => {
  const kept = snapshotTaken(snapshotting(LOST), { type: 'SnapshotTaken', at: AT, checkpoint: CHECKPOINT }, RULES)
  expect(kept).toMatchObject({ transition: 'checkpoint', effects: [{ do: 'start' }] })
  expect(kept.events.map(({ type }) => type)).toEqual(['checkpoint.verified'])
  expect(kept.state).toMatchObject({ step: { name: 'starting' }, sessions: 2, launch: { n: 2, checkpoint: 1 } })
})
