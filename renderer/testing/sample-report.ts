import type { SeriesReport } from '../../contract/report.ts'
import type { Checkpoint } from '../../contract/series.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import { sampleBoxes } from './sample-series.ts'

/** Reports and checkpoints for tests and for looking at screens. Never part of the product. */

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
    boxes: sampleBoxes(2, 3),
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
        unattributedUsd: null,
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
        unattributedUsd: null,
        tokens: NO_TOKENS,
      },
    ],
    waits: [
      { for: 'the agent wants to use Bash', from: '2026-11-21T21:40:00.000Z', to: '2026-11-21T21:53:00.000Z' },
      { for: 'the model answered with rate_limit', from: '2026-11-21T21:55:00.000Z', to: null },
    ],
    costUsd: 2.61,
    unattributedUsd: null,
    tokens: NO_TOKENS,
    ...over,
  }
}
