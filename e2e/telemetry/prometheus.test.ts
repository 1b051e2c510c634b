import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import type { Board } from '../../contract/board.ts'
import { NO_TOKENS, type TokenCounts } from '../../contract/usage.ts'
import { FAMILIES } from '../../main/telemetry/prometheus/families.ts'
import { readCoreLock } from '../../main/store/lock.ts'
import { eventsOf, play, type Play } from '../support/play.ts'
import { numberedBoxes } from '../support/project.ts'
import { prometheusTools, promtool, startPrometheus, type PrometheusTools, type Sample } from '../support/prometheus.ts'
import { clientOf } from '../support/watch.ts'
import { REPOSITORY } from '../support/world.ts'

const ASSETS = join(REPOSITORY, 'assets')
const RULES = join(ASSETS, 'prometheus/baton.rules.yml')
const PATIENCE = { timeout: 60_000, interval: 250 }
const TOKEN_TYPES: Record<keyof TokenCounts, string> = {
  input: 'input',
  output: 'output',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
}

const tools = prometheusTools()
const reason = typeof tools === 'string' ? ` (${tools})` : ''

test.skipIf(typeof tools === 'string')(`promtool finds the rules sound, and their tests hold${reason}`, () => {
  const own = tools as PrometheusTools
  expect(promtool(own, ['check', 'rules', RULES])).toContain('SUCCESS: 8 rules found')
  // It prints what failed, and exits with 1.
  expect(promtool(own, ['test', 'rules', join(ASSETS, 'prometheus/baton.rules.test.yml')])).toContain('SUCCESS')
})

test.skipIf(typeof tools === 'string')(
  `the real prometheus scrapes a core at work: what it has is what the board shows${reason}`,
  async () => {
    const own = tools as PrometheusTools
    const stage = await play({
      character: worker(),
      usage: { base: 30_000, growth: 5_000 },
      project: { boxes: numberedBoxes(6) },
    })
    const run = stage.run('--threshold-tokens', '60000')
    await run.waitForEvent('session.started', ({ n }) => n === 2)
    await run.waitForEvent('context', ({ sessionId }) => sessionId === eventsOf(run, 'session.started')[1]?.sessionId)
    // Nothing changes any more: the agent waits for its model.
    const goOn = stage.model.hold()
    const url = new URL(await coreUrl(stage))
    const prometheus = await startPrometheus(own, {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      scrape_configs: [{ job_name: 'baton', static_configs: [{ targets: [url.host] }] }],
      rule_files: [RULES],
    })

    const { series, sessions } = await boardOf(stage)
    const [view] = series
    const live = sessions.find((session) => session.live)
    expect(view?.session?.context?.used).toBeGreaterThan(0)
    await vi.waitFor(async () => {
      expect(valuesOf(await prometheus.query('baton_context_tokens'))).toEqual([live?.context?.used])
      const percent = live?.context?.percent ?? Number.NaN
      expect(valuesOf(await prometheus.query('baton_context_used_ratio * 100'))).toEqual([expect.closeTo(percent, 6)])
      expect(valuesOf(await prometheus.query('baton_sessions{state="busy"}'))).toEqual([1])
      expect(valuesOf(await prometheus.query('baton_series{state="running"}'))).toEqual([1])
      expect(valuesOf(await prometheus.query('baton_cycles_total{outcome="agent"}'))).toEqual([1])
      expect(valuesOf(await prometheus.query('baton_cycle_seconds_count'))).toEqual([1])
      expect(valuesOf(await prometheus.query('up{job="baton"}'))).toEqual([1])
      expect(await tokensIn(prometheus.query)).toEqual((await boardOf(stage)).series[0]?.tokens)
    }, PATIENCE)

    await everyExpressionIsTaken(prometheus.query)
    // Its name without the ending: it was told in OpenMetrics.
    expect(await prometheus.api('metadata?metric=baton_tokens')).toMatchObject({ baton_tokens: [{ type: 'counter' }] })
    expect(await prometheus.api('rules')).toMatchObject({
      groups: [{ name: 'baton', rules: Array.from({ length: 8 }, () => expect.objectContaining({ health: 'ok' })) }],
    })
    const text = await (await fetch(new URL('/metrics', url))).text()
    // Lints them; what it finds fails it.
    expect(promtool(own, ['check', 'metrics'], text)).toBe('')
    for (const { sessionId, project, launchId } of sessions) {
      for (const name of [sessionId, launchId, project, stage.project.path, stage.project.task]) {
        expect(text).not.toContain(name)
      }
    }
    const told = Object.keys(FAMILIES).filter((name) => !new RegExp(`^${name}(_count)?[ {]`, 'm').test(text))
    expect(told).toEqual([])

    goOn()
    await run.waitForEvent('series.completed')
    const cycles = eventsOf(run, 'session.started').length - 1
    await vi.waitFor(async () => {
      expect(valuesOf(await prometheus.query('sum(baton_cycles_total)'))).toEqual([cycles])
      expect(valuesOf(await prometheus.query('baton_series{state="completed"}'))).toEqual([1])
      expect(await prometheus.query('baton_context_tokens')).toEqual([])
      expect(await tokensIn(prometheus.query)).toEqual((await boardOf(stage)).series[0]?.tokens)
    }, PATIENCE)
    expect((await run.exited).code).toBe(0)
  },
)

async function coreUrl({ world }: Play): Promise<string> {
  const held = await readCoreLock(world.dataDir)
  if (held?.url == null) throw new Error('the core does not listen')
  return held.url
}

async function boardOf(stage: Play): Promise<Pick<Board, 'series' | 'sessions'>> {
  const client = await clientOf(stage)
  const [series, sessions] = [await client.call('series.list', {}), await client.call('session.list', {})]
  if (!series.ok || !sessions.ok) throw new Error('the core does not answer')
  return { series: series.value, sessions: sessions.value }
}

type Query = (expression: string) => Promise<Sample[]>

async function tokensIn(query: Query): Promise<TokenCounts> {
  const byType = await query('sum by (type) (baton_tokens_total)')
  const valueOf = (type: string): number => byType.find(({ metric }) => metric['type'] === type)?.value ?? 0
  const entries = Object.keys(NO_TOKENS).map((kind) => [kind, valueOf(TOKEN_TYPES[kind as keyof TokenCounts])])
  return Object.fromEntries(entries) as TokenCounts
}

/** Those of the dashboard, with a dashboard's own variables filled in. */
async function everyExpressionIsTaken(query: Query): Promise<void> {
  const { panels } = JSON.parse(readFileSync(join(ASSETS, 'grafana/baton-dashboard.json'), 'utf8')) as {
    panels: { targets?: { expr: string }[] }[]
  }
  const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
  expect(expressions.length).toBeGreaterThanOrEqual(20)
  const values = { $instance: '.*', $__rate_interval: '1m', $__range: '6h' }
  for (const expression of expressions) {
    const filled = Object.entries(values).reduce((text, [name, value]) => text.replaceAll(name, value), expression)
    // Refused ones throw.
    await query(filled)
  }
}

function valuesOf(samples: readonly Sample[]): number[] {
  return samples.map(({ value }) => value)
}
