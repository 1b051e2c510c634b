import type { TelemetrySession, TelemetryState } from '../../contract/telemetry.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import { ago, sampleId, SAMPLE_NOW } from './sample-series.ts'

/** A receiver that has taken a morning's telemetry, for tests and for looking at screens. */
export function sampleTelemetry(over: Partial<TelemetryState> = {}, now = SAMPLE_NOW): TelemetryState {
  return {
    since: ago(4 * 3_600_000, now),
    receivers: [
      {
        protocol: 'http',
        state: 'listening',
        wantedPort: 4318,
        port: 4318,
        problem: null,
        requests: { ok: 18_204, partial: 3, malformed: 1, 'refused:origin': 2 },
        bytes: 91_400_000,
      },
      {
        protocol: 'grpc',
        state: 'elsewhere',
        wantedPort: 4317,
        port: 41_873,
        problem: {
          code: 'port-taken',
          thing: 'port 4317',
          cause: 'otelcol (process 4711) holds it',
          remedy: 'end it, or point sessions to port 41873',
        },
        requests: { ok: 212 },
        bytes: 1_204_000,
      },
    ],
    received: {
      metrics: { accepted: 48_210, duplicate: 12, redundant: 1_903, rejected: 3 },
      logs: { accepted: 204_118, duplicate: 51 },
      traces: {},
    },
    steps: [
      { step: 'validate', in: 254_297, out: 254_294, dropped: { 'too-old': 2, 'no-name': 1 } },
      { step: 'dedupe', in: 254_294, out: 254_231, dropped: { duplicate: 63 } },
      { step: 'delta', in: 254_231, out: 252_328, dropped: { 'nothing-new': 1_903 } },
      { step: 'attribute', in: 252_328, out: 252_328, dropped: {} },
      { step: 'aggregate', in: 252_328, out: 21_660, dropped: {} },
      { step: 'batch', in: 21_660, out: 21_660, dropped: {} },
    ],
    queue: { requests: 2, bytes: 84_213 },
    unknown: [
      { agent: 'claude', signal: 'logs', name: 'plan_mode_entered', count: 14, lastAt: ago(700_000, now) },
      {
        agent: 'other',
        signal: 'metrics',
        name: 'http.server.request.duration',
        count: 4_102,
        lastAt: ago(3_000, now),
      },
    ],
    lastError: { at: ago(7_000_000, now), what: 'the database was locked; the request was answered busy' },
    forward: {
      endpoint: 'https://collector.example.org:4318',
      state: 'waiting',
      queued: { requests: 38, bytes: 1_730_000, oldestAt: ago(190_000, now) },
      sent: 18_160,
      dropped: { 'refused-400': 1 },
      nextTryAt: ago(-24_000, now),
      problem: {
        code: 'forward-away',
        thing: 'https://collector.example.org:4318',
        cause: 'it answered 503',
        remedy: 'wait: it is tried again by itself, and what came meanwhile is kept',
      },
    },
    ...over,
  }
}

export function sampleSenders(now = SAMPLE_NOW): TelemetrySession[] {
  const sender = (n: number, over: Partial<TelemetrySession>): TelemetrySession => ({
    agent: 'claude',
    sessionId: `5e551011-0000-4000-8000-${String(n).padStart(12, '0')}`,
    origin: `a1b2c3d4e5f60${n}`,
    seriesId: n < 3 ? sampleId(n) : null,
    project: '/home/ann/work/shop',
    unpriced: 0,
    firstAt: ago(n * 3_600_000, now),
    lastAt: ago(n * n * 4_000, now),
    models: ['claude-opus-4-5'],
    requests: 120 * n,
    tokens: { ...NO_TOKENS, input: 12_000 * n, output: 9_000, cacheRead: 2_100_000, cacheWrite5m: 180_000 },
    costUsd: 1.37 * n,
    captured: 1,
    ...over,
  })
  return [
    sender(1, {}),
    sender(2, { captured: 0.925, models: ['claude-opus-4-5', 'claude-haiku-4-5'] }),
    sender(3, { agent: 'codex', models: ['gpt-5-codex'], captured: null, project: '/home/ann/work/site' }),
    sender(4, { agent: 'gemini', models: ['gemini-3-pro'], captured: null, project: null, costUsd: 0 }),
    sender(5, {
      agent: 'other',
      sessionId: null,
      models: [],
      captured: null,
      project: null,
      requests: 0,
      costUsd: 0,
      tokens: NO_TOKENS,
    }),
  ]
}
