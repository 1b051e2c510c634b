import { flat, tiered } from '../list-prices.ts'

/** When and where the table was read. Edit both with the prices. */
export const CODEX_PRICES_READ = {
  date: '2026-09-30',
  source: "GitHub's published prices per token (docs, models-and-pricing), standard tier",
} as const

/** A prompt of more tokens has prices of its own. None is published for its cached part: a tenth of input, as below it. */
const LONG_PROMPT_TOKENS = 272_000

/** Columns: input, output, cached input, and cache write where it has a price of its own. */
export const CODEX_PRICES = [
  flat(['gpt-5.3-codex'], [1.75, 14, 0.175]),
  tiered(['gpt-5.4'], [2.5, 15, 0.25], LONG_PROMPT_TOKENS, [5, 22.5, 0.5]),
  flat(['gpt-5.4-mini'], [0.75, 4.5, 0.075]),
  tiered(['gpt-5.5'], [5, 30, 0.5], LONG_PROMPT_TOKENS, [10, 45, 1]),
  flat(['gpt-5.6-sol'], [5, 30, 0.5, 6.25]),
  flat(['gpt-5.6-terra'], [2, 12, 0.2, 2.5]),
  flat(['gpt-5.6-luna'], [0.2, 1.2, 0.02, 0.25]),
  flat(['gpt-5-mini'], [0.25, 2, 0.025]),
  flat(['gpt-6.1-sol'], [2, 10, 0.1]),
]
