import { flat, tiered } from '../list-prices.ts'

/** When and where the table was read. Edit both with the prices. */
export const GEMINI_PRICES_READ = {
  date: '2026-09-30',
  source: "GitHub's published prices per token (docs, models-and-pricing), standard tier",
} as const

/** A prompt of more tokens has prices of its own. */
const LONG_PROMPT_TOKENS = 200_000
/** The introductory prices of the Flash models end with 2026; they double then. */
const INTRODUCTION_ENDS = Date.UTC(2027, 0, 1)
const FLASH = ['gemini-3.6-flash', 'gemini-3.7-flash']

/** Columns: input, output, cached input. Where none is published for the latter, a tenth of input, as for all others. */
export const GEMINI_PRICES = [
  tiered(['gemini-3.1-pro'], [2, 12, 0.2], LONG_PROMPT_TOKENS, [4, 18, 0.4]),
  flat(['gemini-3.5-flash'], [1.5, 9, 0.15]),
  flat(FLASH, [0.75, 3.75, 0.075], INTRODUCTION_ENDS),
  flat(FLASH, [1.5, 7.5, 0.15]),
]
