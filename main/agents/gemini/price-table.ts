import type { PriceTable } from '../../../contract/prices.ts'
import { prices } from '../price-rows.ts'

/** A prompt of more tokens has prices of its own. */
const LONG_PROMPT_TOKENS = 200_000
/** The introductory prices of the Flash models end with 2026; they double then. */
const INTRODUCTION_ENDS = '2027-01-01'
const FLASH = ['gemini-3.6-flash', 'gemini-3.7-flash', 'gemini-3.8-flash']

/** Columns: input, output, cached input. Where none is published for the latter, a tenth of input, as for all others. */
export const GEMINI_PRICES: PriceTable = {
  agent: 'gemini',
  date: '2026-09-30',
  source:
    "GitHub's published prices per token (docs, models-and-pricing), Gemini 3.8 Flash as LiteLLM has it; standard tier",
  prices: [
    prices(['gemini-3.1-pro'], [2, 12, 0.2], { upToTokens: LONG_PROMPT_TOKENS }),
    prices(['gemini-3.1-pro'], [4, 18, 0.4]),
    prices(['gemini-3.5-flash'], [1.5, 9, 0.15]),
    prices(FLASH, [0.75, 3.75, 0.075], { until: INTRODUCTION_ENDS }),
    prices(FLASH, [1.5, 7.5, 0.15], { from: INTRODUCTION_ENDS }),
  ],
}
