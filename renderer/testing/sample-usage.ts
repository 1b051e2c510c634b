import type { Advice, AdviceExplained, Patterns } from '../../contract/analytics.ts'
import type { PlanLimit, SpendForecast } from '../../contract/forecast.ts'
import type { CostSource, LedgerRequest, ModelComparison, UsageAnswer, UsageRow } from '../../contract/ledger.ts'
import type { ScanState } from '../../contract/observed.ts'
import type { RpcInput } from '../../contract/rpc.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import { ago, sampleId, SAMPLE_NOW } from './sample-series.ts'
import { sequence } from './sample-timeline.ts'

/** A made-up ledger for tests and for looking at screens. Never part of the product. */

type FullRow = UsageRow & { day: string; agent: AgentName; model: string; costSource: CostSource }

const WORKS: { agent: AgentName; model: string; perMillion: number | null; source: CostSource }[] = [
  { agent: 'claude', model: 'claude-opus-4-5', perMillion: 1.2, source: 'agent' },
  { agent: 'claude', model: 'claude-haiku-4-5', perMillion: 0.2, source: 'list' },
  { agent: 'codex', model: 'gpt-5-codex', perMillion: 0.5, source: 'list' },
  { agent: 'gemini', model: 'gemini-9-unheard-of', perMillion: null, source: 'none' },
]
const PROJECTS = ['/home/ann/work/shop', '/home/ann/work/field-guide', '/home/ann/work/payments-service', null]

/** One row for each day, project and model in which something was, the last day first. */
export function sampleLedger(days = 90, now = SAMPLE_NOW): FullRow[] {
  const chance = sequence(7)
  return Array.from({ length: days }, (_, back) => new Date(now - back * 86_400_000)).flatMap((date, back) => {
    const weekend = [0, 6].includes(date.getDay())
    return PROJECTS.flatMap((project, place) =>
      WORKS.flatMap((work, kind): FullRow[] => {
        if (chance() < (weekend ? 0.85 : 0.35) || (place > 1 && kind > 1)) return []
        const requests = 4 + Math.floor(chance() * 120)
        const cacheRead = requests * Math.floor(30_000 + chance() * 60_000)
        const tokens = {
          ...NO_TOKENS,
          input: requests * 40,
          output: requests * Math.floor(300 + chance() * 400),
          cacheRead,
          cacheWrite5m: Math.floor(cacheRead / 14),
        }
        return [
          {
            day: dayOf(date),
            project,
            agent: work.agent,
            model: work.model,
            seriesId: place === 0 && kind === 0 ? sampleId(1 + (back % 3)) : null,
            sessionId: `5e55${String(back).padStart(2, '0')}${place}${kind}-0000-4000-8000-000000000000`,
            costSource: work.source,
            requests,
            errors: Math.floor(chance() * 2.2),
            turns: Math.ceil(requests / 7),
            tokens,
            costUsd: ((work.perMillion ?? 0) * cacheRead) / 1_000_000,
            unpriced: work.perMillion === null ? requests : 0,
          },
        ]
      }),
    )
  })
}

/** The first session's compactions, as the agent's own total told of them. */
export function unattributedRow(of: FullRow): FullRow {
  const nothing = { requests: 0, errors: 0, turns: 0, unpriced: 0, tokens: NO_TOKENS }
  return { ...of, ...nothing, model: 'unattributed', costSource: 'agent', costUsd: 0.42 }
}

/** What the store answers, made of those rows. */
export function sampleAnswer(ledger: readonly FullRow[], query: RpcInput<'usage.query'>): UsageAnswer {
  const { from, until, by = [], order = 'key', limit = 1_000 } = query
  const fits = (row: FullRow): boolean =>
    (from == null || row.day >= from) &&
    (until == null || row.day <= until) &&
    (query.project === undefined || (row.project ?? '') === query.project) &&
    (query.agent === undefined || row.agent === query.agent) &&
    (query.model === undefined || row.model === query.model) &&
    (query.seriesId === undefined || (row.seriesId ?? '') === query.seriesId) &&
    (query.sessionId === undefined || (row.sessionId ?? '') === query.sessionId)
  const groups = new Map<string, UsageRow>()
  const total: UsageRow = empty()
  for (const row of ledger.filter(fits)) {
    const key = by.map((name) => String(row[COLUMNS[name]] ?? '')).join('\n')
    const group = groups.get(key) ?? {
      ...empty(),
      ...Object.fromEntries(by.map((name) => [COLUMNS[name], row[COLUMNS[name]]])),
    }
    groups.set(key, add(group, row))
    Object.assign(total, add(total, row))
  }
  const all = [...groups].sort(([a, one], [b, other]) =>
    order === 'cost' ? other.costUsd - one.costUsd : a.localeCompare(b),
  )
  return { rows: all.slice(0, limit).map(([, row]) => row), total, more: Math.max(0, all.length - limit) }
}

const COLUMNS = {
  day: 'day',
  project: 'project',
  agent: 'agent',
  model: 'model',
  series: 'seriesId',
  session: 'sessionId',
  costSource: 'costSource',
} as const

function empty(): UsageRow {
  return { requests: 0, errors: 0, turns: 0, costUsd: 0, unpriced: 0, tokens: NO_TOKENS }
}

function add(a: UsageRow, b: UsageRow): UsageRow {
  const tokens = { ...a.tokens }
  for (const name of Object.keys(NO_TOKENS) as (keyof typeof NO_TOKENS)[]) tokens[name] += b.tokens[name]
  return {
    ...a,
    tokens,
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    turns: a.turns + b.turns,
    costUsd: a.costUsd + b.costUsd,
    unpriced: a.unpriced + b.unpriced,
  }
}

export function sampleModels(ledger: readonly FullRow[]): ModelComparison[] {
  return sampleAnswer(ledger, { by: ['agent', 'model'] }).rows.map((row, index) => {
    const { input, cacheRead, cacheWrite5m, output } = row.tokens
    return {
      ...row,
      agent: row.agent ?? 'other',
      model: row.model ?? '',
      cacheShare: cacheRead / (input + cacheRead + cacheWrite5m),
      costPerTurn: row.costUsd === 0 ? null : row.costUsd / row.turns,
      tokensPerTurn: (input + cacheRead + cacheWrite5m + output) / row.turns,
      tasksDone: index === 1 ? 41 : null,
      costPerTask: index === 1 ? 1.62 : null,
    }
  })
}

export function samplePatterns(now = SAMPLE_NOW): Patterns {
  const chance = sequence(3)
  const hours = Array.from({ length: 168 }, (_, index) => ({ weekday: Math.floor(index / 24), hour: index % 24 }))
  return {
    from: dayOf(new Date(now - 29 * 86_400_000)),
    until: dayOf(new Date(now)),
    hours: hours.flatMap(({ weekday, hour }) => {
      const work = Math.max(0, 8 - Math.abs(hour - 14)) * (weekday > 4 ? 0.2 : 1)
      const turns = Math.floor(chance() * work * 3)
      return turns === 0 ? [] : [{ weekday, hour, turns, requests: turns * 7, errors: 0, costUsd: turns * 0.31 }]
    }),
    turnsPerTask: 5.23,
    errorRate: 0.0121,
    retryRate: null,
    waits: [
      {
        seriesId: sampleId(4),
        task: 'parser-errors',
        for: 'the agent asks for a permission: Bash(npm publish)',
        from: ago(9e7, now),
        ms: 31_000_000,
      },
      {
        seriesId: sampleId(6),
        task: 'checkout-flow',
        for: 'no progress: 3 turns without a task ticked',
        from: ago(2e8, now),
        ms: 4_000_000,
      },
    ],
  }
}

export function sampleAdvice(now = SAMPLE_NOW): Advice[] {
  const range = { from: ago(29 * 86_400_000, now), until: ago(0, now), dismissed: false }
  const evidence = [1, 2, 3].map((n) => ({
    agent: 'claude' as const,
    sessionId: `5e55${n}-0000`,
    project: PROJECTS[n % 3] ?? null,
    seen: `${n * 3} pauses of more than 5 minutes, after which ${n * 80}k tokens were written to the cache anew`,
    requests: 60 * n,
    costUsd: 7.2 * n,
    savedUsd: 1.3 * n,
  }))
  return [
    {
      ...range,
      id: 'cache-misses-1f6b02',
      kind: 'cache-misses',
      title: 'Long pauses let the cache run out',
      body: 'After 5 minutes the cache is gone and the whole context is written again at a quarter more than its price. Answer sooner, or hand over before a break.',
      assumption: 'The prompt after each pause would have been read from the cache at its list price.',
      savedUsd: 12.4,
      savedShare: 0.081,
      evidence,
      sessions: 14,
    },
    {
      ...range,
      id: 'threshold-77ab10',
      kind: 'threshold',
      title: 'Hand over at 120k tokens in place of 140k',
      body: 'On your own finished sessions an earlier handover would have been cheaper: less is read again with each request than a handover takes.',
      assumption: 'Each handover costs as much as yours did in the median; the work after it is the same.',
      savedUsd: 6.02,
      savedShare: 0.052,
      evidence: evidence.slice(0, 1),
      sessions: 1,
    },
  ]
}

export function sampleExplained(advice: Advice): AdviceExplained {
  const rows = Array.from({ length: 240 }, (_, index) => ({
    sessionId: '5e551-0000',
    id: `msg_${index}`,
    at: ago(index * 600_000),
    model: 'claude-opus-4-5',
    costUsd: 0.2,
    costSource: 'list' as const,
    insteadUsd: 0.2 - advice.savedUsd / 240,
    why: 'read 84k tokens that were in the cache 6 min before',
  }))
  return { advice, rows }
}

export function sampleSpend(now = SAMPLE_NOW): SpendForecast[] {
  const from = dayOf(new Date(now))
  return [
    { span: 'day', project: null, from, soFar: 6.31, atEnd: { low: 7.9, mid: 11.2, high: 18.4 }, basisDays: 58 },
    { span: 'week', project: null, from, soFar: 41.87, atEnd: { low: 52, mid: 63.5, high: null }, basisDays: 58 },
    { span: 'day', project: '/home/ann/work/shop', from, soFar: 0, atEnd: null, basisDays: 3 },
  ]
}

export function sampleLimits(now = SAMPLE_NOW): PlanLimit[] {
  const told = { source: 'statusline' as const, at: ago(40_000, now) }
  return [
    {
      agent: 'claude',
      name: 'five_hour',
      windowMinutes: 300,
      usedPercent: 83.5,
      resetsAt: ago(-5_400_000, now),
      ...told,
    },
    { agent: 'claude', name: 'seven_day', windowMinutes: 10_080, usedPercent: 41, resetsAt: ago(-3e8, now), ...told },
    {
      agent: 'codex',
      name: 'primary',
      windowMinutes: 300,
      usedPercent: 12,
      resetsAt: ago(60_000, now),
      source: 'transcript',
      at: ago(4e7, now),
    },
  ]
}

export function sampleRequests(count = 60, now = SAMPLE_NOW): LedgerRequest[] {
  return Array.from({ length: count }, (_, index): LedgerRequest => {
    const agentId = index % 9 > 6 ? `a02ea93d${Math.floor(index / 9)}` : null
    return {
      id: `msg_${index}`,
      requestId: `req_${index}`,
      agentId,
      model: agentId === null ? 'claude-opus-4-5' : 'claude-haiku-4-5',
      tokens: { ...NO_TOKENS, input: 12, output: 480, cacheRead: 18_000 + (index % 40) * 3_100, cacheWrite5m: 3_000 },
      costUsd: index % 30 === 29 ? null : 0.11,
      costSource: index % 30 === 29 ? 'none' : 'list',
      kind: index === 17 ? 'error' : 'answer',
      endsTurn: index % 6 === 5,
      at: now - (count - index) * 240_000,
    }
  })
}

export function sampleScan(over: Partial<ScanState> = {}, now = SAMPLE_NOW): ScanState {
  return {
    phase: 'following',
    files: { done: 2_014, total: 2_014 },
    bytes: { done: 1_004_000_000, total: 1_004_000_000 },
    sessions: 1_212,
    startedAt: ago(4e6, now),
    lastAt: ago(4_000, now),
    lastMs: 18,
    roots: [
      { agent: 'claude', path: '/home/ann/.claude/projects', there: true, files: 1_830 },
      { agent: 'codex', path: '/home/ann/.codex/sessions', there: true, files: 184 },
      { agent: 'gemini', path: '/home/ann/.gemini/tmp', there: false, files: 0 },
    ],
    problems: [],
    problemCount: 0,
    damagedLines: 0,
    ...over,
  }
}

function dayOf(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}
