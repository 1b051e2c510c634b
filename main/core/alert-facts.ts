import path from 'node:path'
import type { AlertFact, AlertRule } from '../../contract/alerts.ts'
import type { PlanLimit, SpendForecast } from '../../contract/forecast.ts'
import type { UsageQuery } from '../../contract/ledger.ts'
import type { ObservedSession, ScanState } from '../../contract/observed.ts'
import { FINISHED, type SeriesView } from '../../contract/series.ts'
import { scopeKey, type Facts, type Figure } from '../alerts/evaluate.ts'
import type { RecentUsage, RecentUsageQuery, RecentUsageStore } from '../store/alert-types.ts'
import type { LedgerStore } from '../store/scan-types.ts'
import type { Store } from '../store/types.ts'
import { dayAt } from '../usage/days.ts'
import { observedFigures, seriesFigures } from './alert-session-facts.ts'

/** Unfinished series that are looked at, the newest: more than anyone has at work. */
const SERIES_LOOKED_AT = 200
const HOUR_MS = 3_600_000
/** So long sessions of an earlier core come back, and others are found: one that is not there yet is not gone. */
const SETTLING_MS = 20_000

export interface FactParts {
  store: Pick<Store, 'seriesMarks'> & RecentUsageStore & Pick<LedgerStore, 'usage'>
  /** Null: there is no such series. */
  view(seriesId: string): Promise<SeriesView | null>
  /** When an agent of the series last gave a sign of itself, ms since the epoch; null: it never did, or is not driven. */
  lastSignAt(seriesId: string): number | null
  observed(): readonly ObservedSession[]
  scan(): ScanState
  limits(): readonly PlanLimit[]
  spend(): Promise<SpendForecast[]>
  /** When the core began, ms since the epoch. */
  begunAt: number
  /** When the machine last woke from a sleep, ms since the epoch; 0: never. What was before it is no stall. */
  wokeAt(): number
  fault(error: unknown): void
}

type Scope = Pick<AlertRule, 'project' | 'agent'>

/** Reads all that the rules look at, and nothing else. What cannot be read is not known, and the rest is. */
export function createFacts(parts: FactParts): (rules: readonly AlertRule[], now: number) => Promise<Facts> {
  const { store } = parts
  return async (rules, now) => {
    const wanted = new Set(rules.map(({ fact }) => fact))
    const partly = new Set<AlertFact>()
    const gather = async (facts: readonly AlertFact[], read: () => Promise<Figure[]>): Promise<Figure[]> => {
      if (!facts.some((fact) => wanted.has(fact))) return []
      try {
        return await read()
      } catch (error) {
        parts.fault(error)
        for (const fact of facts) partly.add(fact)
        return []
      }
    }
    const scoped = (fact: AlertFact, read: (scope: Scope) => Promise<number | null>): Promise<Figure[]> =>
      gather([fact], async () => {
        const scopes = scopesOf(rules.filter((rule) => rule.fact === fact))
        return Promise.all(scopes.map(async (scope) => scopeFigure(fact, scope, await read(scope))))
      })
    const recent = (scope: Scope): Promise<RecentUsage> => store.recentUsage(recentQuery(scope, now - HOUR_MS))
    const figures = await Promise.all([
      gather(OF_SESSIONS, async () => {
        const hosted = await unfinished(parts)
        const signs = { now, wokeAt: parts.wokeAt() }
        return [
          ...hosted.flatMap((view) => seriesFigures(view, { ...signs, lastSignAt: parts.lastSignAt(view.id) })),
          ...parts.observed().flatMap((session) => observedFigures(session, signs)),
        ]
      }),
      gather(['limit'], async () => parts.limits().flatMap((limit) => limitFigure(limit, now))),
      scoped('cost-hour', async (scope) => (await recent(scope)).costUsd),
      scoped('errors', async (scope) => (await recent(scope)).errors),
      scoped('cost-day', async (scope) => (await store.usage(dayQuery(scope, now))).total.costUsd),
      scoped('spend-forecast-day', async ({ project }) => {
        const forecasts = await parts.spend()
        return forecasts.find((one) => one.span === 'day' && one.project === project)?.atEnd?.mid ?? null
      }),
    ])
    // Sessions that are found by and by are not gone before they are found.
    const settling = parts.scan().phase === 'first' || now - parts.begunAt < SETTLING_MS
    if (settling) for (const fact of OF_SESSIONS) partly.add(fact)
    if (parts.limits().length === 0) partly.add('limit')
    return { figures: figures.flat(), partly }
  }
}

const OF_SESSIONS: readonly AlertFact[] = [
  'context',
  'context-of-due',
  'cost-series',
  'stalled',
  'waiting',
  'telemetry-gap',
]

async function unfinished({ store, view }: FactParts): Promise<SeriesView[]> {
  const marks = await store.seriesMarks()
  const ids = marks.filter(({ status }) => !FINISHED.includes(status)).map(({ id }) => id)
  // Newest first: ids rise with time.
  const views = await Promise.all(ids.toSorted().toReversed().slice(0, SERIES_LOOKED_AT).map(view))
  return views.filter((one) => one !== null)
}

/** Each once. */
function scopesOf(rules: readonly AlertRule[]): Scope[] {
  return [...new Map(rules.map((rule) => [scopeKey(rule), rule])).values()]
}

function scopeFigure(fact: AlertFact, scope: Scope, value: number | null): Figure {
  const { project, agent } = scope
  const names = [agent ?? '', project === null ? '' : path.basename(project)].filter((name) => name !== '')
  const subject = names.join(' in ')
  return {
    fact,
    key: scopeKey({ fact, project, agent }),
    subject,
    value,
    project,
    agent,
    seriesId: null,
    sessionId: null,
  }
}

function recentQuery({ project, agent }: Scope, since: number): RecentUsageQuery {
  return { since, project, agent }
}

function dayQuery({ project, agent }: Scope, now: number): UsageQuery {
  const today = dayAt(now)
  const only = { ...(project !== null && { project }), ...(agent !== null && { agent }) }
  return { from: today, until: today, by: [], order: 'key', limit: 1, ...only }
}

/** A limit that began anew since it was told of is over: how much of the new one is used nobody said yet. */
function limitFigure({ agent, name, usedPercent, resetsAt }: PlanLimit, now: number): Figure[] {
  if (resetsAt !== null && Date.parse(resetsAt) <= now) return []
  const nothing = { project: null, seriesId: null, sessionId: null }
  const subject = `${agent} ${name.replaceAll('_', ' ')} limit`
  return [{ fact: 'limit', key: `limit ${agent} ${name}`, subject, value: usedPercent, agent, ...nothing }]
}
