/** List prices of one model in USD per million tokens. */
export interface Price {
  input: number
  output: number
  cacheWrite5m: number
  cacheWrite1h: number
  cacheRead: number
}

/** A model's prices by size of the prompt: the first tier whose `upTo` (tokens, inclusive) holds it. */
export interface PriceEntry {
  models: string[]
  tiers: { upTo: number; price: Price }[]
}

/** When and where the table was read. Edit both with the prices. */
export const PRICES_READ = { date: '2026-11-22', source: 'catalog inside Claude Code 2.1.330' } as const

/** USD per web search request. */
export const WEB_SEARCH_USD = 0.01

/** Haiku 5.5 costs more for prompts over this many tokens. */
const HAIKU_TIER_TOKENS = 100_000

const ANY = Number.POSITIVE_INFINITY

function flat(
  models: string[],
  [input, output, cacheWrite5m, cacheWrite1h, cacheRead]: [number, number, number, number, number],
): PriceEntry {
  return { models, tiers: [{ upTo: ANY, price: { input, output, cacheWrite5m, cacheWrite1h, cacheRead } }] }
}

/** Columns: input, output, cache write 5 min, cache write 1 h, cache read. */
export const PRICE_TABLE: PriceEntry[] = [
  flat(['claude-fable-5-2', 'claude-mythos-5-2'], [8, 40, 10, 16, 0.2]),
  flat(['claude-fable-5-1', 'claude-mythos-5-1'], [10, 50, 12.5, 20, 0.25]),
  flat(['claude-fable-5', 'claude-mythos-5'], [10, 50, 12.5, 20, 1]),
  flat(['claude-opus-5-5'], [4, 20, 5, 8, 0.2]),
  flat(
    ['claude-opus-5', 'claude-opus-4-8', 'claude-opus-4-7', 'claude-opus-4-6', 'claude-opus-4-5'],
    [5, 25, 6.25, 10, 0.5],
  ),
  flat(['claude-opus-4-1', 'claude-opus-4-0', 'claude-opus-4'], [15, 75, 18.75, 30, 1.5]),
  flat(['claude-sonnet-5-5'], [2, 10, 2.5, 4, 0.1]),
  flat(['claude-sonnet-5'], [2, 10, 2.5, 4, 0.2]),
  flat(
    [
      'claude-sonnet-4-6',
      'claude-sonnet-4-5',
      'claude-sonnet-4-0',
      'claude-sonnet-4',
      'claude-3-7-sonnet',
      'claude-3-5-sonnet',
    ],
    [3, 15, 3.75, 6, 0.3],
  ),
  {
    models: ['claude-haiku-5-5'],
    tiers: [
      {
        upTo: HAIKU_TIER_TOKENS,
        price: { input: 0.1, output: 0.5, cacheWrite5m: 0.125, cacheWrite1h: 0.2, cacheRead: 0.01 },
      },
      { upTo: ANY, price: { input: 0.5, output: 2.5, cacheWrite5m: 0.625, cacheWrite1h: 1, cacheRead: 0.05 } },
    ],
  },
  flat(['claude-haiku-4-5'], [1, 5, 1.25, 2, 0.1]),
  flat(['claude-3-5-haiku'], [0.8, 4, 1, 1.6, 0.08]),
]
