import { describe, expect, it } from 'vitest'
import type { SeriesFact } from '../facts.ts'
import {
  boxes,
  command,
  doing,
  follow,
  gone,
  resting,
  rules,
  said,
  taken,
  take,
  T0,
  turnEnd,
  working,
  look,
} from '../testing.ts'

const verify = rules({ verify: 'npm test' })
const done = turnEnd({ boxes: boxes('a* b*') })
function ended(exitCode: number | null, output = ''): SeriesFact {
  return { type: 'VerifyEnded', at: T0, exitCode, output, problem: null }
}

describe('all boxes done', () => {
  it('completes the series over a last checkpoint', () => {
    const made = take(working(), done)
    expect(made.state.step).toMatchObject({ name: 'snapshotting', wish: { purpose: 'complete' } })
    const end = follow(made.state, [taken(), gone({ look: look({ boxes: boxes('a* b*') }) })])
    expect(end.state.status).toBe('completed')
    expect(end.events.at(-1)).toMatchObject({ type: 'series.completed', tasks: { done: 2, open: 0 }, checkpoints: 1 })
  })

  it('needs attention when tasks left the list unticked, each named', () => {
    const made = take(working(), turnEnd({ boxes: boxes('a*'), vanished: ['b', 'c'] }))
    expect(made.state.status).toBe('needs-attention')
    expect(said(made)).toContain('b · c')
  })

  it('is for the verify command to say, where there is one', () => {
    const made = take(working(), done, verify)
    expect(made).toMatchObject({ transition: 'check', state: { step: { name: 'checking' } } })
    expect(doing(made)).toEqual(['verify'])
    expect(take(made.state, ended(0), verify).state.step).toMatchObject({ wish: { purpose: 'complete' } })
  })
})

describe('a verify command that fails', () => {
  const checking = resting({}, { step: { name: 'checking' } })

  it('is the next prompt, with its output as data', () => {
    const made = take(checking, ended(2, '3 tests failed'))
    expect(made).toMatchObject({ transition: 'retry', state: { verifyFailures: 1, step: { name: 'working' } } })
    const [effect] = made.effects
    expect(effect?.do === 'type' ? effect.text : '').toMatch(/exit code 2.*as data:\n\n3 tests failed/s)
    const late = take(checking, ended(null)).effects[0]
    expect(late?.do === 'type' ? late.text : '').toContain('did not end in time')
  })

  it('needs a person at the third time running', () => {
    const twice = follow(checking, [ended(1), done, ended(1), done], verify)
    expect(twice.state).toMatchObject({ verifyFailures: 2, step: { name: 'checking' } })
    const third = take(twice.state, ended(1, 'the last words'), verify)
    expect(said(third)).toContain('failed 3 times running. Its last output: the last words')
    expect(take(third.state, command('resume'), verify).state.verifyFailures).toBe(0)
  })

  it('starts a session where there is none, within the limits', () => {
    const none = { ...checking, launch: null }
    expect(take(none, ended(1))).toMatchObject({ transition: 'start', state: { sessions: 2 } })
    expect(take(none, ended(1), rules({ maxSessions: 1 })).state.status).toBe('stopped')
  })
})

it('needs a person when the verify command cannot be run', () => {
  const problem = { code: 'verify-broken', thing: 'verify', cause: 'no such shell', remedy: 'correct it' }
  const broken: SeriesFact = { type: 'VerifyEnded', at: T0, exitCode: null, output: '', problem }
  const made = take(resting({}, { step: { name: 'checking' } }), broken)
  expect(said(made)).toContain('no such shell. correct it')
  expect(take(working(), broken).transition).toBeNull()
})
