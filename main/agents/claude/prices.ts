import type { TokenCounts } from '../../../contract/usage.ts'
import { priceOf as priceOfAny } from '../prices.ts'

/** USD at today's list prices for one API response; null for a model that the table does not know. */
export function priceOf(model: string, tokens: TokenCounts, webSearches: number): number | null {
  return priceOfAny('claude', model, tokens, { at: Date.now(), webSearches })
}
