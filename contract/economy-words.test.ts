import { expect, test } from 'vitest'
import type { SeriesEconomy } from './analytics.ts'
import { economyWords } from './economy-words.ts'

const CYCLE: SeriesEconomy['cycles'][number] = {
  n: 1,
  at: '2026-11-22T00:00:00Z',
  checkpoint: { tokens: 1, costUsd: 0.2 },
  pickup: { tokens: 1, costUsd: 0.1 },
  saved: { tokens: 1, costUsd: 1 },
}
const ECONOMY: SeriesEconomy = {
  seriesId: 's',
  cycles: [CYCLE],
  spent: { tokens: 2, costUsd: 0.3 },
  saved: { tokens: 1, costUsd: 1 },
  actualUsd: 4,
  withoutUsd: 4.7,
  assumption: '',
  unpriced: 0,
}
const words = (change: Partial<SeriesEconomy> = {}) =>
  economyWords({ ...ECONOMY, ...change }, (usd) => `$${usd.toFixed(2)}`)

test('handing over says what it took, what it saved, and what it comes to', () => {
  expect(words()).toBe(
    'One handover took $0.30 and saved $1.00: the series cost $4.00, where one context would have cost $4.70.',
  )
  expect(words({ cycles: [CYCLE, CYCLE], saved: { tokens: -1, costUsd: -0.5 }, unpriced: 3 })).toBe(
    '2 handovers took $0.30 and saved −$0.50: the series cost $4.00, where one context would have cost $4.70. 3 requests without a price are left out.',
  )
  expect(words({ saved: { tokens: 0, costUsd: 0 } })).toContain('saved $0.00')
})

test('without a handover there is nothing to say', () => expect(words({ cycles: [] })).toBeNull())
