import type { ContextForecast, Spread } from '../../contract/forecast.ts'
import { firstPassage } from './first-passage.ts'
import { chanceOfAtLeast, growthModel, TUNING, type GrowthTuning } from './growth-model.ts'
import { growthsOf, type Turn } from './turns.ts'

export { growthsOf, turnsOf, type Turn } from './turns.ts'

/** What a forecast is made of. */
export interface ForecastInput {
  /** Of the session so far, the one that runs among them. */
  turns: readonly Turn[]
  /** Tokens in its window now; null: not known. */
  used: number | null
  /** Tokens at which it is due. */
  due: number
  /** Growths of turns of earlier sessions of its project and model, in order of time. */
  earlier: readonly number[]
  /** Milliseconds since the epoch. */
  now: number
}

/** Eight times of ten it lies between. */
const LOW = 0.1
const HIGH = 0.9
/** Standard deviations of a normal distribution that its 80 % lie within. */
const EIGHTY_PERCENT = 1.2816
/** Turns whose time tells how long one takes. */
const TIMED_TURNS = 20

/**
 * When a context will be due. Null: nothing is known of how it grows, or how full it is. Pure and quick: below a millisecond.
 */
export function forecastContext(input: ForecastInput, tuning: GrowthTuning = TUNING): ContextForecast | null {
  const { turns, used, due, earlier, now } = input
  if (used === null) return null
  const own = growthsOf(turns)
  const basis = { own: own.length, earlier: earlier.length }
  const at = new Date(now).toISOString()
  if (used >= due) {
    const none: Spread = { low: 0, mid: 0, high: 0 }
    return { due, turns: none, minutes: none, method: 'growth', basis, at }
  }
  const model = growthModel(own, earlier, tuning)
  if (model === null) return null
  const running = grownSoFar(turns, used)
  const passage = firstPassage(model, due - used, running)
  const low = passage.quantile(LOW)
  const mid = passage.quantile(0.5)
  if (low === null || mid === null) return null
  // Of a single turn the back-test knows nothing better than that the next ones are like it.
  const [only] = own.length + earlier.length === 1 ? [...own, ...earlier] : []
  const method = only === undefined ? 'growth' : 'last-turn'
  const high = passage.quantile(HIGH)
  const alike = only === undefined ? mid : Math.min(Math.max(low, (due - used) / only), high ?? Infinity)
  const spread: Spread = { low, mid: alike, high }
  return { due, turns: spread, minutes: minutesOf(spread, turns), method, basis, at }
}

/** How likely the next turn takes a context of `used` tokens to `limit`; null: no growth is known. */
export function overshootChance(
  input: { growths: readonly number[]; earlier: readonly number[]; used: number; limit: number },
  tuning: GrowthTuning = TUNING,
): number | null {
  const model = growthModel(input.growths, input.earlier, tuning)
  return model === null ? null : chanceOfAtLeast(model, input.limit - input.used)
}

/** What the turn that runs has added; null: none runs. */
function grownSoFar(turns: readonly Turn[], used: number): number | null {
  const last = turns.at(-1)
  if (last === undefined) return null
  const since = Math.max(0, used - last.used)
  if (!last.ended) return (last.growth ?? 0) + since
  return since > 0 ? since : null
}

/** Turns at the pace of the last ones. The point is passed within a turn: on the average half of it is left. */
function minutesOf(turns: Spread, seen: readonly Turn[]): Spread | null {
  const timed = seen.flatMap(({ minutes }) => (minutes === null || minutes <= 0 ? [] : [minutes])).slice(-TIMED_TURNS)
  if (timed.length === 0) return null
  const mean = timed.reduce((sum, one) => sum + one, 0) / timed.length
  // One more is added, as unlike the others as turns usually are: a single one has no spread of its own.
  const spread = (timed.reduce((sum, one) => sum + (one / mean - 1) ** 2, 0) + 1) / (timed.length + 1)
  const mid = turns.mid * mean
  const high = turns.high ?? turns.mid * 4
  const ofTurns = Math.log(Math.max(high, 0.01) / Math.max(turns.low, 0.01)) / 2 / EIGHTY_PERCENT
  const deviation = Math.hypot(ofTurns, Math.sqrt(spread / Math.max(turns.mid, 0.5) + spread / timed.length))
  const wide = Math.exp(EIGHTY_PERCENT * deviation)
  return { low: mid / wide, mid, high: turns.high === null ? null : mid * wide }
}
