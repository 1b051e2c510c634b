import { describe, expect, it } from 'vitest'
import { axisCost, exactTime, roundTop, timeLabels } from './time-axis.ts'

const noon = new Date(2026, 10, 21, 12).getTime()
const HOUR = 3_600_000

describe('the time axis', () => {
  it('has the day where it changes', () => {
    expect(timeLabels([noon, noon + HOUR, noon + 12 * HOUR], HOUR)).toEqual(['12:00\n21 Nov', '13:00', '00:00\n22 Nov'])
  })

  it('has seconds when close, days when far', () => {
    expect(timeLabels([noon + 5_000], 5_000)).toEqual(['12:00:05\n21 Nov'])
    expect(timeLabels([noon, noon + 24 * HOUR], 24 * HOUR)).toEqual(['21 Nov', '22 Nov'])
  })
})

it('says a moment to the second', () => {
  expect(exactTime(noon + 61_000)).toBe('21 Nov, 12:01:01')
})

it('rounds the top of an axis up', () => {
  expect([0, 0.31, 1, 141_000, 4.01].map(roundTop)).toEqual([1, expect.closeTo(0.4), 1, 150_000, 5])
})

it('has cents on the axis only where they tell ticks apart', () => {
  expect([0, 0.5, 5, 20, 2_000].map(axisCost)).toEqual(['$0', '$0.50', '$5.00', '$20', '$2,000'])
})
