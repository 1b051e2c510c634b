import { expect, test } from 'vitest'
import { chance } from './adversary-streams-for-tests.ts'
import { type Mark, MARKS_KEPT, placeMark } from './cumulative.ts'

/** Values of a counter; each at the time of its place in `order`, in which they come. */
function total(values: number[], order: number[] = values.map((_, index) => index)): number {
  let marks: Mark[] = []
  let sum = 0
  for (const at of order) {
    const main = values[at] ?? 0
    const placed = placeMark(marks, { time: BigInt(at + 1), main, side: main * 2 })
    if (placed === null) continue
    expect(placed.step.side).toBe(placed.step.main * 2)
    marks = placed.marks
    sum += placed.step.main
  }
  return sum
}

test('counts what is added from mark to mark, the first in full', () => {
  expect(total([5, 8, 8, 20])).toBe(20)
})

test('counts a counter that fell as begun anew', () => {
  expect(total([5, 8, 2, 4])).toBe(12)
  expect(total([5, 0, 7])).toBe(12)
})

test('adds nothing by a mark that comes late, but for the fall that it shows', () => {
  expect(total([5, 6, 8], [0, 2, 1])).toBe(8)
  expect(total([5, 6, 8], [2, 1, 0])).toBe(8)
  expect(total([5, 8, 2, 4], [0, 2, 1, 3])).toBe(12)
  expect(total([5, 8, 2, 4], [3, 1, 2, 0])).toBe(12)
})

test('knows nothing more by a mark of a time that it has', () => {
  const marks = [{ time: 3n, main: 5, side: 0 }]
  expect(placeMark(marks, { time: 3n, main: 9, side: 0 })).toBeNull()
})

test('keeps the newest, and adds nothing by what is older', () => {
  let marks: Mark[] = []
  for (let at = 1; at <= 40; at += 1) marks = placeMark(marks, { time: BigInt(at), main: at, side: 0 })?.marks ?? []
  expect(marks).toHaveLength(MARKS_KEPT)
  expect(placeMark(marks, { time: 5n, main: 100, side: 0 })).toBeNull()
  expect(placeMark(marks, { time: 41n, main: 50, side: 0 })?.step.main).toBe(10)
})

test('is exact in whatever order marks come', () => {
  const random = chance(3)
  for (let round = 0; round < 300; round += 1) {
    const values = Array.from({ length: MARKS_KEPT - 1 }, () => random.between(0, 9))
    const order = values.map((_, index) => index).sort(() => random.next() - 0.5)
    expect(total(values, order)).toBe(total(values))
  }
})
