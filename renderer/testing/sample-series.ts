import { DEFAULT_POLICY } from '../../contract/policy.ts'
import type { Box, SeriesView, SessionView } from '../../contract/series.ts'
import { NO_TOKENS } from '../../contract/usage.ts'

/** Made-up series and sessions for tests and for looking at screens. Nothing of it is in the product. */
export const SAMPLE_NOW = Date.parse('2026-11-22T12:00:00Z')

export function ago(ms: number, now = SAMPLE_NOW): string {
  return new Date(now - ms).toISOString()
}

/** 26 signs like a ULID, the same for the same number. */
export function sampleId(n: number): string {
  return `01KB0SAMPLE${String(n).padStart(15, '0')}`
}

export function sampleBoxes(done: number, open: number): Box[] {
  return Array.from({ length: done + open }, (_, index) => ({
    number: index + 1,
    title: TITLES[index % TITLES.length] ?? '',
    done: index < done,
  }))
}

export function sampleSession(n: number, over: Partial<SessionView> = {}, now = SAMPLE_NOW): SessionView {
  const used = 30_000 + ((n * 37_713) % 120_000)
  return {
    sessionId: `5e551011-0000-4000-8000-${String(n).padStart(12, '0')}`,
    launchId: `launch-${n}`,
    seriesId: sampleId(n),
    n: 1 + (n % 7),
    pid: 4_000 + n,
    project: `/home/ann/work/${PROJECTS[n % PROJECTS.length]}`,
    startedAt: ago(25 * 60_000, now),
    endedAt: null,
    exitCode: null,
    signal: null,
    model: 'claude-opus-4-5',
    context: {
      used,
      window: 200_000,
      percent: (used / 200_000) * 100,
      source: n % 3 === 0 ? 'transcript' : 'statusline',
      at: ago(12_000 + n * 1_000, now),
    },
    costUsd: 0.8 + n * 0.37,
    tokens: { ...NO_TOKENS, input: 4_200, output: 18_000, cacheRead: 1_900_000, cacheWrite5m: 240_000 },
    forecast: null,
    captured: null,
    live: true,
    state: 'busy',
    ...over,
  }
}

export function sampleSeries(n: number, over: Partial<SeriesView> = {}, now = SAMPLE_NOW): SeriesView {
  const session = sampleSession(n, {}, now)
  return {
    id: sampleId(n),
    project: session.project,
    task: TASKS[n % TASKS.length] ?? 'task',
    status: 'running',
    why: null,
    hold: null,
    ending: null,
    activity: 'works on task 5',
    createdAt: ago(5 * 3_600_000, now),
    updatedAt: ago(12_000 + n * 1_000, now),
    sessions: session.n,
    checkpoints: session.n - 1,
    session,
    due: 140_000,
    soft: 98_000,
    boxes: sampleBoxes(4 + (n % 5), 3 + (n % 9)),
    costUsd: 4.2 + n * 1.73,
    tokens: { ...NO_TOKENS, input: 42_000, output: 180_000, cacheRead: 19_000_000, cacheWrite5m: 2_400_000 },
    policy: DEFAULT_POLICY,
    ...over,
  }
}

const PROJECTS = ['shop', 'field-guide', 'payments-service', 'site', 'compiler']
const TASKS = [
  'checkout-flow',
  'translate-guide',
  'retry-webhooks',
  'dark-mode',
  'parser-errors',
  'migrate-accounts-to-the-new-ledger',
]
const TITLES = [
  'Write the schema of an order',
  'Move the price rules out of the controller',
  'Add the address step with validation',
  'Make payment failures visible to the buyer',
  'Cover the flow with end-to-end tests',
  'Measure the page and keep it under 200 kB of script, with pictures loaded late and fonts in one subset',
  'Write down how to run it',
]
