import { describe, expect, test } from 'vitest'
import { NO_TOKENS } from '../../../contract/usage.ts'
import { addFigures, cacheShareOf, costWords, NO_USAGE, restOf, shareWords, tokensOf } from './figures.ts'

const tokens = { input: 10, output: 5, cacheRead: 60, cacheWrite5m: 20, cacheWrite1h: 10 }
const some = { requests: 4, errors: 1, turns: 2, tokens, costUsd: 0.3, unpriced: 1 }

test('sums and what is left of them', () => {
  const twice = addFigures(some, some)
  expect(twice).toMatchObject({ requests: 8, errors: 2, turns: 4, costUsd: 0.6, unpriced: 2 })
  expect(restOf(twice, some)).toEqual(some)
  expect(restOf(some, twice)).toEqual(NO_USAGE)
})

test('what rounding leaves is no cost', () => {
  const parts = [0.1, 0.2].map((costUsd) => ({ ...NO_USAGE, costUsd }))
  const whole = { ...NO_USAGE, costUsd: 0.1 + 0.2 }
  expect(parts.reduce(restOf, whole).costUsd).toBe(0)
})

test('tokens, and the cached share of what went in', () => {
  expect(tokensOf(tokens)).toBe(105)
  expect(cacheShareOf(tokens)).toBe(0.6)
  expect(cacheShareOf({ ...NO_TOKENS, output: 5 })).toBeNull()
})

describe('cost in words', () => {
  test.each([
    [{ requests: 4, unpriced: 0, costUsd: 1.5 }, '$1.50'],
    [{ requests: 4, unpriced: 1, costUsd: 1.5 }, '≥ $1.50'],
    [{ requests: 4, unpriced: 4, costUsd: 0 }, '–'],
    [{ requests: 0, unpriced: 0, costUsd: 0 }, '$0'],
    [{ requests: 0, unpriced: 0, costUsd: 0.42 }, '$0.42'],
  ])('%o is %s', (figures, words) => expect(costWords(figures)).toBe(words))
})

describe('shares in words', () => {
  test.each([
    [null, '–'],
    [0, '0 %'],
    [0.0004, '<0.1 %'],
    [0.0121, '1.2 %'],
    [0.93, '93 %'],
    [0.9996, '99.9 %'],
    [1, '100 %'],
  ])('%d is %s', (share, words) => expect(shareWords(share)).toBe(words))
})
