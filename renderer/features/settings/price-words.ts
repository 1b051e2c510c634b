import type { PriceOverride } from '../../../contract/prices.ts'
import { formatTokens } from '../../ui/format.ts'

/** USD per million tokens, as a table shows it: all decimals, two at least. */
export function priceText(usd: number | undefined): string {
  if (usd === undefined) return 'as input'
  return usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 6 })
}

/** For which requests a row holds; "": for all. */
export function conditionOf({ from, until, upToTokens, fast }: PriceOverride): string {
  return [
    fast === true && 'fast mode',
    upToTokens !== undefined && `prompts up to ${formatTokens(upToTokens)}`,
    from !== undefined && `from ${from}`,
    until !== undefined && `before ${until}`,
  ]
    .filter((part) => part !== false)
    .join(', ')
}
