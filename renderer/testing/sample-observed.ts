import type { ObservedSession } from '../../contract/observed.ts'
import { ago, SAMPLE_NOW } from './sample-series.ts'

/** A session that runs without Baton: of Claude Code, busy, in a folder of its own. */
export function sampleObserved(n: number, change: Partial<ObservedSession> = {}, now = SAMPLE_NOW): ObservedSession {
  const used = 40_000 + n * 9_000
  return {
    agent: 'claude',
    sessionId: `0b5e${String(n).padStart(4, '0')}-7a1c-4d2e-9b3f-5c6d7e8f9a0b`,
    project: '/home/ann/work/letters',
    title: null,
    state: 'busy',
    stateSource: 'registry',
    waitingFor: null,
    pid: 40_000 + n,
    startedAt: ago(3_600_000 + n * 60_000, now),
    lastAt: ago(n * 20_000, now),
    model: 'claude-opus-4-5',
    context: { used, window: 200_000, percent: used / 2_000, source: 'transcript', at: ago(n * 20_000, now) },
    forecast: null,
    requests: 12 * n,
    turns: 3 * n,
    subagents: 0,
    tokens: { input: 900, output: 12_000, cacheRead: 800_000, cacheWrite5m: 90_000, cacheWrite1h: 0 },
    costUsd: 0.4 * n,
    unpriced: 0,
    unattributedUsd: null,
    captured: null,
    seriesId: null,
    parallel: 0,
    adopt: { can: false, why: 'it works now; adopt it when its turn has ended' },
    ...change,
  }
}

/** One of each kind. */
export function sampleObservedOfAllKinds(now = SAMPLE_NOW): ObservedSession[] {
  const can = { adopt: { can: true, why: null } }
  const never = { can: false, why: 'Baton hosts sessions of Claude Code alone, not of Codex CLI' }
  return [
    sampleObserved(1, { title: 'Answer the letters', parallel: 1 }, now),
    sampleObserved(2, { state: 'idle', parallel: 1, ...can }, now),
    sampleObserved(3, { state: 'waiting', waitingFor: 'permission prompt', project: '/home/ann/work/site' }, now),
    sampleObserved(4, { agent: 'codex', stateSource: 'transcript', model: 'gpt-5.6-sol', adopt: never }, now),
    sampleObserved(
      5,
      { agent: 'gemini', state: 'unknown', stateSource: 'process', pid: null, context: null, model: null },
      now,
    ),
    sampleObserved(6, { state: 'ended', stateSource: 'process', pid: null, title: 'Try a new index', ...can }, now),
  ]
}
