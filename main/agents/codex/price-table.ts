import type { PriceTable } from '../../../contract/prices.ts'
import { prices } from '../price-rows.ts'

/** A prompt of more tokens has prices of its own. None is published for its cached part: a tenth of input, as below it. */
const LONG_PROMPT_TOKENS = 272_000
const SHORT = { upToTokens: LONG_PROMPT_TOKENS }
/** Fast mode (`service_tier` priority) has no price for long prompts, and none for models that bill writes to the cache apart. */
const FAST = { ...SHORT, fast: true }

/** Columns: input, output, cached input, and cache write where it has a price of its own. */
export const CODEX_PRICES: PriceTable = {
  agent: 'codex',
  date: '2026-09-30',
  source:
    "GitHub's published prices per token (docs, models-and-pricing), standard tier; fast mode: openai.com/api-fast-mode",
  prices: [
    prices(['gpt-5.3-codex'], [1.75, 14, 0.175]),
    prices(['gpt-5.4'], [2.5, 15, 0.25], SHORT),
    prices(['gpt-5.4'], [5, 22.5, 0.5]),
    prices(['gpt-5.4'], [5, 30, 0.5], FAST),
    prices(['gpt-5.4-mini'], [0.75, 4.5, 0.075]),
    prices(['gpt-5.4-mini'], [1.5, 9, 0.15], FAST),
    prices(['gpt-5.5'], [5, 30, 0.5], SHORT),
    prices(['gpt-5.5'], [10, 45, 1]),
    prices(['gpt-5.5'], [12.5, 75, 1.25], FAST),
    prices(['gpt-5.6-sol'], [5, 30, 0.5, 6.25, 6.25]),
    prices(['gpt-5.6-terra'], [2, 12, 0.2, 2.5, 2.5]),
    prices(['gpt-5.6-luna'], [0.2, 1.2, 0.02, 0.25, 0.25]),
    prices(['gpt-5-mini'], [0.25, 2, 0.025]),
    prices(['gpt-6.1-sol'], [2, 10, 0.1]),
  ],
}
