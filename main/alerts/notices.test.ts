import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../contract/events.ts'
import type { Notice } from '../../contract/notice.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import { noticeOf, NOTHING, type About, type Remembered } from './notices.ts'

const AT = '2026-11-22T10:00:00.000Z'
const BASE = { at: AT, series: 'S' }
const ABOUT: About = { project: 'shop', task: 'checkout', sessionId: 's-1', hold: null }
const TOTALS = { sessions: 3, checkpoints: 2, tasks: { done: 4, open: 5 }, costUsd: 1, tokens: NO_TOKENS }

const waiting = (kind?: string): RunEvent => ({
  type: 'waiting',
  ...BASE,
  for: 'the agent asks. See `baton attach S`',
  ...(kind === undefined ? {} : { kind }),
})
const started = (n: number): RunEvent => ({ type: 'session.started', ...BASE, sessionId: `s-${n}`, n, pid: 1 })
const requested = (reason: string): RunEvent => ({ type: 'checkpoint.requested', ...BASE, sessionId: 's-1', reason })
const kept = (n: number): RunEvent => ({
  type: 'checkpoint.verified',
  ...BASE,
  n,
  kind: 'agent',
  files: [],
  sha256: '',
  ref: null,
  notes: [],
})
const figure: RunEvent = {
  type: 'context',
  ...BASE,
  sessionId: 's-1',
  used: 1,
  window: 2,
  percent: 50,
  source: 'statusline',
}
const stopped = (status?: 'stopped' | 'paused' | 'failed'): RunEvent => ({
  type: 'series.stopped',
  ...BASE,
  ...TOTALS,
  reason: 'the limit of cost is reached',
  ...(status === undefined ? {} : { status }),
})

/** The notices of a series' events, with the hold that stands at each. */
function noticesOf(...events: (RunEvent | [RunEvent, string])[]): Notice[] {
  let memory: Remembered = NOTHING
  return events.flatMap((one, index) => {
    const [event, hold] = Array.isArray(one) ? one : [one, null]
    const { notice, after } = noticeOf({ seq: index + 1, event }, { ...ABOUT, hold }, memory)
    memory = after
    return notice === null ? [] : [notice]
  })
}
const kindsOf = (...events: (RunEvent | [RunEvent, string])[]): string[] => noticesOf(...events).map(({ kind }) => kind)

describe('a notice', () => {
  it('names its series, its project and its reason, the same each time it is made', () => {
    const [notice] = noticesOf(waiting('permission'))
    expect(notice).toEqual({
      id: 'S:1',
      kind: 'permission',
      at: AT,
      seriesId: 'S',
      sessionId: 's-1',
      project: 'shop',
      task: 'checkout',
      title: 'checkout: asks for a permission',
      body: 'The agent asks',
      urgent: true,
      seen: false,
    })
    expect(noticesOf(waiting('permission'))).toEqual([notice])
  })

  it('holds one clean line of what an agent wrote', () => {
    const [notice] = noticesOf({ type: 'needs-attention', ...BASE, why: `a\u001b[2Jb\n\u202Ec ${'x'.repeat(500)}` })
    expect(notice?.body).toMatch(/^A\[2Jb c x+…$/)
    expect(notice?.body).toHaveLength(200)
  })
})

describe('a person is told of', () => {
  it.each<[string, RunEvent, Partial<Notice>]>([
    [
      'the soft point',
      { type: 'nudge', ...BASE, sessionId: 's-9', used: 98_400, due: 140_000 },
      {
        kind: 'soft',
        sessionId: 's-9',
        urgent: false,
        body: '98k tokens are in the context; a checkpoint is due at 140k',
      },
    ],
    ['a due context', requested('due'), { kind: 'due', urgent: false }],
    ['a forecast', requested('forecast'), { kind: 'due' }],
    ['a compaction', requested('compaction'), { kind: 'due' }],
    ['a question', waiting('question'), { kind: 'permission', urgent: true, title: 'checkout: asks you something' }],
    ['an agent that needs them', waiting('human'), { kind: 'attention', urgent: true, title: 'checkout: needs you' }],
    ['a first prompt that was not taken', waiting('first-prompt'), { kind: 'attention', urgent: true }],
    ['an interrupted turn', waiting('interrupted'), { kind: 'attention' }],
    ['a limit', waiting('limit'), { kind: 'limit', urgent: false }],
    [
      'attention',
      { type: 'needs-attention', ...BASE, why: 'stuck', kind: 'stalled' },
      { kind: 'attention', urgent: true, body: 'Stuck' },
    ],
    [
      'the end',
      { type: 'series.completed', ...BASE, ...TOTALS, tasks: { done: 9, open: 0 }, reason: 'the task is done' },
      { kind: 'finished', urgent: false, body: '9 of 9 tasks done, 3 sessions' },
    ],
    [
      'a stop',
      stopped('stopped'),
      { kind: 'finished', title: 'checkout: stopped', body: 'The limit of cost is reached; 4 of 9 tasks done' },
    ],
    ['a failure', stopped('failed'), { kind: 'finished', title: 'checkout: failed' }],
  ])('%s', (_, event, expected) => {
    expect(noticesOf(event)).toMatchObject([expected])
  })

  it.each<[string, RunEvent]>([
    ['their own pause', waiting('paused')],
    ['their own typing', waiting('draft')],
    ['their own interruption', stopped('paused')],
    ['a checkpoint that they asked for', requested('asked-checkpoint')],
    ['a wait of an older core, whose kind is unknown', waiting()],
    ['the first session', started(1)],
    ['a figure', figure],
    ['a resumed session', { type: 'session.resumed', ...BASE, sessionId: 's-1', pid: 1 }],
  ])('nothing: %s', (_, event) => {
    expect(noticesOf(event)).toEqual([])
  })
})

describe('a cycle', () => {
  it('is told once the next session works', () => {
    expect(noticesOf(started(1), kept(1), started(2))).toMatchObject([
      { kind: 'cycle', sessionId: 's-2', body: 'Session 2 goes on from checkpoint 1' },
    ])
  })
  it('is none when a person paused between, or nothing was handed over', () => {
    expect(kindsOf(started(1), kept(1), waiting('paused'), started(2))).toEqual([])
    expect(kindsOf(started(1), kept(1), stopped('paused'), started(2))).toEqual([])
    expect(kindsOf(started(2))).toEqual([])
  })
})

describe('a limit', () => {
  it('is one wait however often the next try fails, and its end is told once', () => {
    expect(kindsOf(waiting('limit'), waiting('limit'), figure, figure)).toEqual(['limit', 'limit-over'])
  })
  it('is not over by a figure that came late', () => {
    expect(kindsOf(waiting('limit'), [figure, 'limit'], figure)).toEqual(['limit', 'limit-over'])
  })
  it('that a fresh session ended is told as such', () => {
    expect(kindsOf(waiting('limit'), kept(1), started(2))).toEqual(['limit', 'cycle'])
    expect(kindsOf(waiting('limit'), started(2), figure)).toEqual(['limit', 'limit-over'])
  })
  it('that became another wait is not told to be over', () => {
    expect(kindsOf(waiting('limit'), waiting('paused'), figure)).toEqual(['limit'])
    expect(kindsOf(waiting('limit'), { type: 'needs-attention', ...BASE, why: 'x' }, figure)).toEqual([
      'limit',
      'attention',
    ])
  })
})
