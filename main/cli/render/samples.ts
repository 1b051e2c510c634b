import type { RunEvent, RunEventType } from '../../../contract/events.ts'
import type { ObservedSession } from '../../../contract/observed.ts'
import type { SeriesEconomy } from '../../../contract/analytics.ts'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import type { SeriesReport } from '../../../contract/report.ts'
import type { Checkpoint, SeriesView, SessionView } from '../../../contract/series.ts'
import type { TokenCounts } from '../../../contract/usage.ts'
import type { Paint } from './line.ts'
import picocolors from 'picocolors'

/** Data as it looks in use, for the tests of this folder and of docs/outcomes.md. */
export const SERIES_ID = '01KAP3W7Y2M8Q4T6V9X1Z7Q2M4'
const SESSION_ID = '5b1f6c1e-7f0a-4f39-9f57-0d3f8f1c2a10'
const TOKENS: TokenCounts = {
  input: 1200,
  output: 48_000,
  cacheRead: 2_400_000,
  cacheWrite5m: 310_000,
  cacheWrite1h: 0,
}
const base = { at: '2026-11-22T08:41:31.000Z', series: SERIES_ID }
const summary = {
  sessions: 3,
  checkpoints: 2,
  tasks: { done: 4, open: 5 },
  costUsd: 4.21,
  tokens: TOKENS,
}

export const PLAIN: Paint = picocolors.createColors(false)

export const SAMPLE_EVENTS: { [T in RunEventType]: Extract<RunEvent, { type: T }> } = {
  'series.started': { ...base, type: 'series.started', project: '/home/ada/api', task: 'tidy-api', resumed: false },
  'policy.changed': { ...base, type: 'policy.changed', changes: { maxSessions: 12, model: 'opus' } },
  'session.started': { ...base, type: 'session.started', sessionId: SESSION_ID, n: 2, pid: 4711 },
  context: {
    ...base,
    type: 'context',
    sessionId: SESSION_ID,
    used: 61_250,
    window: 200_000,
    percent: 30.6,
    source: 'statusline',
  },
  nudge: { ...base, type: 'nudge', sessionId: SESSION_ID, used: 98_400, due: 140_000 },
  'checkpoint.requested': {
    ...base,
    type: 'checkpoint.requested',
    sessionId: SESSION_ID,
    reason: 'due',
  },
  'checkpoint.rejected': {
    ...base,
    type: 'checkpoint.rejected',
    sessionId: SESSION_ID,
    why: ['no heading "Next steps"', 'box 4 is called done and not ticked'],
  },
  'checkpoint.verified': {
    ...base,
    type: 'checkpoint.verified',
    n: 2,
    kind: 'mechanical',
    files: ['dev/active/tidy-api/tidy-api-plan.md', 'dev/active/tidy-api/tidy-api-context.md'],
    sha256: 'a'.repeat(64),
    ref: null,
    notes: ['no work tree kept: no git repository'],
  },
  'session.ended': {
    ...base,
    type: 'session.ended',
    sessionId: SESSION_ID,
    exitCode: null,
    signal: 'SIGTERM',
    ms: 1240,
  },
  'session.resumed': { ...base, type: 'session.resumed', sessionId: SESSION_ID, pid: 4822 },
  pickup: {
    ...base,
    type: 'pickup',
    sessionId: SESSION_ID,
    checkpoint: 2,
    files: ['a-plan.md', 'a-context.md', 'a-tasks.md'],
  },
  waiting: {
    ...base,
    type: 'waiting',
    for: 'the model answered with rate_limit. The next try is at 09:10',
    kind: 'limit',
  },
  'needs-attention': {
    ...base,
    type: 'needs-attention',
    why: 'nobody answered in 30 min: the agent asks which database to use',
    kind: 'no-human',
  },
  'series.completed': {
    ...base,
    type: 'series.completed',
    ...summary,
    tasks: { done: 9, open: 0 },
    reason: 'the task is done',
    status: 'completed',
  },
  'series.stopped': {
    ...base,
    type: 'series.stopped',
    ...summary,
    reason: 'the limit of cost is reached',
    status: 'stopped',
  },
}

export const SAMPLE_SESSION: SessionView = {
  sessionId: SESSION_ID,
  launchId: '01KAP3W7Y2M8Q4T6V9X1Z7Q2M5',
  seriesId: SERIES_ID,
  n: 3,
  pid: 4711,
  project: '/home/ada/api',
  startedAt: '2026-11-22T08:00:00.000Z',
  endedAt: null,
  exitCode: null,
  signal: null,
  model: 'claude-opus-4-5',
  context: { used: 61_250, window: 200_000, percent: 30.6, source: 'statusline', at: '2026-11-22T08:41:00.000Z' },
  costUsd: 1.02,
  tokens: TOKENS,
  forecast: null,
  captured: null,
  live: true,
  state: 'busy',
}

export const SAMPLE_OBSERVED: ObservedSession = {
  agent: 'claude',
  sessionId: '7c2a9d10-7f0a-4f39-9f57-0d3f8f1c2a10',
  project: '/home/ada/api',
  title: 'Tidy the API',
  state: 'busy',
  stateSource: 'registry',
  waitingFor: null,
  pid: 4801,
  startedAt: '2026-11-22T08:00:00.000Z',
  lastAt: '2026-11-22T08:41:00.000Z',
  model: 'claude-opus-4-5',
  context: { used: 98_000, window: 200_000, percent: 49, source: 'transcript', at: '2026-11-22T08:41:00.000Z' },
  forecast: {
    due: 140_000,
    turns: { low: 3.7, mid: 6.4, high: 8.9 },
    minutes: null,
    method: 'growth',
    basis: { own: 9, earlier: 0 },
    at: '2026-11-22T08:41:00.000Z',
  },
  requests: 41,
  turns: 9,
  subagents: 0,
  tokens: TOKENS,
  costUsd: 2.4,
  unpriced: 0,
  unattributedUsd: null,
  captured: null,
  seriesId: null,
  parallel: 1,
  adopt: { can: false, why: 'it works now; adopt it when its turn has ended' },
}

export const SAMPLE_VIEW: SeriesView = {
  id: SERIES_ID,
  project: '/home/ada/api',
  task: 'tidy-api',
  status: 'running',
  why: null,
  hold: null,
  ending: null,
  activity: 'Edit src/routes/orders.ts',
  createdAt: '2026-11-22T07:29:00.000Z',
  updatedAt: '2026-11-22T08:41:00.000Z',
  sessions: 3,
  checkpoints: 2,
  session: SAMPLE_SESSION,
  due: 140_000,
  soft: 98_000,
  boxes: [
    'Read the routes',
    'Write the error type',
    'Orders',
    'Customers',
    'Invoices \u001b[31mand\u202E credit notes',
    'Docs',
  ].map((title, index) => ({ number: index + 1, title, done: index < 4 })),
  costUsd: 4.21,
  tokens: TOKENS,
  policy: DEFAULT_POLICY,
}

export const SAMPLE_CHECKPOINT: Checkpoint = {
  seriesId: SERIES_ID,
  n: 1,
  at: '2026-11-22T01:12:00.000Z',
  kind: 'agent',
  reason: 'the context reached its due point',
  sessionId: SESSION_ID,
  files: [
    { path: 'dev/active/tidy-api/tidy-api-context.md', sha256: 'b'.repeat(64), bytes: 2310 },
    { path: 'dev/active/tidy-api/tidy-api-tasks.md', sha256: 'c'.repeat(64), bytes: 812 },
  ],
  sha256: 'd'.repeat(64),
  ref: `refs/baton/${SERIES_ID}/1`,
  commit: 'e'.repeat(40),
  refProblem: null,
  skipped: [{ path: '.env', why: 'may hold a secret' }],
  masked: ['dev/active/tidy-api/tidy-api-context.md'],
  contextUsed: 141_200,
  boxesDone: 2,
  boxesOpen: 4,
}

export const SAMPLE_REPORT: SeriesReport = {
  id: SERIES_ID,
  project: '/home/ada/api',
  task: 'tidy-api',
  status: 'needs-attention',
  why: 'nobody answered in 30 min: the agent asks which database to use. Answer it in `baton attach 7Q2M4X`',
  startedAt: '2026-11-21T22:03:00.000Z',
  endedAt: null,
  boxes: SAMPLE_VIEW.boxes,
  sessions: [
    {
      sessionId: SESSION_ID,
      n: 1,
      startedAt: '2026-11-21T22:03:00.000Z',
      endedAt: '2026-11-22T01:12:00.000Z',
      end: 'handed over at checkpoint 1',
      peakContext: 141_200,
      window: 200_000,
      boxesDone: ['Read the routes', 'Write the error type'],
      changed: ['src/error.ts | 41 +++++', ' 1 file changed, 41 insertions(+)'],
      checkpoint: SAMPLE_CHECKPOINT,
      costUsd: 3.1,
      unattributedUsd: null,
      tokens: TOKENS,
    },
    {
      sessionId: SESSION_ID,
      n: 2,
      startedAt: '2026-11-22T01:12:20.000Z',
      endedAt: null,
      end: 'runs',
      peakContext: null,
      window: null,
      boxesDone: [],
      changed: [],
      checkpoint: null,
      costUsd: 0,
      unattributedUsd: null,
      tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 },
    },
  ],
  waits: [
    { for: 'the model answered with rate_limit', from: '2026-11-22T01:30:00.000Z', to: '2026-11-22T01:45:00.000Z' },
    { for: 'the agent asks you something', from: '2026-11-22T05:00:00.000Z', to: null },
  ],
  costUsd: 3.1,
  unattributedUsd: null,
  tokens: TOKENS,
}

export const SAMPLE_NOW = Date.parse('2026-11-22T08:41:31.000Z')

export const SAMPLE_ECONOMY: SeriesEconomy = {
  seriesId: SERIES_ID,
  cycles: [
    {
      n: 1,
      at: '2026-11-22T01:12:00Z',
      checkpoint: { tokens: 283_400, costUsd: 0.32 },
      pickup: { tokens: 50_400, costUsd: 0.088 },
      saved: { tokens: 2_200_000, costUsd: 1.1 },
    },
    {
      n: 2,
      at: '2026-11-22T03:12:00Z',
      checkpoint: { tokens: 150_000, costUsd: 0.2 },
      pickup: { tokens: 40_000, costUsd: 0.004 },
      saved: { tokens: -20_000, costUsd: -0.01 },
    },
  ],
  spent: { tokens: 523_800, costUsd: 0.612 },
  saved: { tokens: 2_180_000, costUsd: 1.09 },
  actualUsd: 8.4,
  withoutUsd: 8.878,
  assumption: 'In one context, each would have carried what was left behind.',
  unpriced: 0,
}
