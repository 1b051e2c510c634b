import type { TokenCounts } from '../../../contract/usage.ts'
import { bareModelId } from './model-id.ts'
import { PRICE_TABLE, WEB_SEARCH_USD } from './price-table.ts'

const PER_MILLION = 1_000_000

const tiersByModel = new Map(PRICE_TABLE.flatMap((entry) => entry.models.map((model) => [model, entry.tiers] as const)))

/** USD at list prices for one API response; null for a model that the table does not know. */
export function priceOf(model: string, tokens: TokenCounts, webSearches: number): number | null {
  const prompt = tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
  const price = tiersByModel.get(bareModelId(model))?.find((tier) => prompt <= tier.upTo)?.price
  if (price === undefined) return null
  const perMillion =
    tokens.input * price.input +
    tokens.output * price.output +
    tokens.cacheRead * price.cacheRead +
    tokens.cacheWrite5m * price.cacheWrite5m +
    tokens.cacheWrite1h * price.cacheWrite1h
  return perMillion / PER_MILLION + webSearches * WEB_SEARCH_USD
}
