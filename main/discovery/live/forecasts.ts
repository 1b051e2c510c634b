import type { ContextForecast } from '../../../contract/forecast.ts'
import { duePoint, type Policy } from '../../../contract/policy.ts'
import type { LedgerSession, LedgerStore } from '../../store/scan-types.ts'
import { forecastContext, growthsOf, turnsOf } from '../../usage/context-forecast.ts'
import { readingOf } from './observed-view.ts'

/** Sessions of the same project and model whose turns tell how those of a young one may grow. */
const EARLIER_SESSIONS = 5
/** Sessions among which these are looked for, the latest. */
const EARLIER_LOOKED_AT = 30
/** How long what earlier sessions tell is good for, ms: it changes by one session at a time. */
const EARLIER_GOOD_MS = 10 * 60_000
/** Sessions whose forecasts are remembered. */
const REMEMBERED = 500

export interface ForecastParts {
  store: Pick<LedgerStore, 'ledgerSessions' | 'ledgerRequests'>
  policy(project: string | null): Policy
  now(): number
}

/** Forecasts of sessions by their ledger rows; made anew only when a session went on, or its due point moved. */
export function createForecasts({ store, policy, now }: ForecastParts) {
  const made = new Map<string, { key: string; forecast: Promise<ContextForecast | null> }>()
  const earlier = new Map<string, { at: number; growths: Promise<number[]> }>()

  async function growthsBefore(session: LedgerSession, model: string): Promise<number[]> {
    const { agent, project, sessionId } = session
    const others = await store.ledgerSessions({
      agent,
      limit: EARLIER_LOOKED_AT,
      ...(project === null ? {} : { project }),
    })
    const alike = others.filter((one) => one.sessionId !== sessionId && one.context?.model === model)
    const rows = await Promise.all(alike.slice(0, EARLIER_SESSIONS).map((one) => store.ledgerRequests(one.sessionId)))
    return rows.toReversed().flatMap((requests) => growthsOf(turnsOf(requests)))
  }

  function earlierGrowths(session: LedgerSession, model: string): Promise<number[]> {
    const key = [session.agent, session.project, model].join('\n')
    const known = earlier.get(key)
    if (known !== undefined && now() - known.at < EARLIER_GOOD_MS) return known.growths
    const growths = growthsBefore(session, model)
    remember(earlier, key, { at: now(), growths })
    return growths
  }

  async function make(session: LedgerSession, due: number): Promise<ContextForecast | null> {
    const { context, sessionId } = session
    if (context?.used == null || context.model === null) return null
    const [requests, before] = await Promise.all([
      store.ledgerRequests(sessionId),
      earlierGrowths(session, context.model),
    ])
    return forecastContext({ turns: turnsOf(requests), used: context.used, due, earlier: before, now: now() })
  }

  return {
    of(session: LedgerSession): Promise<ContextForecast | null> {
      const reading = readingOf(session.context, session.agent)
      if (reading === null || reading.used === null) return Promise.resolve(null)
      const { due } = duePoint(policy(session.project), reading.window, session.context?.model ?? undefined)
      const key = `${session.lastAt} ${session.figures.requests} ${reading.used} ${due}`
      const known = made.get(session.sessionId)
      if (known?.key === key) return known.forecast
      const forecast = make(session, due)
      remember(made, session.sessionId, { key, forecast })
      return forecast
    },
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > REMEMBERED && oldest !== undefined) map.delete(oldest)
}
