import { WEB_SEARCH_USD } from '../../main/agents/claude/price-table.ts'
import { priceOf } from '../../main/agents/prices.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import type { TheirPrice } from './their-prices.ts'
import { allTokens, type Counted, type Part } from './types.ts'

/** Parts of a difference that belong to the group of a counted response. */
export interface Placed {
  of: Counted
  part: Part
}

const KINDS = {
  input: 'the price of input',
  output: 'the price of output',
  cacheRead: 'the price of cache reads',
  cacheWrite5m: 'the price of cache writes for five minutes',
  cacheWrite1h: 'the price of cache writes for an hour',
} as const
const SAME_USD = 1e-9

/** USD of a response as ccusage has it; 0 where it knows no price. */
export function theirUsd(one: Counted, price: TheirPrice): number {
  if (one.costUsd !== null) return one.costUsd
  return Object.keys(KINDS).reduce((sum, kind) => sum + (kindUsd(one, kind as keyof TokenCounts, price) ?? 0), 0)
}

function kindUsd({ model, fast, tokens }: Counted, kind: keyof TokenCounts, price: TheirPrice): number | null {
  return price(model, fast, kind, tokens[kind])
}

/** Why one response that both count is not the same in both. */
export function partsOfBoth(ours: Counted, theirs: Counted, price: TheirPrice): Placed[] {
  const [our, their] = [ours.costUsd ?? 0, theirUsd(theirs, price)]
  if (ours.day !== theirs.day || ours.model !== theirs.model) {
    const cause = 'it has another copy of the response, of another day or model'
    return [
      { of: ours, part: { cause, tokens: allTokens(ours.tokens), usd: our } },
      { of: theirs, part: { cause, tokens: -allTokens(theirs.tokens), usd: -their } },
    ]
  }
  if (!sameTokens(ours.tokens, theirs.tokens)) {
    const tokens = allTokens(ours.tokens) - allTokens(theirs.tokens)
    return [{ of: ours, part: { cause: tokenCause(ours.tokens, theirs.tokens), tokens, usd: our - their } }]
  }
  if (Math.abs(our - their) < SAME_USD) return []
  return priceParts(ours, theirs, price).map((part) => ({ of: ours, part }))
}

/** The same tokens at other prices. What these do not account for has no cause. */
function priceParts(ours: Counted, theirs: Counted, price: TheirPrice): Part[] {
  if (ours.costIsOwn || theirs.costIsOwn) return []
  const part = (cause: string, usd: number): Part => ({ cause, tokens: 0, usd })
  const their = theirUsd(theirs, price)
  if (kindUsd(theirs, 'output', price) === null) return [part('it knows no price of the model', ours.costUsd ?? 0)]
  if (ours.costUsd === null) return [part('Baton knows no price of the model', -their)]
  const { model, tokens, at } = ours
  const { fast, webSearches } = theirs
  const searched = webSearches * WEB_SEARCH_USD
  const parts = searched === 0 ? [] : [part('it has no price of web searches', searched)]
  const listed = priceOf('claude', model, tokens, { at, fast })
  if (listed === null || Math.abs(listed + searched - ours.costUsd) > SAME_USD) return parts
  if (fast) return [...parts, part('the price of fast mode', listed - their)]
  const kinds = Object.entries(KINDS).map(([name, words]) => {
    const kind = name as keyof TokenCounts
    return part(words, ourKindUsd(ours, kind, listed) - (kindUsd(theirs, kind, price) ?? 0))
  })
  return [...parts, ...kinds.filter(({ usd }) => Math.abs(usd) > SAME_USD)]
}

/** What the tokens of one kind cost in a response: prices within a response are linear. */
function ourKindUsd({ model, tokens, at }: Counted, kind: keyof TokenCounts, listed: number): number {
  const count = tokens[kind]
  if (count === 0) return 0
  const oneLess = priceOf('claude', model, { ...tokens, [kind]: count - 1 }, { at })
  return oneLess === null ? 0 : (listed - oneLess) * count
}

function tokenCause(ours: TokenCounts, theirs: TokenCounts): string {
  const { cacheWrite5m, cacheWrite1h } = theirs
  return sameTokens({ ...ours, cacheWrite5m, cacheWrite1h }, theirs)
    ? 'the parts of cache writes do not add up to their sum, and it goes by the parts'
    : 'it has other tokens from another copy of the response'
}

function sameTokens(a: TokenCounts, b: TokenCounts): boolean {
  return Object.keys(KINDS).every((kind) => a[kind as keyof TokenCounts] === b[kind as keyof TokenCounts])
}
