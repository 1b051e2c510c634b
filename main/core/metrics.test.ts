import { expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import type { SeriesView } from '../../contract/series.ts'
import { Settings } from '../../contract/settings.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import type { LedgerTotals } from '../store/telemetry-types.ts'
import type { LaunchRow, SeriesMark } from '../store/types.ts'
import { createMetrics } from './metrics.ts'

const AT = '2026-11-22T10:00:00.000Z'

/** A core whose store and board say what the test says, and how often each was asked. */
function stage() {
  const asked: string[] = []
  const clock = { now: 0 }
  const kept: { marks: SeriesMark[]; live: string[]; totals: LedgerTotals[]; views: SeriesView[]; broken: boolean } = {
    marks: [],
    live: [],
    totals: [],
    views: [],
    broken: false,
  }
  const say = async <T>(what: string, answer: () => T): Promise<T> => {
    asked.push(what)
    if (kept.broken) throw new Error('a full disk')
    return answer()
  }
  const metrics = createMetrics({
    store: {
      seriesMarks: () => say('marks', () => kept.marks),
      toldEventsAfter: () => say('events', () => []),
      launches: () => say('launches', () => kept.live.map((seriesId) => ({ seriesId }) as LaunchRow)),
      ledgerTotals: () => say('totals', () => kept.totals),
    },
    views: { series: (id) => say(`view ${id}`, () => kept.views.find((view) => view.id === id) ?? null) },
    telemetry: null,
    settings: () => Settings.parse({ telemetry: { metricsNames: true } }),
    fault() {},
    now: () => clock.now,
  })
  const scrape = async (accept?: string): Promise<string> => (await metrics.text(accept)).text
  return { asked, clock, kept, metrics, scrape }
}

function view(id: string, context: { used: number | null; percent: number | null } | null, live = true): SeriesView {
  const totals = { costUsd: 0, tokens: NO_TOKENS }
  const shared = { project: '/p', ...totals }
  return {
    ...shared,
    id,
    task: id,
    status: 'running',
    why: null,
    hold: null,
    ending: null,
    activity: '',
    createdAt: AT,
    updatedAt: AT,
    sessions: 1,
    checkpoints: 0,
    due: null,
    soft: null,
    boxes: [],
    policy: DEFAULT_POLICY,
    session: {
      ...shared,
      sessionId: '5f2c9a3e-0000-4000-8000-000000000000',
      launchId: `${id}-1`,
      seriesId: id,
      n: 1,
      pid: 1,
      startedAt: AT,
      endedAt: null,
      exitCode: null,
      signal: null,
      model: 'm',
      context: context && { ...context, window: 200_000, source: 'statusline', at: '2026-11-22T10:05:00.000Z' },
      forecast: null,
      captured: null,
      live,
      state: 'busy',
    },
  }
}

it('reads the store once for all who ask within a second', async () => {
  const { asked, clock, scrape } = stage()
  const texts = await Promise.all([scrape(), scrape(), scrape('application/openmetrics-text')])
  expect(asked).toEqual(['marks', 'launches', 'totals'])
  expect(texts[1]).toBe(texts[0])
  expect(texts[2]).toMatch(/# EOF\n$/)
  clock.now = 999
  await scrape()
  expect(asked).toHaveLength(3)
  clock.now = 1_000
  await scrape()
  expect(asked).toHaveLength(6)
})

it('says that the store cannot be read, and asks it anew', async () => {
  const { kept, scrape } = stage()
  kept.broken = true
  await expect(scrape()).rejects.toThrow('a full disk')
  kept.broken = false
  expect(await scrape()).toContain('baton_series{state="running"} 0')
})

it('tells of what runs or has a process, and of nothing else', async () => {
  const { kept, asked, scrape } = stage()
  kept.marks = [
    { id: 'a', status: 'running', lastSeq: 0 },
    { id: 'b', status: 'waiting', lastSeq: 0 },
    { id: 'c', status: 'paused', lastSeq: 0 },
    { id: 'd', status: 'running', lastSeq: 0 },
  ]
  kept.live = ['a', 'b']
  kept.views = [
    view('a', { used: 90_000, percent: 45 }),
    { ...view('b', { used: null, percent: null }), status: 'waiting' },
    view('d', { used: 5, percent: 1 }, false),
  ]
  const text = await scrape()
  expect(asked.filter((what) => what.startsWith('view')).toSorted()).toEqual(['view a', 'view b', 'view d'])
  const told = text.split('\n').filter((line) => /^baton_(context|series_|sessions|series\{)/.test(line))
  expect(told).toEqual([
    'baton_context_used_ratio{project="/p",series="a"} 0.45',
    'baton_context_tokens{project="/p",series="a"} 90000',
    'baton_sessions{state="busy"} 2',
    'baton_sessions{state="idle"} 0',
    'baton_sessions{state="waiting"} 0',
    'baton_sessions{state="unknown"} 0',
    'baton_series{state="running"} 2',
    'baton_series{state="waiting"} 1',
    'baton_series{state="paused"} 1',
    'baton_series{state="needs-attention"} 0',
    'baton_series{state="completed"} 0',
    'baton_series{state="stopped"} 0',
    'baton_series{state="failed"} 0',
    `baton_series_activity_timestamp_seconds{project="/p",series="d"} ${Date.parse(AT) / 1_000}`,
    `baton_series_activity_timestamp_seconds{project="/p",series="a"} ${Date.parse(AT) / 1_000 + 300}`,
  ])
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
})

it('bounds the series that it tells of one by one, the newest first', async () => {
  const { kept, scrape } = stage()
  const ids = Array.from({ length: 250 }, (_, n) => String(n).padStart(4, '0'))
  kept.marks = ids.map((id) => ({ id, status: 'running', lastSeq: 0 }))
  kept.views = ids.map((id) => view(id, { used: 1, percent: 1 }))
  const text = await scrape()
  const told = text.split('\n').filter((line) => line.startsWith('baton_context_tokens{'))
  expect([
    told.length,
    told.some((line) => line.includes('"0249"')),
    told.some((line) => line.includes('"0049"')),
  ]).toEqual([200, true, false])
  expect(text).toContain('baton_series{state="running"} 250')
})
