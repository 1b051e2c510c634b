import { duePoint } from '../../../contract/policy.ts'
import { overshootChance } from '../../usage/context-forecast.ts'
import { observe, type Step } from '../effects.ts'
import type { FactOf } from '../facts.ts'
import type { Rules } from '../rules.ts'
import type { CyclerState, Launch, Wish } from '../state.ts'
import { attention } from './holding.ts'
import { paceOf } from './pacing.ts'

/** Below so many turns a chance would be more guessed than counted. */
const FEW_TURNS = 3

/** Remembers a context figure; the first one after a pickup may show that the cycle is futile. */
export function measured(state: CyclerState, fact: FactOf<'Measured'>, rules: Rules): Step {
  const { launch } = state
  if (launch === null || launch.sessionId !== fact.sessionId) return observe(state)
  const window = fact.window ?? launch.window
  const first = launch.used === null && launch.turns === 0 && fact.used !== null
  const next: Launch = { ...launch, used: fact.used, window, model: fact.model ?? launch.model }
  if (first && fact.used !== null) next.usedAtFirst = fact.used
  next.dueSince = isPastDue(next, rules) ? (launch.dueSince ?? fact.at) : null
  const measuredState = { ...state, launch: next, resetsAt: fact.resetsAt ?? state.resetsAt }
  if (!first || launch.mode !== 'fresh' || window === null || fact.used === null) return observe(measuredState)
  const { due } = duePoint(rules.policy, window, next.model ?? undefined)
  if (fact.used < due * rules.timing.futile) return observe(measuredState)
  return attention(measuredState, fact.at, 'futile', { percent: Math.round((fact.used / due) * 100) })
}

/** Cost of the whole series; past its limit a checkpoint is wanted, and then the end. */
export function costMeasured(state: CyclerState, fact: FactOf<'CostMeasured'>, rules: Rules): Step {
  const next = { ...state, costUsd: Math.max(state.costUsd, fact.costUsd) }
  return observe(withLimitWish(next, fact.at, rules))
}

/** Sets the wish to stop when a limit of the policy is reached. Idempotent. */
export function withLimitWish(state: CyclerState, at: number, rules: Rules): CyclerState {
  if (state.status !== 'running' && state.status !== 'waiting') return state
  const wish = limitReached(state, at, rules)
  if (wish === null || state.wish?.purpose === 'stop' || state.wish?.purpose === 'pause') return state
  return { ...state, wish }
}

/** The limit of the policy on cost or time that is reached. */
export function limitReached(state: CyclerState, at: number, { policy }: Rules): Wish | null {
  const { maxCostUsd, maxDurationMs } = policy
  if (maxCostUsd !== undefined && state.costUsd >= maxCostUsd) return { purpose: 'stop', reason: 'max-cost' }
  if (maxDurationMs !== undefined && workedMs(state, at) >= maxDurationMs)
    return { purpose: 'stop', reason: 'max-duration' }
  return null
}

/** Time at work: without waits for people and limits, and without the machine's sleep. */
export function workedMs(state: CyclerState, at: number): number {
  const waiting = state.hold === null ? 0 : at - state.hold.since
  return at - state.startedAt - state.waitedMs - waiting
}

export function isPastDue(launch: Launch, rules: Rules): boolean {
  const points = pointsOf(launch, rules)
  return points !== null && launch.used !== null && launch.used >= points.due
}

/** Far enough past due that no turn end is waited for any more. */
export function isLongPastDue(launch: Launch, at: number, rules: Rules): boolean {
  const points = pointsOf(launch, rules)
  if (points === null || launch.used === null || launch.used < points.due) return false
  const past = launch.used >= longPast(points.due, rules)
  return past || (launch.dueSince !== null && at - launch.dueSince >= rules.timing.askMidTurnAfter)
}

/**
 * Past the soft point, and the next turn will more likely than not end where a mid-turn request begins: by all turns of the series, or while few are
 * known by the largest one.
 */
export function overshootsNext(state: CyclerState, launch: Launch, rules: Rules): boolean {
  const points = pointsOf(launch, rules)
  if (points === null || launch.used === null || launch.used < points.soft) return false
  // A session that hands over sooner is too short by the loop's own rule; a mid-turn request still catches it.
  if (launch.turns < rules.timing.shortTurns) return false
  const limit = longPast(points.due, rules)
  const { own, earlier } = paceOf({ ...state, launch })
  if (own.length + earlier.length < FEW_TURNS) return launch.used + launch.growth >= limit
  const growths = own.map(({ growth }) => growth)
  return (overshootChance({ growths, earlier, used: launch.used, limit }) ?? 0) >= rules.timing.overshootChance
}

/** In whole tokens. */
function longPast(due: number, { timing }: Rules): number {
  return Math.round(due * (1 + timing.askMidTurnPast))
}

export function pointsOf(launch: Launch, { policy }: Rules): { due: number; soft: number } | null {
  return launch.window === null ? null : duePoint(policy, launch.window, launch.model ?? undefined)
}
