import type { PriceTable } from '../../../contract/prices.ts'
import { prices } from '../price-rows.ts'

/** A prompt of more tokens has prices of its own. Where none is published for its cached part: a tenth of input, as below it. */
const LONG_PROMPT_TOKENS = 272_000
const SHORT = { upToTokens: LONG_PROMPT_TOKENS }
/** `service_tier` priority. Its page has no price for long prompts, nor for writes to the cache: models that bill those have none here. */
const FAST = { ...SHORT, fast: true }

/** An offer of OpenAI "at least through November 21, 2026": what holds from then on was not known when this was read. */
const OFFER = { from: '2026-08-21', until: '2026-11-22' }
const BEFORE_OFFER = { until: OFFER.from }

const GPT_5 = ['gpt-5', 'gpt-5-codex', 'gpt-5.1', 'gpt-5.1-codex']

/** Columns: input, output, cached input, and cache write where it has a price of its own. */
export const CODEX_PRICES: PriceTable = {
  agent: 'codex',
  date: '2026-10-01',
  source:
    "GitHub's published prices per token (docs, models-and-pricing) and OpenAI's (model pages, changelog, api-fast-mode) as dated tables of other programs have them; standard tier",
  prices: [
    prices(GPT_5, [1.25, 10, 0.125]),
    prices(GPT_5, [2.5, 20, 0.25], FAST),
    prices(['gpt-5-mini'], [0.25, 2, 0.025]),
    prices(['gpt-5-mini'], [0.45, 3.6, 0.045], FAST),
    prices(['gpt-5.2', 'gpt-5.2-codex', 'gpt-5.3-codex'], [1.75, 14, 0.175]),
    prices(['gpt-5.2'], [3.5, 28, 0.35], FAST),
    prices(['gpt-5.4'], [2.5, 15, 0.25], SHORT),
    prices(['gpt-5.4'], [5, 22.5, 0.5]),
    prices(['gpt-5.4'], [5, 30, 0.5], FAST),
    prices(['gpt-5.4-mini'], [0.75, 4.5, 0.075]),
    prices(['gpt-5.4-mini'], [1.5, 9, 0.15], FAST),
    prices(['gpt-5.5'], [5, 30, 0.5], SHORT),
    prices(['gpt-5.5'], [10, 45, 1]),
    prices(['gpt-5.5'], [12.5, 75, 1.25], FAST),
    prices(['gpt-5.6-sol'], [5, 30, 0.5, 6.25, 6.25], { ...BEFORE_OFFER, ...SHORT }),
    prices(['gpt-5.6-sol'], [10, 45, 1, 12.5, 12.5], BEFORE_OFFER),
    prices(['gpt-5.6-sol'], [4, 20, 0.4, 5, 5], { ...OFFER, ...SHORT }),
    prices(['gpt-5.6-sol'], [8, 30, 0.8, 10, 10], OFFER),
    prices(['gpt-5.6-terra'], [2, 12, 0.2, 2.5, 2.5]),
    prices(['gpt-5.6-luna'], [0.2, 1.2, 0.02, 0.25, 0.25]),
    prices(['gpt-6-sol'], [2, 10, 0.2, 2.5, 2.5], SHORT),
    prices(['gpt-6-sol'], [4, 15, 0.4, 5, 5]),
    prices(['gpt-6-luna'], [0.1, 0.5, 0.01, 0.125, 0.125], SHORT),
    prices(['gpt-6-luna'], [0.2, 0.75, 0.02, 0.25, 0.25]),
    prices(['gpt-6.1-sol'], [2, 10, 0.1, 2.5, 2.5], SHORT),
    prices(['gpt-6.1-sol'], [4, 15, 0.2, 5, 5]),
  ],
}
