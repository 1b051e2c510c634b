import { expect, it } from 'vitest'
import type { RunEvent, StoredEvent } from '../../contract/events.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import { createCycleTally } from './cycle-tally.ts'

const START = Date.parse('2026-11-22T10:00:00.000Z')

/** Events by the words of one line, `seconds:word`; `.` is a context reading. */
function events(words: string, series = 's'): RunEvent[] {
  return words.split(' ').map((word) => {
    const [seconds = '', name = ''] = word.split(':')
    return event(name, { at: new Date(START + Number(seconds) * 1_000).toISOString(), series })
  })
}

function event(name: string, base: { at: string; series: string }): RunEvent {
  const sessionId = 'a'
  const summary = {
    sessions: 1,
    checkpoints: 1,
    tasks: { done: 0, open: 1 },
    costUsd: 0,
    tokens: NO_TOKENS,
    reason: '',
  }
  const kept = { n: 1, files: [], sha256: '', ref: null, notes: [] }
  switch (name) {
    case 'start':
      return { type: 'session.started', ...base, sessionId, n: 1, pid: 1 }
    case 'ask':
      return { type: 'checkpoint.requested', ...base, sessionId, reason: 'due' }
    case 'agent':
    case 'mechanical':
      return { type: 'checkpoint.verified', ...base, kind: name, ...kept }
    case 'end':
      return { type: 'session.ended', ...base, sessionId, exitCode: 0, signal: null, ms: 1 }
    case 'wait':
      return { type: 'waiting', ...base, for: 'x' }
    case 'attention':
      return { type: 'needs-attention', ...base, why: 'x' }
    case 'completed':
      return { type: 'series.completed', ...base, ...summary, status: 'completed' }
    case 'stopped':
    case 'paused':
      return { type: 'series.stopped', ...base, ...summary, status: name }
    default:
      return { type: 'context', ...base, sessionId, used: 1, window: 2, percent: 50, source: 'transcript' }
  }
}

/** What the store would give of series by their ids. */
function kept(all: Record<string, RunEvent[]>) {
  const asked: number[] = []
  const stored = (id: string): StoredEvent[] => (all[id] ?? []).map((one, index) => ({ seq: index + 1, event: one }))
  return {
    asked,
    async toldEventsAfter(id: string, after: number, limit: number) {
      const found = stored(id).filter(({ seq, event: told }) => seq > after && told.type !== 'context')
      asked.push(Math.min(found.length, limit))
      return found.slice(0, limit)
    },
    marks: () => Object.keys(all).map((id) => ({ id, status: 'running' as const, lastSeq: stored(id).length })),
  }
}

async function tallied(words: string) {
  const store = kept({ s: events(words) })
  const { outcomes, ...seconds } = await createCycleTally(store).upTo(store.marks())
  return { ...outcomes, ...seconds }
}

const NOTHING = { agent: 0, mechanical: 0, stopped: 0, cycleSeconds: [], checkpointSeconds: [] }

it.each([
  ['0:start 10:ask 25:agent 26:end 30:start', { agent: 1, cycleSeconds: [20], checkpointSeconds: [15] }],
  ['0:start 10:ask 25:mechanical 26:end 30:start', { mechanical: 1, cycleSeconds: [20], checkpointSeconds: [15] }],
  // Said again, and read again, it is one request.
  ['0:start 10:ask 12:. 15:ask 25:agent 30:start', { agent: 1, cycleSeconds: [20], checkpointSeconds: [15] }],
  // A session that was lost was not asked.
  ['0:start 10:end 12:mechanical 14:start', { mechanical: 1 }],
  // A checkpoint that a person asked for ends no session; the next one does.
  ['0:start 5:ask 9:agent 20:ask 26:agent 28:start', { agent: 1, cycleSeconds: [8], checkpointSeconds: [4, 6] }],
  ['0:start 5:ask 9:agent 20:end 21:mechanical 24:start', { mechanical: 1, checkpointSeconds: [4] }],
  // Time of a person is not the loop's.
  ['0:start 10:ask 11:wait 500:agent 510:start', { agent: 1 }],
  ['0:start 10:ask 15:agent 16:attention 900:start', { agent: 1, checkpointSeconds: [5] }],
  ['0:start 10:ask 15:agent 16:paused 90000:start', { agent: 1, checkpointSeconds: [5] }],
  // Before a request someone waits as long as they like.
  ['0:start 1:wait 900:ask 910:agent 912:start', { agent: 1, cycleSeconds: [12], checkpointSeconds: [10] }],
  ['0:start 10:ask 12:stopped', { stopped: 1 }],
  ['0:start 10:ask 12:agent 13:stopped', { checkpointSeconds: [2] }],
  ['0:start 10:ask 12:agent 13:stopped 50:start', { checkpointSeconds: [2] }],
  ['0:start 10:ask 12:completed', {}],
  ['0:start', {}],
])('counts of %s: %j', async (words, expected) => {
  expect(await tallied(words)).toEqual({ ...NOTHING, ...expected })
})

it('counts each event once, of several series, in pages', async () => {
  const cycles = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => `${from + n}:ask ${from + n}:agent ${from + n}:start`).join(' ')
  const all = { a: events(cycles(0, 400)), b: events('0:start 10:ask') }
  const store = kept(all)
  const tally = createCycleTally(store)
  expect((await tally.upTo(store.marks())).outcomes.agent).toBe(400)
  all.b.push(...events('15:. 20:agent 22:start'))
  const later = await tally.upTo(store.marks())
  expect(later.outcomes.agent).toBe(401)
  expect(later.cycleSeconds.at(-1)).toBe(12)
  const before = store.asked.length
  expect((await tally.upTo(store.marks())).outcomes.agent).toBe(401)
  expect(store.asked.length).toBe(before)
  expect(Math.max(...store.asked)).toBe(500)
})

it('reads what came between the mark and the reading once', async () => {
  const all = { s: events('0:ask 5:agent') }
  const store = kept(all)
  const tally = createCycleTally(store)
  const marks = store.marks()
  all.s.push(...events('9:start'))
  expect((await tally.upTo(marks)).outcomes.agent).toBe(1)
  expect((await tally.upTo(store.marks())).outcomes.agent).toBe(1)
})
