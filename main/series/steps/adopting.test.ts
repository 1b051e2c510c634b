import { describe, expect, it } from 'vitest'
import { command, doing, follow, gone, look, ready, signal, T0, take, told, tool } from '../testing.ts'
import type { CyclerState } from '../state.ts'
import { freshLaunch, sessionIdOf } from './starting.ts'

const adopted = { sessionId: 'theirs', transcript: '/c/projects/-p/theirs.jsonl', configDir: null }
const begun = { type: 'Begun', at: T0 } as const
const spawned = {
  type: 'Spawned',
  at: T0,
  launchId: 'S-1',
  pid: 7,
  pidStart: '1',
  transcript: adopted.transcript,
} as const
const problem = { code: 'session-lives', thing: 'session theirs', cause: 'it lives in process 9', remedy: 'leave it' }
const refused = { type: 'SpawnRefused', at: T0, launchId: 'S-1', problem } as const

const started = (): CyclerState => take(ready({ adopted }), begun).state
const running = (): CyclerState => take(started(), spawned).state

describe('an adopted session', () => {
  it('is resumed as the first of its series, with words of its own', () => {
    const made = take(ready({ adopted }), begun)
    expect(made).toMatchObject({ transition: 'start', state: { sessions: 1, step: { name: 'starting' } } })
    expect(made.events).toMatchObject([{ type: 'series.started', resumed: false, adopted: 'theirs' }])
    expect(made.state.launch).toMatchObject({
      id: 'S-1',
      sessionId: 'theirs',
      n: 1,
      mode: 'resume',
      prompt: 'adopted',
      transcript: adopted.transcript,
      pickup: 'pending',
      checkpoint: 0,
    })
    expect(doing(made)).toEqual(['start'])
    expect(take(made.state, spawned).events).toMatchObject([{ type: 'session.started', sessionId: 'theirs', n: 1 }])
  })

  it('whose context is past due already is asked for a checkpoint at its first tool, whatever it was told to do', () => {
    const { sessionId } = adopted
    const measured = {
      type: 'Measured',
      at: T0,
      sessionId,
      used: 900,
      window: 1000,
      model: null,
      resetsAt: null,
    } as const
    const ended = { type: 'ToolEnded', tool: tool(), failed: false } as const
    const made = follow(running(), [measured, signal(ended, { sessionId, look: look() })])
    expect(made).toMatchObject({ transition: 'ask', state: { step: { name: 'asking', midTurn: true } } })
    expect(told(made)).toEqual(['checkpoint.requested'])
  })

  it('is followed by fresh sessions', () => {
    expect(freshLaunch(running(), T0)).toMatchObject({ n: 2, mode: 'fresh', sessionId: sessionIdOf('S', 2) })
  })

  it('that a crash cut off before its process is started again as it was', () => {
    const made = take(started(), gone({ exitCode: null }))
    expect(made).toMatchObject({ transition: 'start', state: { launch: { id: 'S-1', prompt: 'adopted' } } })
    expect(doing(made)).toEqual(['start'])
  })

  it('that was lost hears once more what it is to do, until it has picked the task up', () => {
    const lost = take(running(), gone({ exitCode: null }))
    expect(lost.state.launch).toMatchObject({ id: 'S-1r', mode: 'resume', prompt: 'adopted', resumed: true })
    expect(told(take(lost.state, { ...spawned, launchId: 'S-1r' }))).toEqual(['session.resumed'])
    const { launch } = running()
    const picked = { ...running(), launch: launch && { ...launch, pickup: 'confirmed' as const } }
    expect(take(picked, gone({ exitCode: null })).state.launch).toMatchObject({ prompt: 'interrupted' })
  })

  it('that is refused waits for a person, and a resume goes on with it, as often as it takes', () => {
    const made = follow(ready({ adopted }), [begun, refused])
    expect(made.state).toMatchObject({ status: 'needs-attention', launch: null, sessions: 1 })
    const again = take(made.state, command('resume'))
    expect(again.state.launch).toMatchObject({ sessionId: 'theirs', prompt: 'adopted', mode: 'resume' })
    const twice = follow(again.state, [{ ...refused, launchId: 'S-1r' }, command('resume')])
    expect(twice.state.launch).toMatchObject({ sessionId: 'theirs', prompt: 'adopted', n: 1 })
  })
})
