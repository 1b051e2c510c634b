/**
 * How much a turn adds to a context, as far as the turns that were seen tell: their growths as they were, late ones more than
 * early ones, with a few of earlier sessions like it while the own ones are few. No shape is assumed of them, so that one big tool
 * result stays what it is: a turn like it may come again, as often as it came.
 */
export interface GrowthModel {
  /** Tokens and their weights, which add up to 1. */
  atoms: readonly { tokens: number; weight: number }[]
  /** The true growths may be so many times what was seen, all of them at once: few turns say little. Weights add up to 1. */
  scales: readonly { factor: number; weight: number }[]
  mean: number
  /** Of one turn, with nothing said of `scales`. */
  variance: number
}

/** Found on the tuning seeds of the back-test (`bench/forecast.ts`), none of which it prints. docs/adr/0028. */
export interface GrowthTuning {
  /** Turns after which a turn counts half, at least, and as a share of all that are known. */
  halfLife: number
  halfLifeShare: number
  /** Earlier sessions count as so many own turns, at most. */
  earlierWeight: number
  /** Squared coefficient of variation that is taken for granted of turns, and as how many seen ones that counts. */
  usualSpread: number
  usualSpreadWeight: number
  /** A session changes its pace: the standard deviation (of the logarithm) that no number of turns takes away. */
  drift: number
  /** Each growth that was seen stands for ones around it: standard deviation of the logarithm, for one turn seen. */
  blur: number
}

export const TUNING: GrowthTuning = {
  halfLife: 1.5,
  halfLifeShare: 0.35,
  earlierWeight: 4.8,
  usualSpread: 1.2,
  usualSpreadWeight: 6,
  drift: 0.1,
  blur: 0.8,
}

/** Turns that are looked at, own and earlier: older ones weigh next to nothing, and each costs time. */
const MOST_OWN = 64
const MOST_EARLIER = 24
/** Middles of nine equally likely parts of the normal distribution. */
const NINTHS = [-1.593, -0.967, -0.589, -0.282, 0, 0.282, 0.589, 0.967, 1.593]
/** Middles of three. */
const THIRDS = [-0.967, 0, 0.967]

/** Null: no growth is known, or there never was any. Both lists in order of time. */
export function growthModel(
  own: readonly number[],
  earlier: readonly number[],
  tuning: GrowthTuning = TUNING,
): GrowthModel | null {
  const halfLife = Math.max(tuning.halfLife, tuning.halfLifeShare * Math.min(own.length, MOST_OWN))
  const mine = own.slice(-MOST_OWN).map((tokens, index, all) => ({
    tokens,
    weight: 0.5 ** ((all.length - 1 - index) / halfLife),
  }))
  const others = thinned(earlier).map((tokens) => ({ tokens, weight: 1 }))
  const lent = Math.min(tuning.earlierWeight, others.length)
  const seen = [...mine, ...others.map(({ tokens, weight }) => ({ tokens, weight: (weight * lent) / others.length }))]
  const total = seen.reduce((sum, { weight }) => sum + weight, 0)
  const mean = seen.reduce((sum, { tokens, weight }) => sum + (tokens * weight) / total, 0)
  if (total === 0 || mean <= 0) return null
  const spread = seen.reduce((sum, { tokens, weight }) => sum + (weight / total) * (tokens / mean - 1) ** 2, 0)
  const known =
    (spread * seen.length + tuning.usualSpread * tuning.usualSpreadWeight) / (seen.length + tuning.usualSpreadWeight)
  const unsure = Math.sqrt(known / total + tuning.drift ** 2)
  const blur = tuning.blur * Math.sqrt(known / total)
  const atoms = seen.flatMap(({ tokens, weight }) => blurred(tokens, weight / total, blur))
  return {
    atoms,
    scales: NINTHS.map((z) => ({ factor: Math.exp(unsure * z), weight: 1 / NINTHS.length })),
    mean,
    variance: atoms.reduce((sum, { tokens, weight }) => sum + weight * (tokens - mean) ** 2, 0),
  }
}

/** One growth as three around it, of the same mean. */
function blurred(tokens: number, weight: number, blur: number): { tokens: number; weight: number }[] {
  const factors = THIRDS.map((z) => Math.exp(blur * z))
  const middle = factors.reduce((sum, factor) => sum + factor, 0) / factors.length
  return factors.map((factor) => ({ tokens: (tokens * factor) / middle, weight: weight / factors.length }))
}

/** Few that stand for many: the quantiles, evenly. */
function thinned(growths: readonly number[]): number[] {
  if (growths.length <= MOST_EARLIER) return [...growths]
  const sorted = growths.toSorted((a, b) => a - b)
  return Array.from(
    { length: MOST_EARLIER },
    (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / MOST_EARLIER)] ?? 0,
  )
}

/** How likely one turn adds `tokens` or more, 0 to 1. */
export function chanceOfAtLeast({ atoms, scales }: GrowthModel, tokens: number): number {
  let chance = 0
  for (const { factor, weight: likely } of scales)
    for (const { tokens: grown, weight } of atoms) if (grown * factor >= tokens) chance += likely * weight
  return chance
}
