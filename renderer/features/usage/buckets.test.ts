import { describe, expect, test } from 'vitest'
import type { UsageRow } from '../../../contract/ledger.ts'
import { bucketsOf, figuresOf, grainOf } from './buckets.ts'
import { daysBetween } from './days.ts'
import { NO_USAGE } from './figures.ts'

const TODAY = '2026-11-22'

function row(day: string, costUsd: number): UsageRow {
  return { ...NO_USAGE, day, costUsd, requests: 1 }
}

describe('bars', () => {
  test('of days, weeks, months as the range is long', () => {
    expect(grainOf('2026-09-01', '2026-11-22')).toBe('day')
    expect(grainOf('2026-01-01', '2026-11-22')).toBe('week')
    expect(grainOf('2024-01-01', '2026-11-22')).toBe('month')
  })

  test.each(['day', 'week', 'month'] as const)('of each %s come after one another without a gap', (grain) => {
    const buckets = bucketsOf('2025-12-30', '2026-03-03', grain, TODAY)
    expect(buckets[0]?.from).toBe('2025-12-30')
    expect(buckets.at(-1)?.until).toBe('2026-03-03')
    const days = buckets.reduce((sum, { from, until }) => sum + daysBetween(from, until), 0)
    expect(days).toBe(daysBetween('2025-12-30', '2026-03-03'))
  })

  test('weeks end on Sunday, months on their last day', () => {
    expect(bucketsOf('2026-11-11', '2026-11-17', 'week', TODAY).map(({ name }) => name)).toEqual([
      '11 Nov – 15 Nov',
      '16 Nov – 17 Nov',
    ])
    expect(bucketsOf('2024-02-10', '2024-03-01', 'month', TODAY)).toMatchObject([
      { from: '2024-02-10', until: '2024-02-29', name: 'Feb 2024' },
      { from: '2024-03-01', until: '2024-03-01', name: 'Mar 2024' },
    ])
  })
})

test('rows go where their day is; what is outside goes nowhere, and an empty bar is nothing', () => {
  const buckets = bucketsOf('2026-11-09', '2026-11-29', 'week', TODAY)
  const rows = [
    row('2026-11-09', 1),
    row('2026-11-15', 2),
    row('2026-11-29', 4),
    row('2026-11-08', 8),
    row('2026-12-01', 16),
  ]
  const figures = figuresOf(buckets, rows)
  expect(figures.map(({ costUsd }) => costUsd)).toEqual([3, 0, 4])
  expect(figures[1]).toEqual(NO_USAGE)
})
