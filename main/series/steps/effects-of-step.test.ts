import { expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { reduce } from '../reduce.ts'
import { newSeries, type CyclerState } from '../state.ts'
import { TIMING } from '../timing.ts'
import { freshLaunch } from './starting.ts'

const AT = Date.parse('2026-01-01T00:00:00Z')
const RULES = { policy: DEFAULT_POLICY, timing: TIMING }

it('carries out again, on resume, what a fault of ours cut off', () => {
  const state = newSeries('S', '/p', 'x', [{ number: 1, title: 'One', done: false }], AT)
  const keeping: CyclerState = {
    ...state,
    launch: { ...freshLaunch(state, AT), pid: 1, turn: 'ended' },
    step: { name: 'snapshotting', wish: { purpose: 'cycle', reason: 'due' }, kind: 'agent', n: 1 },
  }
  const stopped = reduce(keeping, { type: 'Faulted', at: AT, error: 'x' }, RULES)
  expect(stopped.state).toMatchObject({ status: 'needs-attention', hold: { kind: 'fault' } })
  const resumed = reduce(stopped.state, { type: 'Commanded', at: AT, command: 'resume' }, RULES)
  expect(resumed.effects).toEqual([{ do: 'snapshot', background: [] }])
  expect(resumed.state).toMatchObject({ status: 'running', step: { name: 'snapshotting' } })
})
