import type { GrowthModel } from './growth-model.ts'

/**
 * When a context that grows by turns of a model first reaches a point: by summing the distribution of turns, turn after turn, on a
 * grid. Exact but for the grid; nothing is drawn by chance.
 */
export interface Passage {
  /** Turns, parts of one among them, by which the point is reached with that probability; null: it may never be. */
  quantile(probability: number): number | null
}

/** Steps of the grid over the farthest distance that is summed. */
const GRID = 160
/** From so many turns on, sums of turns are close to normal: they are reckoned, not summed. */
const MANY_TURNS = 24
/** What takes more turns than this is as good as never. */
const NEVER = 2_000

/**
 * `distance`: tokens to the point, above 0. `grown`: what the turn that runs has added already, null: none runs. The first turn to
 * come is that one, or else the next.
 */
export function firstPassage(model: GrowthModel, distance: number, grown: number | null): Passage {
  const many = distance / model.mean > MANY_TURNS
  return many ? normalPassage(model, distance) : summedPassage(model, distance, grown)
}

function summedPassage(model: GrowthModel, distance: number, grown: number | null): Passage {
  const slowest = Math.min(...model.scales.map(({ factor }) => factor))
  const step = distance / slowest / GRID
  const growth = onGrid(model.atoms, step)
  const first = grown === null ? growth : onGrid(restOf(model.atoms, grown), step)
  let sum: Float64Array<ArrayBuffer> = new Float64Array(GRID + 1)
  sum[0] = 1
  const reached = [0]
  while (reached.length <= MANY_TURNS * 8 && (reached.at(-1) ?? 0) < 0.95) {
    sum = added(sum, reached.length === 1 ? first : growth)
    reached.push(chanceReached(sum, model, distance, step))
  }
  return { quantile: (probability) => quantileOf(reached, probability) }
}

/** Where the chance to have reached it passes `probability`; within a turn it rises evenly. */
function quantileOf(reached: readonly number[], probability: number): number | null {
  const turn = reached.findIndex((chance) => chance >= probability)
  if (turn === -1) return null
  const before = reached[turn - 1] ?? 0
  const rise = (reached[turn] ?? 0) - before
  return turn === 0 ? 0 : turn - 1 + (rise > 0 ? (probability - before) / rise : 1)
}

type Grid = { at: number[]; weights: number[] }

/** Weights on the points of a grid, each split between its two neighbours so that the mean stays. */
function onGrid(atoms: GrowthModel['atoms'], step: number): Grid {
  const weights = new Map<number, number>()
  const put = (at: number, weight: number): void => {
    if (weight > 0) weights.set(at, (weights.get(at) ?? 0) + weight)
  }
  for (const { tokens, weight } of atoms) {
    const place = Math.min(GRID, tokens / step)
    const below = Math.floor(place)
    put(below, weight * (1 - (place - below)))
    put(Math.min(GRID, below + 1), weight * (place - below))
  }
  return { at: [...weights.keys()], weights: [...weights.values()] }
}

/** What a turn that has grown so far may still add; past all that was seen it is as likely as a new one. */
function restOf(atoms: GrowthModel['atoms'], grown: number): GrowthModel['atoms'] {
  const larger = atoms.filter(({ tokens }) => tokens > grown)
  const total = larger.reduce((sum, { weight }) => sum + weight, 0)
  if (total <= 0) return atoms
  return larger.map(({ tokens, weight }) => ({ tokens: tokens - grown, weight: weight / total }))
}

/** One turn more. The last point of the grid gathers all that is farther. */
function added(sum: Float64Array, { at, weights }: Grid): Float64Array<ArrayBuffer> {
  const next = new Float64Array(GRID + 1)
  for (let from = 0; from <= GRID; from += 1) {
    const likely = sum[from] ?? 0
    if (likely < 1e-9) continue
    for (let index = 0; index < at.length; index += 1) {
      const to = Math.min(GRID, from + (at[index] ?? 0))
      next[to] = (next[to] ?? 0) + likely * (weights[index] ?? 0)
    }
  }
  return next
}

/** Growths that are `factor` times as large pass a distance that is as much shorter. */
function chanceReached(sum: Float64Array, { scales }: GrowthModel, distance: number, step: number): number {
  const past = new Float64Array(GRID + 2)
  for (let at = GRID; at >= 0; at -= 1) past[at] = (past[at + 1] ?? 0) + (sum[at] ?? 0)
  let chance = 0
  for (const { factor, weight } of scales) {
    // Weight on a point stands for what lies half a step around it.
    const place = Math.min(GRID, Math.max(0, distance / factor / step + 0.5))
    const below = Math.floor(place)
    const share = place - below
    chance += weight * ((past[below] ?? 0) * (1 - share) + (past[below + 1] ?? 0) * share)
  }
  return chance
}

/** For far points: the sum of n turns is normal, of n times the mean and the variance of one. */
function normalPassage({ mean, variance, scales }: GrowthModel, distance: number): Passage {
  const chance = (turns: number): number =>
    scales.reduce((sum, { factor, weight }) => {
      const away = turns * mean * factor - distance
      return sum + weight * normal(away / (Math.sqrt(variance * turns) * factor || 1))
    }, 0)
  return {
    quantile(probability) {
      if (chance(NEVER) < probability) return null
      let low = 0
      let high = NEVER
      while (high - low > 0.01) {
        const middle = (low + high) / 2
        if (chance(middle) >= probability) high = middle
        else low = middle
      }
      return high
    },
  }
}

/** The normal distribution's part below z. Abramowitz and Stegun 26.2.17, wrong by less than 1e-7. */
function normal(z: number): number {
  if (z < 0) return 1 - normal(-z)
  const t = 1 / (1 + 0.2316419 * z)
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return 1 - density * series
}
