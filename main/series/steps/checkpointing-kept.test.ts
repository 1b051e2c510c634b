import { describe, expect, it } from 'vitest'
import {
  CHECKPOINT,
  command,
  COMPLETE,
  CYCLE,
  doing,
  follow,
  ready,
  resting,
  said,
  snapshotting,
  STOP,
  T0,
  take,
  taken,
  told,
  working,
} from '../testing.ts'

const problem = { code: 'disk-full', thing: 'the data folder', cause: 'is full', remedy: 'make room' }
const failed = { type: 'SnapshotFailed', at: T0, problem } as const

describe('a kept checkpoint', () => {
  it.each([CYCLE, STOP, COMPLETE, { purpose: 'pause', reason: 'interrupted' } as const])(
    'ends its session: $purpose',
    (wish) => {
      const made = take(resting({}, { step: snapshotting(wish) }), taken())
      expect(made).toMatchObject({ transition: 'checkpoint', state: { checkpoints: 1 } })
      expect(made.state.step).toEqual({ name: 'ending', wish, unsafe: false })
      expect(doing(made)).toEqual(['end'])
    },
  )

  it('on demand lets its session go on', () => {
    const made = take(resting({}, { step: snapshotting(CHECKPOINT) }), taken())
    expect(made).toMatchObject({ effects: [{ do: 'type', text: 'Continue.' }], state: { step: { name: 'working' } } })
    expect(doing(take(working({}, { step: snapshotting(CHECKPOINT) }), taken()))).toEqual([])
  })

  it('on demand sets no held loop going', () => {
    const hold = { status: 'waiting', kind: 'paused', said: '', since: T0, until: null } as const
    const held = { status: 'paused', hold, step: snapshotting(CHECKPOINT) } as const
    expect(take(resting({}, held), taken())).toMatchObject({ effects: [], state: { status: 'paused' } })
    expect(take(ready(held), taken())).toMatchObject({
      effects: [],
      state: { status: 'paused', step: { name: 'ready' } },
    })
  })

  it('on demand of a paused series that was resumed meanwhile starts its session', () => {
    const hold = { status: 'waiting', kind: 'paused', said: '', since: T0, until: null } as const
    const made = follow(ready({ status: 'paused', hold, step: snapshotting(CHECKPOINT) }), [command('resume'), taken()])
    expect(made).toMatchObject({ state: { status: 'running', step: { name: 'starting' } } })
    expect(doing(made)).toEqual(['start'])
  })

  it('tells what a person should know of it', () => {
    const made = take(
      resting({}, { step: snapshotting() }),
      taken({
        refProblem: 'git took too long',
        masked: ['t-context.md'],
        skipped: [{ path: '.env', why: 'secret-like' }],
      }),
    )
    expect(told(made)).toEqual(['checkpoint.verified'])
    expect(made.events).toMatchObject([
      {
        notes: [
          'files only: git took too long',
          'a secret in t-context.md is masked in the checkpoint; your file still holds it',
          '.env is not in the checkpoint: secret-like',
        ],
      },
    ])
  })

  it('of another number, or of another step, is nothing', () => {
    expect(take(resting({}, { step: snapshotting() }), taken({ n: 2 })).transition).toBeNull()
    expect(take(resting(), taken()).transition).toBeNull()
  })
})

describe('a checkpoint that could not be kept', () => {
  it('ends nothing: the session stays, and what was wanted too', () => {
    const made = take(resting({}, { step: snapshotting(STOP) }), failed)
    expect(made).toMatchObject({
      effects: [],
      state: { status: 'needs-attention', wish: STOP, step: { name: 'working' } },
    })
    expect(said(made)).toContain('the data folder: is full. make room')
    expect(made.state.launch).not.toBeNull()
  })

  it('is told each time', () => {
    const made = follow(resting({}, { step: snapshotting(STOP) }), [failed, command('stop')])
    expect(made.state.step.name).toBe('inspecting')
    const again = take({ ...made.state, step: snapshotting(STOP) }, failed)
    expect(told(again)).toEqual(['needs-attention'])
  })

  it('of a lost session is tried again when a person says so', () => {
    const made = take(resting({ endReason: 'lost' }, { step: snapshotting() }), failed)
    expect(made.state).toMatchObject({ launch: null, step: { name: 'ready' }, orphan: { id: 'S-1' } })
    const again = take(made.state, command('resume'))
    expect(again.state.step).toMatchObject({ name: 'snapshotting', kind: 'mechanical' })
    expect(take(resting(), failed).transition).toBeNull()
  })
})
