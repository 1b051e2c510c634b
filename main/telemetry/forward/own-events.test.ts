import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../contract/events.ts'
import { NO_TOKENS } from '../../../contract/usage.ts'
import { ownEvents } from './own-events.ts'

const SECRET = 'SECRET'
const base = { at: '2026-11-22T12:00:00.250Z', series: '01SERIES' }
const sessionId = '9b1c'
const totals = {
  sessions: 3,
  checkpoints: 2,
  tasks: { done: 8, open: 1 },
  costUsd: 1.25,
  tokens: { ...NO_TOKENS, input: 10, output: 5, cacheRead: 85 },
  reason: SECRET,
}
/** One of each; whatever may hold words of a person, an agent or a file system says SECRET. */
const EVENTS: RunEvent[] = [
  { ...base, type: 'series.started', project: `/home/${SECRET}`, task: SECRET, resumed: false },
  { ...base, type: 'policy.changed', changes: { verify: SECRET } },
  { ...base, type: 'session.started', sessionId, n: 2, pid: 12 },
  { ...base, type: 'context', sessionId, used: 1, window: 2, percent: 50, source: 'transcript' },
  { ...base, type: 'nudge', sessionId, used: 1, due: 2 },
  { ...base, type: 'checkpoint.requested', sessionId, reason: 'due' },
  { ...base, type: 'checkpoint.rejected', sessionId, why: [SECRET, SECRET] },
  {
    ...base,
    type: 'checkpoint.verified',
    n: 4,
    kind: 'agent',
    files: [SECRET, SECRET, SECRET],
    sha256: SECRET,
    ref: SECRET,
    notes: [SECRET],
  },
  { ...base, type: 'session.ended', sessionId, exitCode: 0, signal: null, ms: 812 },
  { ...base, type: 'session.resumed', sessionId, pid: 12 },
  { ...base, type: 'pickup', sessionId, checkpoint: 4, files: [SECRET] },
  { ...base, type: 'waiting', for: SECRET, kind: 'rate-limit' },
  { ...base, type: 'needs-attention', why: SECRET },
  { ...base, type: 'series.completed', ...totals, status: 'completed' },
  { ...base, type: 'series.stopped', ...totals },
]

const told = EVENTS.map((event) => ownEvents(event)).filter((event) => event !== null)
const attributesOf = (name: string) => told.find((event) => event.name === name)?.attributes

describe("events of Baton's own", () => {
  it('tell cycles, checkpoints and series, with their time', () => {
    expect(told.map(({ name }) => name)).toEqual([
      'baton.series.started',
      'baton.cycle.session_started',
      'baton.checkpoint.requested',
      'baton.checkpoint.rejected',
      'baton.checkpoint.verified',
      'baton.cycle.session_ended',
      'baton.cycle.session_resumed',
      'baton.cycle.picked_up',
      'baton.series.waiting',
      'baton.series.needs_attention',
      'baton.series.completed',
      'baton.series.stopped',
    ])
    for (const { at, attributes } of told) {
      expect(at).toBe(Date.parse(base.at))
      expect(attributes['baton.series']).toBe('01SERIES')
    }
  })

  it('hold no word of a person, an agent or a file system', () => {
    expect(JSON.stringify(told)).not.toContain(SECRET)
  })

  it('tell projects apart by a hash alone', () => {
    const hashed = attributesOf('baton.series.started')?.['baton.project']
    expect(hashed).toMatch(/^[0-9a-f]{12}$/)
    const [first] = EVENTS
    if (first?.type !== 'series.started') throw new Error('the first event has a project')
    expect(ownEvents({ ...first, project: '/other' })?.attributes['baton.project']).not.toBe(hashed)
  })

  it('tell how much and how long', () => {
    expect(attributesOf('baton.cycle.session_ended')).toMatchObject({
      'baton.duration_ms': 812,
      'session.id': sessionId,
    })
    expect(attributesOf('baton.checkpoint.rejected')).toMatchObject({ 'baton.reasons': 2 })
    expect(attributesOf('baton.checkpoint.verified')).toMatchObject({
      'baton.checkpoint.number': 4,
      'baton.checkpoint.kind': 'agent',
      'baton.checkpoint.files': 3,
      'baton.checkpoint.snapshot': true,
    })
    expect(attributesOf('baton.series.waiting')).toMatchObject({ 'baton.kind': 'rate-limit' })
    expect(attributesOf('baton.series.completed')).toEqual({
      'baton.series': '01SERIES',
      'baton.status': 'completed',
      'baton.sessions': 3,
      'baton.checkpoints': 2,
      'baton.tasks.done': 8,
      'baton.tasks.open': 1,
      'baton.cost_usd': 1.25,
      'baton.tokens': 100,
    })
  })
})
