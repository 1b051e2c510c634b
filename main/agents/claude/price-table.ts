import type { PriceTable } from '../../../contract/prices.ts'
import { prices } from '../price-rows.ts'

/** USD per web search request. */
export const WEB_SEARCH_USD = 0.01

/** Haiku 5.5 costs more for prompts over this many tokens. */
const HAIKU_TIER_TOKENS = 100_000
/** Its cache reads became cheaper on this day: dated tables of three programs agree (claudit 1.9.2, PromptFuel 1.0.23, Token Stats 0.3.2). */
const SONNET_CHEAPER = '2026-10-07'

const FABLE_52 = ['claude-fable-5-2', 'claude-mythos-5-2']
const OPUS_55 = ['claude-opus-5-5']
const OPUS_48 = ['claude-opus-5', 'claude-opus-4-8']
const OPUS_46 = ['claude-opus-4-7', 'claude-opus-4-6']
const SONNET_55 = ['claude-sonnet-5-5']
const SONNET_3_15 = [
  'claude-sonnet-4-6',
  'claude-sonnet-4-5',
  'claude-sonnet-4-0',
  'claude-sonnet-4',
  'claude-3-7-sonnet',
  'claude-3-5-sonnet',
]
const FAST = { fast: true }

/** Columns: input, output, cache read, cache write 5 min, cache write 1 h. */
export const CLAUDE_PRICES: PriceTable = {
  agent: 'claude',
  date: '2026-11-22',
  source: 'model catalog inside Claude Code 2.1.330, fast mode included',
  prices: [
    prices(FABLE_52, [8, 40, 0.2, 10, 16]),
    prices(FABLE_52, [16, 80, 0.4, 20, 32], FAST),
    prices(['claude-fable-5-1', 'claude-mythos-5-1'], [10, 50, 0.25, 12.5, 20]),
    prices(['claude-fable-5', 'claude-mythos-5'], [10, 50, 1, 12.5, 20]),
    prices(OPUS_55, [4, 20, 0.2, 5, 8]),
    prices(OPUS_55, [8, 40, 0.4, 10, 16], FAST),
    prices([...OPUS_48, ...OPUS_46, 'claude-opus-4-5'], [5, 25, 0.5, 6.25, 10]),
    prices(OPUS_48, [10, 50, 1, 12.5, 20], FAST),
    prices(OPUS_46, [30, 150, 3, 37.5, 60], FAST),
    prices(['claude-opus-4-1', 'claude-opus-4-0', 'claude-opus-4'], [15, 75, 1.5, 18.75, 30]),
    prices(SONNET_55, [2, 10, 0.2, 2.5, 4], { until: SONNET_CHEAPER }),
    prices(SONNET_55, [2, 10, 0.1, 2.5, 4], { from: SONNET_CHEAPER }),
    prices(['claude-sonnet-5'], [2, 10, 0.2, 2.5, 4]),
    prices(SONNET_3_15, [3, 15, 0.3, 3.75, 6]),
    prices(['claude-haiku-5-5'], [0.1, 0.5, 0.01, 0.125, 0.2], { upToTokens: HAIKU_TIER_TOKENS }),
    prices(['claude-haiku-5-5'], [0.5, 2.5, 0.05, 0.625, 1]),
    prices(['claude-haiku-4-5'], [1, 5, 0.1, 1.25, 2]),
    prices(['claude-3-5-haiku'], [0.8, 4, 0.08, 1, 1.6]),
  ],
}
