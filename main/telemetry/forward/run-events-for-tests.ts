import type { RunEvent } from '../../../contract/events.ts'
import { NO_TOKENS } from '../../../contract/usage.ts'

export const SECRET = 'SECRET'
export const base = { at: '2026-11-22T12:00:00.250Z', series: '01SERIES' }
export const sessionId = '9b1c'
const totals = {
  sessions: 3,
  checkpoints: 2,
  tasks: { done: 8, open: 1 },
  costUsd: 1.25,
  tokens: { ...NO_TOKENS, input: 10, output: 5, cacheRead: 85 },
  reason: SECRET,
}
/** One of each; whatever may hold words of a person, an agent or a file system says SECRET. */
export const EVENTS: RunEvent[] = [
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
