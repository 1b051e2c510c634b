import type { SeriesEconomy } from '../../contract/analytics.ts'
import type { SpendForecast } from '../../contract/forecast.ts'
import { success } from '../../contract/problem.ts'
import { priceOf } from '../agents/prices.ts'
import type { SeriesBook } from '../series/book.ts'
import type { RpcHandlers } from '../server/types.ts'
import type { Store } from '../store/types.ts'
import { addDays, dayAt, mondayOf, startOfDay } from '../usage/days.ts'
import { seriesEconomy } from '../usage/economy.ts'
import { handoversOf } from '../usage/handovers.ts'
import { SPEND_DAYS, spendForecasts, type SpendHour } from '../usage/spend.ts'

/** Projects that are told apart, those that cost most this week first. */
const PROJECTS = 12
const HOUR = 60 * 60_000

export interface EconomyParts {
  store: Store
  book: Pick<SeriesBook, 'find'>
  /** Milliseconds since the epoch. */
  now(): number
}

/** What is likely to be spent, and what handing over saves. */
export function economyHandlers(parts: EconomyParts): Pick<RpcHandlers, 'usage.spend' | 'usage.economy'> {
  const { store, book, now } = parts
  return {
    'usage.spend': async () => success(await spendNow(store, now())),
    'usage.economy': async ({ id }) => {
      const row = await book.find(id)
      return row.ok ? success(await economyOf(store, row.value.id)) : row
    },
  }
}

/** Of today and this week: all projects together, then each that something was spent on this week. */
export async function spendNow(store: Pick<Store, 'usage' | 'usageHours'>, now: number): Promise<SpendForecast[]> {
  const today = dayAt(now)
  const range = { from: addDays(today, -SPEND_DAYS), until: today }
  const hour = (now - startOfDay(today)) / HOUR
  const { rows } = await store.usage({
    from: mondayOf(today),
    until: today,
    by: ['project'],
    order: 'cost',
    limit: PROJECTS,
  })
  const projects = rows.flatMap(({ project, costUsd }) => (project == null || costUsd === 0 ? [] : [project]))
  const forecasts = await Promise.all(
    [null, ...projects].map(async (project) => {
      const found = await store.usageHours({ ...range, ...(project === null ? {} : { project }) })
      const hours = found.map(({ day, hour, figures }): SpendHour => ({ day, hour, costUsd: figures.costUsd }))
      return spendForecasts({ hours, today, hour, project })
    }),
  )
  return forecasts.flat()
}

async function economyOf(
  store: Pick<Store, 'toldEvents' | 'sessionsOf' | 'ledgerRequests'>,
  seriesId: string,
): Promise<SeriesEconomy> {
  const [events, sessions] = await Promise.all([store.toldEvents(seriesId, 0), store.sessionsOf(seriesId)])
  const ids = [...new Set(sessions.map(({ sessionId }) => sessionId))]
  const requests = await Promise.all(ids.map(async (id) => [id, await store.ledgerRequests(id)] as const))
  return seriesEconomy({
    seriesId,
    handovers: handoversOf(events.map(({ event }) => event)),
    requests: new Map(requests),
    // Series are of Claude Code alone.
    priceOf: (model, tokens, at) => priceOf('claude', model, tokens, { at }),
  })
}
