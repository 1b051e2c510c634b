import { expect, it } from 'vitest'
import { addDays, dayAt, isDay, mondayOf, startOfDay } from './days.ts'

it('a day begins in local time and holds its moments', () => {
  const start = startOfDay('2026-11-22')
  expect(new Date(start)).toEqual(new Date(2026, 10, 22))
  expect([dayAt(start), dayAt(start - 1), dayAt(startOfDay('2026-11-23') - 1)]).toEqual([
    '2026-11-22',
    '2026-11-21',
    '2026-11-22',
  ])
})

it('days are counted by the calendar', () => {
  expect([addDays('2026-12-31', 1), addDays('2028-03-01', -1), addDays('2026-03-29', 1)]).toEqual([
    '2027-01-01',
    '2028-02-29',
    '2026-03-30',
  ])
  expect([mondayOf('2026-11-22'), mondayOf('2026-11-23'), mondayOf('2026-11-29')]).toEqual([
    '2026-11-16',
    '2026-11-23',
    '2026-11-23',
  ])
})

it('knows which days there are', () => {
  expect(['2026-11-22', '2028-02-29'].map(isDay)).toEqual([true, true])
  expect(['2026-02-29', '2026-13-01', '2026-1-1', 'today', ''].map(isDay)).toEqual([false, false, false, false, false])
})
