/** What a figure may be, each value with its weight; weights need not add up to 1. */
export type Chances = { value: number; weight: number }[]

/** Values that stand for a distribution: few enough that sums of them are quick, enough for a quantile. */
const KEPT = 64

/** Quantiles of the sum of figures that do not depend on each other. Deterministic. Of no figures: 0. */
export function quantileOfSums(parts: readonly Chances[], probabilities: readonly number[]): number[] {
  const sum = parts.reduce<Chances>((sum, part) => (part.length === 0 ? sum : added(sum, gathered(part))), NOTHING)
  const sorted = sum.toSorted((a, b) => a.value - b.value)
  return probabilities.map((probability) => quantileOf(sorted, probability))
}

const NOTHING: Chances = [{ value: 0, weight: 1 }]

/** The smallest value that the probability is reached at. */
function quantileOf(sorted: Chances, probability: number): number {
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0)
  let below = 0
  for (const { value, weight } of sorted) {
    below += weight / total
    if (below >= probability - 1e-9) return value
  }
  return sorted.at(-1)?.value ?? 0
}

function added(a: Chances, b: Chances): Chances {
  return gathered(
    a.flatMap((one) => b.map((other) => ({ value: one.value + other.value, weight: one.weight * other.weight }))),
  )
}

/** Neighbours as one, of about the same weight each, so that few are left; sums stay what they were on the average. */
function gathered(chances: Chances): Chances {
  if (chances.length <= KEPT) return chances
  const sorted = chances.toSorted((a, b) => a.value - b.value)
  const most = sorted.reduce((sum, { weight }) => sum + weight, 0) / KEPT
  const kept: Chances = []
  let [weight, sum] = [0, 0]
  for (const one of sorted) {
    weight += one.weight
    sum += one.weight * one.value
    if (weight < most) continue
    kept.push({ value: sum / weight, weight })
    ;[weight, sum] = [0, 0]
  }
  if (weight > 0) kept.push({ value: sum / weight, weight })
  return kept
}
