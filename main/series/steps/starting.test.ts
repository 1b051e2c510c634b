import { describe, expect, it } from 'vitest'
import { command, doing, follow, MINUTE, ready, resting, said, T0, take, told, working } from '../testing.ts'
import { freshLaunch, resumedLaunch, sessionIdOf, startFresh } from './starting.ts'

const begun = { type: 'Begun', at: T0 } as const
const spawned = { type: 'Spawned', at: T0, launchId: 'S-1', pid: 7, pidStart: '1', transcript: '/x.jsonl' } as const
const problem = { code: 'claude-missing', thing: 'claude', cause: 'is not on the PATH', remedy: 'install it' }
const refused = { type: 'SpawnRefused', at: T0, launchId: 'S-1', problem } as const

describe('a start', () => {
  it('is intended before it is spawned, and told when it has a process', () => {
    const intended = take(ready(), begun)
    expect(intended).toMatchObject({ transition: 'start', state: { sessions: 1, step: { name: 'starting' } } })
    expect(told(intended)).toEqual(['series.started'])
    expect(intended.state.launch).toMatchObject({ id: 'S-1', pid: null, mode: 'fresh', prompt: 'recipe', n: 1 })
    const made = take(intended.state, spawned)
    expect(made).toMatchObject({ transition: 'started', state: { step: { name: 'working' }, launch: { pid: 7 } } })
    expect(made.events).toMatchObject([{ type: 'session.started', n: 1, pid: 7 }])
  })

  it('of a resumed session is told as one', () => {
    const { launch } = working()
    if (launch === null) throw new Error('no launch')
    const again = { ...ready(), step: { name: 'starting' } as const, launch: resumedLaunch(ready(), launch, T0) }
    expect(told(take(again, { ...spawned, launchId: 'S-1r' }))).toEqual(['session.resumed'])
  })

  it('that is refused needs a person, and takes no number', () => {
    const made = follow(ready(), [begun, refused])
    expect(made.state).toMatchObject({ status: 'needs-attention', launch: null, sessions: 0, step: { name: 'ready' } })
    expect(said(made)).toContain('claude: is not on the PATH')
    expect(take(made.state, command('resume')).state.launch?.id).toBe('S-1')
  })

  it('that is refused to a lost session leaves it to be handed over', () => {
    const { launch } = working({ mode: 'resume', resumed: true })
    const made = take(ready({ sessions: 1, step: { name: 'starting' }, launch }), refused)
    expect(made.state).toMatchObject({ sessions: 1, orphan: { id: 'S-1' } })
    expect(take(made.state, command('resume')).state.step).toMatchObject({ name: 'snapshotting', kind: 'mechanical' })
  })

  it('hears only of its own launch, and only once', () => {
    const intended = take(ready(), begun).state
    expect(take(intended, { ...spawned, launchId: 'S-9' }).transition).toBeNull()
    expect(follow(intended, [spawned, spawned]).transition).toBeNull()
    expect(take(working(), refused).transition).toBeNull()
  })
})

it('books the wait that it ends', () => {
  const hold = { status: 'waiting', kind: 'limit', said: '', since: T0, until: null } as const
  const made = startFresh(resting({}, { status: 'waiting', hold }), T0 + MINUTE)
  expect(made).toMatchObject({ status: 'running', hold: null, waitedMs: MINUTE })
  expect(doing(take(ready(), begun))).toEqual(['start'])
})

describe('names', () => {
  it('of a session follow from series and number, as a version-8 UUID', () => {
    expect(sessionIdOf('S', 1)).toBe(freshLaunch(ready(), T0 + MINUTE).sessionId)
    expect(sessionIdOf('S', 2)).not.toBe(sessionIdOf('S', 1))
    expect(sessionIdOf('S', 1)).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  })

  it('of a resumed one are the session’s, in a launch of its own', () => {
    const { launch } = working({ turns: 4, tools: 9, seen: ['x'] })
    if (launch === null) throw new Error('no launch')
    expect(resumedLaunch(ready(), launch, T0)).toMatchObject({
      id: 'S-1r',
      sessionId: launch.sessionId,
      n: 1,
      turns: 4,
      tools: 9,
      seen: ['x'],
      pid: null,
      used: null,
      prompted: false,
    })
  })
})
