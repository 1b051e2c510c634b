import { NO_TOKENS } from '../../../contract/usage.ts'
import type { MetricsInput } from './input.ts'

/** A core in which every family has something to tell, for tests. */
export function sampleInput(change: Partial<MetricsInput> = {}): MetricsInput {
  return {
    version: '1.2.3',
    sessions: { busy: 1, idle: 0, waiting: 2, unknown: 0 },
    series: { running: 3, waiting: 0, paused: 1, 'needs-attention': 0, completed: 7, stopped: 0, failed: 0 },
    hosted: [
      {
        project: 'p1',
        series: 's1',
        contextTokens: 90_000,
        contextRatio: 0.45,
        captured: 0.98,
        activeAt: 1_700_000_000_500,
      },
      { project: 'p1', series: 's2', contextTokens: null, contextRatio: null, captured: null, activeAt: null },
    ],
    ledger: [
      {
        agent: 'claude',
        model: 'claude-opus-4-5',
        tokens: { input: 10, output: 20, cacheRead: 300, cacheWrite5m: 40, cacheWrite1h: 5 },
        costUsd: 1.25,
      },
      { agent: 'codex', model: 'a "quoted"\\\n name', tokens: { ...NO_TOKENS, output: 3 }, costUsd: null },
    ],
    cycles: {
      outcomes: { agent: 4, mechanical: 1, stopped: 0 },
      cycleSeconds: [12, 45, 700],
      checkpointSeconds: [8],
    },
    telemetry: {
      received: { metrics: { accepted: 9 }, logs: { accepted: 5, duplicate: 2 }, traces: {} },
      receivers: [
        { protocol: 'http', state: 'elsewhere' },
        { protocol: 'grpc', state: 'failed' },
      ],
      queues: { receive: 0, forward: 6 },
    },
    ...change,
  }
}
