import { DEFAULT_POLICY } from '../../contract/policy.ts'
import type { SeriesReport } from '../../contract/report.ts'
import type { Checkpoint, SeriesView } from '../../contract/series.ts'
import { NO_TOKENS } from '../../contract/usage.ts'

/** Series, reports and checkpoints for tests and for looking at screens. Never part of the product. */

const TITLES = [
  'Parse the dialect of the old config files',
  'Write the new loader beside the old one',
  'Move the callers over, one package at a time',
  'Remove the old loader and its tests',
  'Measure start-up before and after',
]

export function sampleSeries(over: Partial<SeriesView> = {}): SeriesView {
  return {
    id: '01SAMPLE',
    project: '/home/ada/src/lighthouse',
    task: 'config-loader',
    status: 'running',
    why: null,
    hold: null,
    ending: null,
    activity: 'works on task 3',
    createdAt: '2026-11-21T21:04:12.000Z',
    updatedAt: '2026-11-22T04:20:00.000Z',
    sessions: 12,
    checkpoints: 11,
    session: {
      sessionId: 'S-12',
      launchId: 'L-12',
      seriesId: '01SAMPLE',
      n: 12,
      pid: 4242,
      project: '/home/ada/src/lighthouse',
      startedAt: '2026-11-22T04:09:00.000Z',
      endedAt: null,
      exitCode: null,
      signal: null,
      model: 'claude-opus-4-5',
      context: { used: 68_500, window: 200_000, percent: 34.25, source: 'statusline', at: '2026-11-22T04:20:00.000Z' },
      costUsd: 1.1,
      tokens: NO_TOKENS,
      live: true,
      state: 'busy',
    },
    due: 140_000,
    soft: 98_000,
    boxes: TITLES.map((title, index) => ({ number: index + 1, title, done: index < 2 })),
    costUsd: 27.4,
    tokens: NO_TOKENS,
    policy: DEFAULT_POLICY,
    ...over,
  }
}

export function sampleCheckpoint(over: Partial<Checkpoint> = {}): Checkpoint {
  return {
    seriesId: '01SAMPLE',
    n: 3,
    at: '2026-11-21T22:42:10.000Z',
    kind: 'agent',
    reason: 'the context reached its due point',
    sessionId: 'S-3',
    files: [{ path: 'dev/active/config-loader/config-loader-context.md', sha256: 'ab'.repeat(32), bytes: 2_113 }],
    sha256: '4f'.repeat(32),
    ref: 'refs/baton/01SAMPLE/3',
    commit: 'c0ffee'.repeat(6) + 'c0ff',
    refProblem: null,
    skipped: [],
    masked: [],
    contextUsed: 141_310,
    boxesDone: 2,
    boxesOpen: 3,
    ...over,
  }
}

export function sampleReport(over: Partial<SeriesReport> = {}): SeriesReport {
  return {
    id: '01SAMPLE',
    project: '/home/ada/src/lighthouse',
    task: 'config-loader',
    status: 'running',
    why: null,
    startedAt: '2026-11-21T21:04:12.000Z',
    endedAt: null,
    boxes: sampleSeries().boxes,
    sessions: [
      {
        sessionId: 'S-1',
        n: 1,
        startedAt: '2026-11-21T21:04:12.000Z',
        endedAt: '2026-11-21T21:31:12.000Z',
        end: 'handed over at checkpoint 1',
        peakContext: 143_100,
        window: 200_000,
        boxesDone: ['Parse the dialect of the old config files'],
        changed: [' src/config/parse.ts      | 214 +++++++++++', ' 1 file changed, 214 insertions(+)'],
        checkpoint: sampleCheckpoint({ n: 1 }),
        costUsd: 2.41,
        tokens: NO_TOKENS,
      },
      {
        sessionId: 'S-2',
        n: 2,
        startedAt: '2026-11-21T21:31:24.000Z',
        endedAt: null,
        end: '',
        peakContext: null,
        window: null,
        boxesDone: [],
        changed: [],
        checkpoint: null,
        costUsd: 0.2,
        tokens: NO_TOKENS,
      },
    ],
    waits: [
      { for: 'the agent wants to use Bash', from: '2026-11-21T21:40:00.000Z', to: '2026-11-21T21:53:00.000Z' },
      { for: 'the model answered with rate_limit', from: '2026-11-21T21:55:00.000Z', to: null },
    ],
    costUsd: 2.61,
    tokens: NO_TOKENS,
    ...over,
  }
}
