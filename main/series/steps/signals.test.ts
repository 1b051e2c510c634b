import { describe, expect, it } from 'vitest'
import {
  asking,
  doing,
  follow,
  MINUTE,
  prompt,
  ready,
  resting,
  said,
  signal,
  snapshotting,
  STOP,
  T0,
  take,
  tool,
  toolEnd,
  turnEnd,
  turnFailure,
  working,
} from '../testing.ts'

const permission = (more = {}) =>
  signal({ type: 'PermissionRequested', tool: tool({ command: 'rm -r x' }), question: false }, more)
const question = signal({ type: 'PermissionRequested', tool: tool(), question: true })

describe('the soft point', () => {
  it('tells the session once how full it is', () => {
    expect(take(working({ used: 69_999 }), toolEnd()).transition).toBeNull()
    const made = take(working({ used: 70_000 }), toolEnd())
    expect(made).toMatchObject({ transition: 'nudge', events: [{ type: 'nudge', used: 70_000, due: 100_000 }] })
    expect(made.answer).toMatchObject({ do: 'tell', text: expect.stringContaining('70,000 of 200,000') as string })
    expect(take(made.state, toolEnd())).toMatchObject({ transition: null, answer: { do: 'none' } })
  })

  it('is unknown while the context is', () => {
    expect(take(working({ used: null }), toolEnd()).transition).toBeNull()
    expect(take(working({ used: 150_000, window: null }), toolEnd()).transition).toBeNull()
  })
})

describe('a subagent', () => {
  it('is never told anything, nor is its end a turn end', () => {
    const due = working({ used: 150_000 }, { wish: STOP })
    for (const fact of [
      toolEnd({ agentId: 'a1' }),
      signal({ type: 'ToolBatchEnded' }, { agentId: 'a1' }),
      signal({ type: 'CompactionAsked', auto: true }, { agentId: 'a1' }),
      { ...turnEnd(), signal: { ...turnEnd().signal, agentId: 'a1' } },
      signal({ type: 'TurnFailed', error: 'rate_limit', details: '' }, { agentId: 'a1' }),
    ]) {
      const made = take(due, fact)
      expect(made).toMatchObject({ transition: null, answer: { do: 'none' }, state: { launch: { turn: 'busy' } } })
    }
  })

  it('is known from its start to its end', () => {
    const started = take(working(), signal({ type: 'SubagentStarted', agentType: 'x' }, { agentId: 'a1' }))
    expect(started.state.launch?.subagents).toEqual([{ id: 'a1', since: T0 + 1_000 }])
    const ended = take(started.state, signal({ type: 'SubagentEnded', agentType: 'x' }, { agentId: 'a1' }))
    expect(ended.state.launch?.subagents).toEqual([])
  })
})

describe('a permission', () => {
  it('holds the loop, names the tool and ends with the next sign of the same thread', () => {
    const held = take(working(), permission())
    expect(held).toMatchObject({ transition: 'hold', state: { status: 'waiting' }, answer: { do: 'none' } })
    expect(said(held)).toContain('Bash: rm -r x')
    expect(take(held.state, toolEnd({ agentId: 'a1' }))).toMatchObject({
      transition: null,
      state: { status: 'waiting' },
    })
    expect(take(held.state, toolEnd())).toMatchObject({ transition: 'release', state: { status: 'running' } })
    expect(take(held.state, turnEnd())).toMatchObject({ transition: 'go-on', state: { status: 'running', hold: null } })
  })

  it('of a subagent ends with that subagent’s own sign', () => {
    const held = take(working(), permission({ agentId: 'a1' }))
    expect(held.state.status).toBe('waiting')
    expect(take(held.state, toolEnd()).state.status).toBe('waiting')
    expect(take(held.state, toolEnd({ agentId: 'a1' })).transition).toBe('release')
    const over = signal({ type: 'SubagentEnded', agentType: 'x' }, { agentId: 'a1' })
    expect(take(held.state, over).transition).toBe('release')
  })

  it('counts its wait, and takes no second event for the same one', () => {
    const held = take(working(), question)
    expect(said(held)).toContain('asks you something')
    expect(take(held.state, question)).toMatchObject({ transition: null, events: [] })
    expect(take(held.state, prompt(T0 + 1_000 + MINUTE)).state.waitedMs).toBe(MINUTE)
  })

  it('never sets a stopped loop going', () => {
    for (const kind of ['paused', 'no-progress'] as const) {
      const status = kind === 'paused' ? ('paused' as const) : ('needs-attention' as const)
      const hold =
        kind === 'paused'
          ? ({ status: 'waiting', kind, said: '', since: T0, until: null } as const)
          : ({ status: 'needs-attention', kind, said: '', since: T0 } as const)
      const stopped = working({}, { status, hold })
      const made = follow(stopped, [permission(), toolEnd(), prompt(), turnEnd(), turnFailure('rate_limit')])
      expect(made.state).toMatchObject({ status, hold })
    }
  })
})

describe('a cleared conversation', () => {
  const other = { sessionId: 'other' }

  it('is followed under its new id and waits for the person', () => {
    const made = take(working({ used: 90_000 }), signal({ type: 'Noticed', kind: 'x', message: '' }, other))
    expect(made).toMatchObject({ transition: 'hold', state: { hold: { kind: 'cleared' } } })
    expect(made.state.launch).toMatchObject({ sessionId: 'other', used: null, pickup: 'confirmed' })
    const spoke = take(made.state, signal({ type: 'PromptSubmitted', prompt: 'go' }, other))
    expect(spoke).toMatchObject({ transition: 'release', state: { status: 'running' } })
  })

  it('drops a request that its conversation does not know of', () => {
    const made = take(working({}, { step: asking() }), signal({ type: 'PromptSubmitted', prompt: 'go' }, other))
    expect(made.state).toMatchObject({ step: { name: 'working' }, hold: null })
  })
})

it('hears only the launch that it has', () => {
  const stranger = { ...toolEnd(), launchId: 'S-9' }
  expect(take(working({ used: 80_000 }), stranger).transition).toBeNull()
  expect(take(ready(), toolEnd()).state.launch).toBeNull()
})

it('notes a turn end that comes while the snapshot is kept, and answers nothing', () => {
  const made = take(working({}, { step: snapshotting() }), turnEnd())
  expect(made).toMatchObject({ transition: null, answer: { do: 'none' }, state: { launch: { turn: 'ended' } } })
})

it('ends a stall with the next sign, and answers a turn end that is that sign', () => {
  const hold = { status: 'needs-attention', kind: 'stalled', said: '', since: T0 } as const
  const stalled = working({}, { status: 'needs-attention', hold })
  expect(take(stalled, toolEnd())).toMatchObject({ transition: 'release', state: { status: 'running' } })
  expect(take(stalled, turnEnd())).toMatchObject({ transition: 'go-on', state: { status: 'running', hold: null } })
})

it('ends the wait for a long subagent with the subagent, not with any sign', () => {
  const hold = { status: 'needs-attention', kind: 'subagent-long', said: '', since: T0 } as const
  const long = working({ subagents: [{ id: 'a1', since: T0 }] }, { status: 'needs-attention', hold })
  expect(take(long, toolEnd()).state.status).toBe('needs-attention')
  const over = signal({ type: 'SubagentEnded', agentType: 'x' }, { agentId: 'a1' })
  expect(take(long, over)).toMatchObject({ transition: 'release', state: { status: 'running' } })
})

it('asks at a tool’s end for what a person wants', () => {
  const made = take(working({}, { wish: STOP }), toolEnd())
  expect(made.state).toMatchObject({ wish: null, step: { name: 'asking', midTurn: true, wish: STOP } })
  expect(doing(made)).toEqual([])
  expect(take(resting(), prompt()).state.launch?.turn).toBe('busy')
})
