import { describe, expect, it } from 'vitest'
import {
  asking,
  boxes,
  CHECKPOINT,
  doing,
  follow,
  MINUTE,
  prompt,
  resting,
  rules,
  said,
  STOP,
  T0,
  take,
  told,
  toolEnd,
  turnEnd,
  working,
} from '../testing.ts'

describe('a turn end', () => {
  it('sends the session on to its next open box, whose title is data', () => {
    const made = take(working(), turnEnd({ boxes: boxes('a* b c') }))
    expect(made.transition).toBe('go-on')
    expect(made.answer).toEqual({ do: 'tell', text: expect.stringContaining('box 2 of the tasks file') as string })
    expect(made.answer).toEqual({ do: 'tell', text: expect.stringContaining('"b"') as string })
    expect(made.state.launch).toMatchObject({ turn: 'busy', turns: 4 })
  })

  it('asks for the checkpoint once the context is due, not before', () => {
    expect(take(working({ used: 99_999, usedAtTurnEnd: 99_000 }), turnEnd()).transition).toBe('go-on')
    const made = take(working({ used: 100_000 }), turnEnd({ contextSha256: 'sha-at-request' }))
    expect(made.transition).toBe('ask')
    expect(made.state.step).toMatchObject({ name: 'asking', midTurn: false, baseline: 'sha-at-request' })
    expect(made.events).toMatchObject([{ type: 'checkpoint.requested', reason: 'due' }])
    expect(made.answer).toMatchObject({ do: 'tell', text: expect.stringContaining('Checkpoint now') as string })
  })

  it('asks earlier when a turn like the largest so far would overshoot', () => {
    const grown = working({ used: 85_000, usedAtTurnEnd: 59_000 })
    expect(take(grown, turnEnd()).state.step).toMatchObject({ name: 'asking', wish: { reason: 'forecast' } })
    expect(take(working({ used: 85_000, usedAtTurnEnd: 80_000 }), turnEnd()).transition).toBe('go-on')
  })

  it('waits for a running subagent, and for no shell: that is told to the next session', () => {
    const busy = take(working({ used: 120_000 }), turnEnd({}, { subagents: 1, shells: ['dev server'] }))
    expect(busy).toMatchObject({ transition: null, answer: { do: 'none' } })
    const shell = take(working({ used: 120_000 }), turnEnd({}, { shells: ['dev server'] }))
    expect(shell.transition).toBe('ask')
    expect(shell.state.launch?.background).toMatchObject([{ description: 'dev server' }])
  })

  it('takes a wish before anything else', () => {
    const made = take(working({ used: 120_000 }, { wish: STOP }), turnEnd())
    expect(made.state).toMatchObject({ wish: null, step: { name: 'asking', wish: STOP } })
  })

  it('pauses where a pause was asked for', () => {
    const made = take(working({}, { pausing: true }), turnEnd())
    expect(made).toMatchObject({
      transition: 'hold',
      answer: { do: 'none' },
      state: { status: 'paused', pausing: false },
    })
  })

  it('needs attention when the dev-docs cannot be read', () => {
    const problem = { code: 'dev-docs-missing', thing: 't-tasks.md', cause: 'is not there', remedy: 'make it' }
    const made = take(working(), turnEnd({ boxes: null, problem }))
    expect(made.state.status).toBe('needs-attention')
    expect(said(made)).toBe('t-tasks.md: is not there. make it')
  })
})

describe('no progress', () => {
  const still = { boxes: boxes('a* b'), workMark: 'mark-1' }

  it('is three turns of work that moved nothing', () => {
    const turn = [toolEnd(), turnEnd(still)]
    const made = follow(working(), [...turn, ...turn])
    expect(made.transition).toBe('go-on')
    const third = follow(made.state, turn)
    expect(third.state.status).toBe('needs-attention')
    expect(said(third)).toContain('3 turns passed')
  })

  it('is eight continuations without a tool call', () => {
    const made = follow(
      working(),
      Array.from({ length: 7 }, () => turnEnd(still)),
    )
    expect(made.transition).toBe('go-on')
    expect(said(take(made.state, turnEnd(still)))).toContain('8 turns passed')
  })

  it.each([
    ['a ticked box', { boxes: boxes('a* b* c'), workMark: 'mark-1' }],
    ['a commit or a changed file', { boxes: boxes('a* b'), workMark: 'mark-9' }],
  ])('begins anew after %s', (_, moved) => {
    const before = working({}, { idleTurns: 2, idleContinuations: 7 })
    expect(take(before, turnEnd(moved)).state).toMatchObject({ idleTurns: 0, idleContinuations: 0 })
  })
})

describe('a person is needed', () => {
  const needs = turnEnd({}, { lastMessage: 'I stop here.\n\n**BATON: NEEDS-HUMAN which key?**' })

  it('when the last line says so, and why', () => {
    const made = take(working(), needs)
    expect(made).toMatchObject({ transition: 'hold', answer: { do: 'none' }, state: { status: 'waiting' } })
    expect(said(made)).toBe('the agent needs you: which key? Answer it in `baton attach S`')
    expect(told(made)).toEqual(['waiting'])
  })

  it('not when only an earlier line, or a word within one, says so', () => {
    const quoted = 'BATON: NEEDS-HUMAN was considered\nbut I go on'
    expect(take(working(), turnEnd({}, { lastMessage: quoted })).transition).toBe('go-on')
    const inside = 'see "BATON: NEEDS-HUMAN x"'
    expect(take(working(), turnEnd({}, { lastMessage: inside })).transition).toBe('go-on')
  })

  it('and the loop goes on when they answered', () => {
    const answered = follow(working(), [needs, prompt(T0 + MINUTE)])
    expect(answered).toMatchObject({ transition: 'release', state: { status: 'running', hold: null } })
    expect(follow(answered.state, [turnEnd()]).transition).toBe('go-on')
  })

  it('also while a checkpoint is asked for and not yet safe', () => {
    const ask = working({}, { step: asking() })
    const unsafe = turnEnd({ missing: ['Update it.'] }, { lastMessage: 'BATON: NEEDS-HUMAN which key?' })
    expect(take(ask, unsafe).state).toMatchObject({ status: 'waiting', step: { name: 'asking' } })
  })
})

it('leaves a paused or stopped series alone, whatever the agent says', () => {
  const hold = { status: 'waiting', kind: 'paused', said: 'paused', since: T0, until: null } as const
  const paused = working({}, { status: 'paused', hold })
  for (const fact of [turnEnd(), turnEnd({}, { lastMessage: 'BATON: NEEDS-HUMAN x' })]) {
    expect(take(paused, fact)).toMatchObject({ transition: null, answer: { do: 'none' }, state: { status: 'paused' } })
  }
  const asked = take({ ...paused, step: asking() }, turnEnd())
  expect(asked).toMatchObject({ transition: null, state: { step: { name: 'asking' }, status: 'paused' } })
})

it('holds for a draft, during a handover too: the session is not ended under the person’s hands', () => {
  for (const step of [working().step, asking()]) {
    const made = take(working({ draft: true }, { step }), turnEnd())
    expect(made).toMatchObject({ transition: 'hold', state: { hold: { kind: 'draft' } } })
    expect(doing(made)).toEqual([])
  }
})

it('is no turn end of a session that is looked at already', () => {
  const inspecting = resting({}, { step: { name: 'inspecting', wish: CHECKPOINT, baseline: null } })
  expect(take(inspecting, turnEnd(), rules())).toMatchObject({ transition: null, answer: { do: 'none' } })
})
