import type { TokenCounts } from '../../contract/usage.ts'

/** List prices of one model in USD per million tokens. */
export interface ListPrice {
  input: number
  output: number
  cacheRead: number
  /** As `input` where writing to the cache is not billed apart. */
  cacheWrite: number
}

/** A model's prices for a time, by size of the prompt: the first tier whose `upTo` (tokens, inclusive) holds it. */
export interface DatedPrices {
  models: string[]
  /** Milliseconds since the epoch; not included. Infinity: they hold until others are read. */
  until: number
  tiers: { upTo: number; price: ListPrice }[]
}

/** Columns: input, output, cache read, and cache write where it has a price of its own. */
export type Columns = [number, number, number] | [number, number, number, number]

const PER_MILLION = 1_000_000
const ANY = Number.POSITIVE_INFINITY
export const FOR_GOOD = Number.POSITIVE_INFINITY

export function flat(models: string[], columns: Columns, until = FOR_GOOD): DatedPrices {
  return { models, until, tiers: [{ upTo: ANY, price: priceIn(columns) }] }
}

/** A prompt of more than `tokens` costs more, all of it. */
export function tiered(models: string[], small: Columns, tokens: number, large: Columns): DatedPrices {
  const tiers = [
    { upTo: tokens, price: priceIn(small) },
    { upTo: ANY, price: priceIn(large) },
  ]
  return { models, until: FOR_GOOD, tiers }
}

function priceIn([input, output, cacheRead, cacheWrite = input]: Columns): ListPrice {
  return { input, output, cacheRead, cacheWrite }
}

/** USD at list prices for one API response at a time (ms since the epoch); null for a model that the table does not know. */
export function listPriceOf(table: DatedPrices[], model: string, tokens: TokenCounts, at: number): number | null {
  const { input, output, cacheRead } = tokens
  const written = tokens.cacheWrite5m + tokens.cacheWrite1h
  const prompt = input + cacheRead + written
  const entry = table.find(({ models, until }) => models.includes(model) && at < until)
  const price = entry?.tiers.find((tier) => prompt <= tier.upTo)?.price
  if (price === undefined) return null
  const perMillion =
    input * price.input + output * price.output + cacheRead * price.cacheRead + written * price.cacheWrite
  return perMillion / PER_MILLION
}
