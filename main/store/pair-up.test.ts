import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { pairUp } from './pair-up.ts'

const NEAR = 60
const near = (one: number, other: number): boolean => Math.abs(one - other) <= NEAR

it('takes each at most once, the earliest that fits', () => {
  expect([...pairUp([0, 50], [-30, 55], near)]).toEqual([
    [0, -30],
    [50, 55],
  ])
  expect([...pairUp([0], [1, 2], near)]).toEqual([[0, 1]])
  expect([...pairUp([0], [100], near)]).toEqual([])
})

/** By trying all. */
function most(ones: number[], others: number[]): number {
  const [first, ...rest] = ones
  if (first === undefined) return 0
  const taken = others.map((other, index) =>
    near(first, other) ? 1 + most(rest, [...others.slice(0, index), ...others.slice(index + 1)]) : 0,
  )
  return Math.max(most(rest, others), ...taken)
}

it('makes as many pairs as can be', () => {
  const times = fc
    .uniqueArray(fc.integer({ min: 0, max: 300 }), { maxLength: 5 })
    .map((all) => all.sort((a, b) => a - b))
  const paired = (ones: number[], others: number[]) => {
    expect(pairUp(ones, others, near).size).toBe(most(ones, others))
  }
  fc.assert(fc.property(times, times, paired))
})
