import { expect, it } from 'vitest'
import type { Problem } from '../../../contract/problem.ts'
import type { LaneView } from './lane.ts'
import { timeOf, together } from './together.ts'

const problem = (code: string): Problem => ({ code, thing: 'x', cause: 'x', remedy: 'x' })
const IDLE: LaneView = { state: 'idle', nextTryAt: null, problem: null }

it('tells the worst of all, and the next try of any', () => {
  const waiting: LaneView = { state: 'waiting', nextTryAt: 500, problem: problem('away') }
  const failed: LaneView = { state: 'failed', nextTryAt: 900, problem: problem('unauthorized') }
  const sending: LaneView = { state: 'sending', nextTryAt: null, problem: null }
  expect(together([])).toEqual(IDLE)
  expect(together([IDLE, sending])).toEqual(sending)
  expect(together([sending, waiting, IDLE])).toEqual(waiting)
  expect(together([waiting, failed])).toEqual({ ...failed, nextTryAt: 500 })
})

it('tells what was wrong last where all goes on', () => {
  const refused: LaneView = { state: 'idle', nextTryAt: null, problem: problem('refused') }
  const sending: LaneView = { state: 'sending', nextTryAt: null, problem: null }
  expect(together([sending, refused])).toEqual({ ...refused, state: 'sending' })
})

it('tells times as text', () => {
  expect([timeOf(null), timeOf(0)]).toEqual([null, '1970-01-01T00:00:00.000Z'])
})
