import type { ContextForecast } from '../../contract/forecast.ts'
import { duePoint, type Policy } from '../../contract/policy.ts'
import { forecastContext, type Turn } from '../usage/context-forecast.ts'
import type { CyclerState } from './state.ts'
import { paceOf } from './steps/pacing.ts'

/**
 * When the session of a series will be due, from the turns that its state remembers; nothing is read for it. Null: too little is
 * known, or no session runs. `at`: when its context was measured last, ms since the epoch.
 */
export function sessionForecast(state: CyclerState, policy: Policy, at: number): ContextForecast | null {
  const { launch } = state
  if (launch === null || launch.window === null || launch.used === null) return null
  const { due } = duePoint(policy, launch.window, launch.model ?? undefined)
  const { own, earlier } = paceOf(state)
  const turns: Turn[] = own.map(({ growth, minutes }) => ({
    used: launch.usedAtTurnEnd ?? launch.usedAtFirst ?? 0,
    growth,
    minutes,
    ended: true,
    at,
  }))
  return forecastContext({ turns, used: launch.used, due, earlier, now: at })
}
