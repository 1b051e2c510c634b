import { describe, expect, it } from 'vitest'
import { boxes, CYCLE, doing, look, resting, rules, STOP, T0, take, told, working } from '../testing.ts'

const rested = (change = {}) => ({ type: 'Rested', at: T0, look: look(change) }) as const
const halting = resting({}, { step: { name: 'halting', wish: CYCLE, baseline: 'sha-1' } })
const inspecting = resting({}, { step: { name: 'inspecting', wish: STOP, baseline: null } })

describe('an agent that came to rest', () => {
  it('has its handover judged again before anything ends', () => {
    const made = take(halting, rested())
    expect(made.state.step).toEqual({ name: 'snapshotting', wish: CYCLE, kind: 'agent', n: 1 })
    expect(doing(made)).toEqual(['snapshot'])
    const spoiled = take(halting, rested({ missing: ['Update it.'] }))
    expect(spoiled.state.step).toMatchObject({ kind: 'mechanical' })
    expect(told(spoiled)).toEqual(['checkpoint.rejected'])
  })

  it('is taken as it lies where it could not be asked', () => {
    expect(take(inspecting, rested()).state.step).toMatchObject({ kind: 'agent', wish: STOP })
    const made = take(inspecting, rested({ missing: ['Update it.'] }))
    expect(made.state.step).toMatchObject({ kind: 'mechanical', wish: STOP })
    expect(told(made)).toEqual([])
  })

  it('with its last box ticked is done, not handed over', () => {
    const made = take(halting, rested({ boxes: boxes('a* b*') }))
    expect(made.state.step).toMatchObject({ wish: { purpose: 'complete' } })
    const check = take(halting, rested({ boxes: boxes('a* b*') }), rules({ verify: 'make test' }))
    expect(check.transition).toBe('check')
  })

  it('is nothing to a series that goes on already', () => {
    expect(take(working(), rested())).toMatchObject({ transition: null, state: { step: { name: 'working' } } })
  })
})

it('takes over what the look showed of the boxes, and remembers what was open', () => {
  const made = take(inspecting, rested({ boxes: boxes('a* b* c') }))
  expect(made.state).toMatchObject({ boxes: boxes('a* b* c'), known: ['b', 'c'], contextSha256: 'sha-2' })
  const unread = take(inspecting, rested({ boxes: null, contextSha256: null }))
  expect(unread.state).toMatchObject({ boxes: boxes('a* b'), contextSha256: 'sha-1' })
})
