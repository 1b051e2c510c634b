import { expect, it } from 'vitest'
import { bySpan } from './usage-spans.ts'

const day = (text: string, costUsd: number) => ({
  day: text,
  requests: 2,
  errors: 1,
  turns: 1,
  tokens: { input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5 },
  costUsd,
  unpriced: 1,
})
// A Sunday, the Monday after it, and the Sunday of that week, which is of another month.
const DAYS = [day('2026-11-22', 1), day('2026-11-23', 2), day('2026-11-29', 4), day('2026-12-01', 8)]

it('adds days up to weeks that begin on Monday', () => {
  expect(bySpan(DAYS.toReversed(), 'week').map(({ span, costUsd }) => [span, costUsd])).toEqual([
    ['2026-11-16', 1],
    ['2026-11-23', 6],
    ['2026-11-30', 8],
  ])
})

it('adds every figure up', () => {
  expect(bySpan(DAYS, 'month')).toEqual([
    {
      span: '2026-11',
      requests: 6,
      errors: 3,
      turns: 3,
      tokens: { input: 3, output: 6, cacheRead: 9, cacheWrite5m: 12, cacheWrite1h: 15 },
      costUsd: 7,
      unpriced: 3,
    },
    expect.objectContaining({ span: '2026-12', costUsd: 8, requests: 2 }),
  ])
  expect(bySpan([], 'month')).toEqual([])
})
