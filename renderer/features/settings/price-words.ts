import type { PriceOverride } from '../../../contract/prices.ts'
import { formatTokens } from '../../ui/format.ts'

/** USD per million tokens, as a table shows it: all decimals, two at least. */
export function priceText(usd: number | undefined): string {
  if (usd === undefined) return 'as input'
  return usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 6 })
}

/** For which requests a row of `table` holds; "": for all of its models. */
export function conditionOf(row: PriceOverride, table: readonly PriceOverride[]): string {
  const { from, until, upToTokens, fast } = row
  const isLarge = upToTokens === undefined && table.some((other) => isSmaller(other, row))
  return [
    fast === true && 'fast mode',
    upToTokens !== undefined && `prompts up to ${formatTokens(upToTokens)}`,
    isLarge && 'longer prompts',
    from !== undefined && `from ${from}`,
    until !== undefined && `before ${until}`,
  ]
    .filter((part) => part !== false)
    .join(', ')
}

/** The same models at the same speed, for prompts up to a size. */
function isSmaller(other: PriceOverride, { models, fast }: PriceOverride): boolean {
  if (other.upToTokens === undefined || (other.fast ?? false) !== (fast ?? false)) return false
  return models.every((model) => other.models.includes(model))
}
