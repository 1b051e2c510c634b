import type { ModelComparison, UsageAnswer, UsageQuery } from '../../contract/ledger.ts'
import type { Patterns } from '../../contract/analytics.ts'
import { success } from '../../contract/problem.ts'
import { priceOf } from '../agents/prices.ts'
import type { RpcHandlers } from '../server/types.ts'
import type { Store } from '../store/types.ts'
import type { AdviceRange } from '../usage/advice.ts'
import type { PriceOf } from '../usage/advice-types.ts'
import { dismisses } from '../usage/advice-id.ts'
import { addDays, dayAt, startOfDay } from '../usage/days.ts'
import { exportName, toCsv, toJson } from '../usage/export.ts'
import { compareModels, type ModelInSeries } from '../usage/models.ts'
import { patternsOf } from '../usage/patterns.ts'
import { keptAnswers } from './kept-answers.ts'
import { adviceOf, dismissedBy, explainAdvice, type AdviceParts } from './usage-advice.ts'
import { humanWaits, retriesIn, seriesIn, tickedIn, type Stretch } from './usage-work.ts'

/** By the prices that hold in this thread, at the usual speed. */
export const listPrice: PriceOf = (agent, model, tokens, at) => priceOf(agent, model, tokens, { at })

export interface UsageParts extends Omit<AdviceParts, 'store'> {
  store: Store
}

type UsageMethod = 'query' | 'export' | 'models' | 'patterns' | 'advice' | 'explain' | 'dismiss'

/** Days that advice looks back unless it is asked otherwise, the last one included. */
const ADVICE_DAYS = 30
/** A file holds all rows of its query, not a page of them. */
const ALL_ROWS = 1_000_000
const EVERYTHING = { from: null, until: null, order: 'key', limit: ALL_ROWS } as const

/** What the ledger knows and what follows from it. Heavy answers are kept while the ledger stands as it did. */
export function usageHandlers(parts: UsageParts): Pick<RpcHandlers, `usage.${UsageMethod}`> {
  const { store, now } = parts
  const today = (): string => dayAt(now())
  const kept = keptAnswers(async () => {
    const { total } = await store.usage({ ...EVERYTHING, by: [] })
    return `${today()} ${JSON.stringify(total)}`
  })

  async function advised(range: AdviceRange) {
    const [advice, dismissed] = await Promise.all([
      kept(`advice ${JSON.stringify([range, parts.settings()])}`, () => adviceOf(parts, range)),
      store.dismissedAdvice(),
    ])
    return advice.map((one) => ({ ...one, dismissed: dismissed.some((id) => dismisses(id, one.id)) }))
  }

  return {
    'usage.query': async (query) => success(await store.usage(query)),
    'usage.export': async ({ format, ...query }) => {
      const { rows } = await store.usage({ ...query, limit: ALL_ROWS })
      const text = format === 'csv' ? toCsv(rows, query.by) : toJson(rows, query.by)
      return success({ name: exportName(query, format), text })
    },
    'usage.models': async (range) =>
      success(await kept(`models ${JSON.stringify(range)}`, () => modelsOf(store, range, now()))),
    'usage.patterns': async (range) =>
      success(await kept(`patterns ${JSON.stringify(range)}`, () => patternsIn(store, range, now()))),
    'usage.advice': async ({ from, until }) => {
      const last = until ?? today()
      return success(await advised({ from: from ?? addDays(last, 1 - ADVICE_DAYS), until: last }))
    },
    'usage.explain': async ({ id }) => {
      const [explained, dismissed] = await Promise.all([explainAdvice(parts, id), store.dismissedAdvice()])
      if (!explained.ok) return explained
      const { advice, rows } = explained.value
      return success({ advice: { ...advice, dismissed: dismissedBy(dismissed, advice.id).length > 0 }, rows })
    },
    'usage.dismiss': async ({ id, dismissed }) => {
      if (dismissed) await store.dismissAdvice(id, true)
      else for (const one of dismissedBy(await store.dismissedAdvice(), id)) await store.dismissAdvice(one, false)
      return success({ said: dismissed ? 'Dismissed for 30 days.' : 'Told again.' })
    },
  }
}

type Range = Pick<UsageQuery, 'from' | 'until'>

function stretchOf({ from, until }: Range, now: number): Stretch {
  return {
    from: from === null ? 0 : startOfDay(from),
    until: until === null ? now : startOfDay(addDays(until, 1)),
  }
}

async function modelsOf(store: Store, range: Range, now: number): Promise<ModelComparison[]> {
  const stretch = stretchOf(range, now)
  const grouped = (by: UsageQuery['by']): Promise<UsageAnswer> => store.usage({ ...EVERYTHING, ...range, by })
  const [models, inSeries, series] = await Promise.all([
    grouped(['agent', 'model']),
    grouped(['series', 'agent', 'model']),
    seriesIn(store, stretch),
  ])
  const parts = inSeries.rows.flatMap(({ seriesId, agent, model, costUsd, requests }): ModelInSeries[] =>
    seriesId == null || agent === undefined || model === undefined
      ? []
      : [{ seriesId, agent, model, costUsd, requests }],
  )
  return compareModels(models.rows, parts, await tickedIn(store, series, stretch))
}

async function patternsIn(store: Store, range: Range, now: number): Promise<Patterns> {
  const stretch = stretchOf(range, now)
  const [hours, bySeries, series, retries] = await Promise.all([
    store.usageHours(range),
    store.usage({ ...EVERYTHING, ...range, by: ['series'] }),
    seriesIn(store, stretch),
    retriesIn(store, stretch),
  ])
  const ticked = await tickedIn(store, series, stretch)
  const turns = new Map(bySeries.rows.map((row) => [row.seriesId ?? null, row.turns]))
  const days = hours.map(({ day }) => day).toSorted()
  const until = range.until ?? dayAt(now)
  return patternsOf({
    from: range.from ?? days[0] ?? until,
    until,
    hours,
    series: series.map(({ id }) => ({ turns: turns.get(id) ?? 0, ticked: ticked.get(id) ?? 0 })),
    retries,
    waits: await humanWaits(store, series, stretch, now),
  })
}
