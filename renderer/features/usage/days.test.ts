import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, daysOfRange, dayWords, isDay, localDay, shortDay, weekdayOf } from './days.ts'

const TODAY = '2026-11-22'

test('only days of the calendar are days', () => {
  expect(['2026-02-28', '2024-02-29'].every(isDay)).toBe(true)
  expect(['2026-02-29', '2026-13-01', '2026-1-1', '', '22 Nov', null].some(isDay)).toBe(false)
})

test('days go over months, years and the hour that summer time takes', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2026-03-29', 1)).toBe('2026-03-30')
  expect(addDays('2026-10-25', -1)).toBe('2026-10-24')
  expect(daysBetween('2026-10-01', '2026-10-31')).toBe(31)
})

test('a moment is of its local day', () => expect(localDay(new Date(2026, 0, 5, 0, 1).getTime())).toBe('2026-01-05'))

test('the week begins on Monday', () => {
  expect(weekdayOf('2026-11-16')).toBe(0)
  expect(weekdayOf('2026-11-22')).toBe(6)
})

describe('ranges count today', () => {
  test.each([
    ['today', '2026-11-22', '2026-11-22'],
    ['7d', '2026-11-16', '2026-11-22'],
    ['30d', '2026-10-24', '2026-11-22'],
    ['month', '2026-11-01', '2026-11-22'],
    ['all', null, null],
  ] as const)('%s', (range, from, until) => expect(daysOfRange(range, TODAY)).toEqual({ from, until }))

  test('days of one’s own are as they are', () => {
    const own = { from: '2026-01-01', until: '2026-02-01' }
    expect(daysOfRange(own, TODAY)).toEqual(own)
  })
})

test('the year is told where it is another one', () => {
  expect(dayWords('2026-11-20', TODAY)).toBe('Fri 20 Nov')
  expect(shortDay('2025-11-20', TODAY)).toBe('20 Nov 2025')
})
