import type { PriceOverride } from '../../contract/prices.ts'

/** USD per million tokens: input, output, cache read, and writes to the cache for 5 minutes and 1 hour where they have prices of their own. */
type Columns = readonly [number, number, number] | readonly [number, number, number, number, number]
type When = Pick<PriceOverride, 'from' | 'until' | 'upToTokens' | 'fast'>

/** One row of a built-in table. */
export function prices(
  models: string[],
  [input, output, cacheRead, cacheWrite5m, cacheWrite1h]: Columns,
  when: When = {},
): PriceOverride {
  const written = cacheWrite5m === undefined ? {} : { cacheWrite5m }
  const kept = cacheWrite1h === undefined ? {} : { cacheWrite1h }
  return { models, ...when, input, output, cacheRead, ...written, ...kept }
}
