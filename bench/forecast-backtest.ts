import { forecastContext, type Turn } from '../main/usage/context-forecast.ts'
import type { GrowthTuning } from '../main/usage/growth-model.ts'
import type { SessionShape } from './forecast-shapes.ts'

/** One forecast beside what came, in turns; Infinity: it never would. */
export interface Trial {
  /** How much of the way lay behind, 0 to 1, and how many turns of the session were known. */
  way: number
  known: number
  came: number
  low: number
  mid: number
  high: number
  lastTurn: number
  linear: number
  minutes: { came: number; low: number; mid: number; high: number } | null
}

export const WAYS = [0.25, 0.5, 0.75]

/** Forecasts at turn ends of a session, as it was known then, and what came. None where it was over already. */
export function trialsOf(shape: SessionShape, withEarlier: boolean, tuning?: GrowthTuning): Trial[] {
  const { base, due, growths, minutes, before } = shape
  const ahead = turnsUntil(growths.slice(before), due - base)
  if (ahead === null) return []
  return WAYS.flatMap((way) => {
    const done = Math.max(1, Math.floor(way * ahead))
    const known = before + done
    const used = base + sum(growths.slice(before, known))
    const came = turnsUntil(growths.slice(known), due - used)
    if (used >= due || came === null) return []
    const turns: Turn[] = growths.slice(0, known).map((growth, index) => ({
      // Only the last one's is looked at.
      used,
      growth,
      minutes: minutes[index] ?? null,
      ended: true,
      at: index,
    }))
    const earlier = withEarlier ? shape.earlier : []
    const found = forecastContext({ turns, used, due, earlier, now: 0 }, tuning)
    if (found === null) return []
    const { low, mid, high } = found.turns
    const time = found.minutes
    return [
      {
        way,
        known: done,
        came,
        low,
        mid,
        high: high ?? Infinity,
        lastTurn: (due - used) / (growths[known - 1] ?? 0),
        linear: (due - used) / slope([base, ...growths.slice(before, known)]),
        minutes:
          time === null
            ? null
            : { came: partSum(minutes.slice(known), came), low: time.low, mid: time.mid, high: time.high ?? Infinity },
      },
    ]
  })
}

/** Turns until so many tokens are added, parts of the last one among them; null: they never are. */
function turnsUntil(growths: readonly number[], tokens: number): number | null {
  let left = tokens
  for (const [index, growth] of growths.entries()) {
    if (growth >= left) return index + left / growth
    left -= growth
  }
  return null
}

/** Least squares through the context at each turn end: first the base, then what each turn added. */
function slope(steps: readonly number[]): number {
  let level = 0
  const levels = steps.map((step) => (level += step))
  const [middleTurn, middleLevel] = [(levels.length - 1) / 2, sum(levels) / levels.length]
  const above = sum(levels.map((one, turn) => (turn - middleTurn) * (one - middleLevel)))
  return above / sum(levels.map((_, turn) => (turn - middleTurn) ** 2))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0)
}

function partSum(values: readonly number[], count: number): number {
  const whole = Math.floor(count)
  return sum(values.slice(0, whole)) + (values[whole] ?? 0) * (count - whole)
}
