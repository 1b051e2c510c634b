import { expect, test } from 'vitest'
import { PriceOverride } from '../../../contract/prices.ts'
import { conditionOf, priceText } from './price-words.ts'

const row = (more: object) => PriceOverride.parse({ models: ['m'], input: 1, output: 1, cacheRead: 1, ...more })

test.each([
  [{}, ''],
  [{ fast: true }, 'fast mode'],
  [{ fast: false, upToTokens: 272_000 }, 'prompts up to 272k'],
  [{ from: '2026-10-07' }, 'from 2026-10-07'],
  [{ fast: true, from: '2026-10-07', until: '2027-01-01' }, 'fast mode, from 2026-10-07, before 2027-01-01'],
])('%o holds %s', (more, words) => expect(conditionOf(row(more), [row(more)])).toBe(words))

test('what a smaller size does not hold is for longer prompts', () => {
  const table = [row({ upToTokens: 10_000 }), row({}), row({ fast: true }), row({ models: ['n'] })]
  expect(table.map((one) => conditionOf(one, table))).toEqual(['prompts up to 10k', 'longer prompts', 'fast mode', ''])
})

test.each([
  [4, '4.00'],
  [0.175, '0.175'],
  [0.0125, '0.0125'],
  [1250, '1,250.00'],
  [undefined, 'as input'],
])('%d is %s', (usd, text) => expect(priceText(usd)).toBe(text))
