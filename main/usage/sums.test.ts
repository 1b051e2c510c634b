import { expect, it } from 'vitest'
import { quantileOfSums, type Chances } from './sums.ts'

const die: Chances = [1, 2, 3, 4, 5, 6].map((value) => ({ value, weight: 1 }))

it('of two dice is what two dice give', () => {
  // 6 of 36 are 4 or less, 21 of 36 are 7 or less, 33 of 36 are 10 or less.
  expect(quantileOfSums([die, die], [6 / 36, 0.5, 33 / 36])).toEqual([4, 7, 10])
})

it('of many is close to normal', () => {
  const ten = Array.from({ length: 10 }, () => die)
  const [low = 0, mid = 0, high = 0] = quantileOfSums(ten, [0.1, 0.5, 0.9])
  // Mean 35, standard deviation 5.4.
  expect(mid).toBeCloseTo(35, -0.3)
  expect(low).toBeGreaterThan(26.5)
  expect(low).toBeLessThan(29.5)
  expect(high).toBeGreaterThan(40.5)
  expect(high).toBeLessThan(43.5)
})

it('of nothing is nothing', () => {
  expect(quantileOfSums([], [0.1, 0.9])).toEqual([0, 0])
  expect(quantileOfSums([[], die], [1])).toEqual([6])
})
