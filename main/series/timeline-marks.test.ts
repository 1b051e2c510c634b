import { expect, it } from 'vitest'
import type { RunEvent } from '../../contract/events.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import { checkpoint } from '../store/testing.ts'
import type { BareEvent } from './effects.ts'
import { marksOf } from './timeline-marks.ts'

/** One event a second, as they come. */
function eventsOf(...bare: BareEvent[]): RunEvent[] {
  return bare.map((event, index) => ({ ...event, at: new Date((index + 1) * 1_000).toISOString(), series: 'S' }))
}

const shown = (events: RunEvent[], checkpoints = [checkpoint(1, { sessionId: 'a' })]) =>
  marksOf(events, checkpoints).map(({ kind, sessionId, n, label }) => [kind, sessionId, n, label])

const started: BareEvent = { type: 'session.started', sessionId: 'a', n: 1, pid: 1 }
const verified: BareEvent = {
  type: 'checkpoint.verified',
  n: 1,
  kind: 'agent',
  files: [],
  sha256: 'f',
  ref: null,
  notes: [],
}

it('marks what happened on the way to a handover', () => {
  const events = eventsOf(
    started,
    { type: 'pickup', sessionId: 'a', checkpoint: 0, files: ['plan.md', 'tasks.md'] },
    { type: 'nudge', sessionId: 'a', used: 98_000, due: 140_000 },
    { type: 'checkpoint.requested', sessionId: 'a', reason: 'due' },
    { type: 'checkpoint.rejected', sessionId: 'a', why: ['no next step', 'a secret'] },
    verified,
    { type: 'session.ended', sessionId: 'a', exitCode: 0, signal: null, ms: 1 },
  )
  expect(shown(events)).toEqual([
    ['pickup', 'a', 0, 'plan.md, tasks.md'],
    ['soft', 'a', null, 'the session was told how full it is: 98,000 tokens, due at 140,000 tokens'],
    ['due', 'a', null, 'the context reached its due point'],
    ['rejected', 'a', null, 'no next step; a secret'],
    ['checkpoint', 'a', 1, 'due'],
  ])
  expect(marksOf(events, []).map(({ at }) => at)).toEqual([2_000, 3_000, 4_000, 5_000, 6_000])
})

it('lays a wait to the session that lives then, and to none between two', () => {
  const events = eventsOf(
    started,
    { type: 'waiting', for: 'you' },
    { type: 'policy.changed', changes: { thresholdTokens: 9_000, maxSessions: null } },
    { type: 'session.ended', sessionId: 'a', exitCode: null, signal: 'SIGKILL', ms: 0 },
    { type: 'needs-attention', why: 'look' },
    { type: 'session.resumed', sessionId: 'a', pid: 2 },
    { type: 'waiting', for: 'a limit' },
  )
  expect(shown(events)).toEqual([
    ['waiting', 'a', null, 'you'],
    ['policy', 'a', null, 'thresholdTokens: 9000, maxSessions: unset'],
    ['attention', null, null, 'look'],
    ['resumed', 'a', null, 'the session was resumed'],
    ['waiting', 'a', null, 'a limit'],
  ])
})

it('says of a checkpoint who wrote it, and still shows one that was thinned out', () => {
  const events = eventsOf(started, { ...verified, kind: 'mechanical' })
  expect(shown(events)).toEqual([['checkpoint', 'a', 1, 'due, written by Baton']])
  expect(marksOf(events, []).map((mark) => mark.handover)).toEqual(['mechanical'])
  expect(shown(events, [])).toEqual([['checkpoint', 'a', 1, 'no more kept, written by Baton']])
})

it.each(['series.completed', 'series.stopped'] as const)('marks the end of a series: %s', (type) => {
  const totals = { sessions: 1, checkpoints: 1, tasks: { done: 1, open: 0 }, costUsd: 1, tokens: NO_TOKENS }
  expect(shown(eventsOf({ type, ...totals, reason: 'the task is done' }))).toEqual([
    ['finished', null, null, 'the task is done'],
  ])
})
