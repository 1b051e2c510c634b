import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunEvent } from '../../contract/events.ts'
import type { ContextMeasured, UsageRecorded } from '../../contract/facts.ts'
import type { Checkpoint } from '../../contract/series.ts'
import { openStore } from './open.ts'
import type { LaunchRow, LedgerBatch, SeriesRow, Store, TransitionRecord } from './types.ts'

/** A folder of its own for one test; `onTestFinished` or `afterEach` calls `remove`. */
export function testFolder(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'baton-store-'))
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

export async function openTestStore(dir: string): Promise<Store> {
  const opened = await openStore({ dir })
  if (!opened.ok) throw new Error(opened.problem.cause)
  return opened.value
}

export function seriesRow(change: Partial<SeriesRow> = {}): SeriesRow {
  const times = { createdAt: 1_000, updatedAt: 1_000 }
  return { id: 's1', project: '/p', task: 't', status: 'running', state: { step: 0 }, policy: {}, ...times, ...change }
}

export function runEvent(words: string, seriesId = 's1'): RunEvent {
  return { type: 'waiting', at: '2026-11-22T00:00:00.000Z', series: seriesId, for: words }
}

export function transition(change: Partial<TransitionRecord> = {}): TransitionRecord {
  return {
    seriesId: 's1',
    name: 'start',
    fact: 'Started',
    at: 2_000,
    status: 'running',
    state: { step: 1 },
    policy: { shared: false },
    events: [],
    launches: [],
    checkpoint: null,
    ...change,
  }
}

export function launchRow(change: Partial<LaunchRow> = {}): LaunchRow {
  return {
    id: 'l1',
    seriesId: 's1',
    sessionId: 'a',
    n: 1,
    mode: 'fresh',
    project: '/p',
    argv: ['claude', '--session-id', 'a'],
    intentAt: 1_500,
    pid: null,
    pidStart: null,
    startedAt: null,
    endedAt: null,
    exitCode: null,
    signal: null,
    ...change,
  }
}

export function checkpoint(n: number, change: Partial<Checkpoint> = {}): Checkpoint {
  return {
    seriesId: 's1',
    n,
    at: '2026-11-22T00:00:00.000Z',
    kind: 'agent',
    reason: 'due',
    sessionId: 'a',
    files: [],
    sha256: 'f'.repeat(64),
    ref: null,
    commit: null,
    refProblem: null,
    skipped: [],
    masked: [],
    contextUsed: 100,
    boxesDone: 1,
    boxesOpen: 2,
    ...change,
  }
}

export function usage(change: Partial<UsageRecorded> = {}): UsageRecorded {
  return {
    messageId: 'm1',
    requestId: 'r1',
    sessionId: 'a',
    agentId: null,
    model: 'claude-x',
    tokens: { input: 1, output: 10, cacheRead: 100, cacheWrite5m: 3, cacheWrite1h: 4 },
    webSearches: 0,
    costUsd: 0.5,
    at: 5_000,
    ...change,
  }
}

export function reading(change: Partial<ContextMeasured> = {}): ContextMeasured {
  return {
    sessionId: 'a',
    source: 'transcript',
    used: 50_000,
    window: 200_000,
    model: 'claude-x',
    promptId: null,
    messageId: 'm1',
    at: 5_000,
    ...change,
  }
}

export function facts(change: Partial<LedgerBatch> = {}): LedgerBatch {
  return { usages: [], contexts: [], costs: [], cursor: null, ...change }
}
