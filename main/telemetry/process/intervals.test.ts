import { expect, test } from 'vitest'
import { chance } from './adversary-streams-for-tests.ts'
import { cover, type Coverage, NO_COVERAGE } from './intervals.ts'

type Told = [start: number, end: number, value: number]

function run(told: Told[], rises = true): { total: number; words: string[]; coverage: Coverage } {
  let coverage = NO_COVERAGE
  let total = 0
  const words: string[] = []
  for (const [start, end, main] of told) {
    const covered = cover(coverage, { start: BigInt(start), end: BigInt(end), main, side: 0 }, rises)
    words.push(typeof covered === 'string' ? covered : `${covered.step.main}`)
    if (typeof covered === 'string') continue
    coverage = covered.coverage
    total += covered.step.main
  }
  return { total, words, coverage }
}

test('adds intervals up, whether they touch or leave gaps', () => {
  expect(
    run([
      [0, 10, 5],
      [10, 20, 3],
      [25, 30, 2],
    ]).total,
  ).toBe(10)
})

test('keeps what comes late into a gap', () => {
  expect(
    run([
      [0, 10, 5],
      [20, 30, 2],
      [12, 18, 4],
    ]).words,
  ).toEqual(['5', '2', '4'])
})

test('counts an interval once, and of one that holds others what is beyond them', () => {
  expect(
    run([
      [0, 10, 5],
      [0, 10, 5],
    ]).words,
  ).toEqual(['5', '0'])
  expect(
    run([
      [0, 10, 5],
      [10, 20, 3],
      [0, 30, 12],
    ]).words,
  ).toEqual(['5', '3', '4'])
  expect(
    run([
      [10, 20, 3],
      [0, 30, 12],
      [0, 40, 13],
    ]).words,
  ).toEqual(['3', '9', '1'])
})

test('adds nothing by what lies within one, or begins or ends within one', () => {
  expect(
    run([
      [0, 20, 12],
      [5, 10, 3],
    ]).words,
  ).toEqual(['12', 'overlap'])
  expect(
    run([
      [0, 10, 5],
      [5, 15, 7],
      [10, 20, 4],
    ]).words,
  ).toEqual(['5', 'overlap', '4'])
  expect(
    run([
      [0, 10, 5],
      [20, 30, 5],
      [5, 25, 9],
    ]).words,
  ).toEqual(['5', '5', 'overlap'])
})

test('takes nothing back from a sum that only rises; one that may fall may fall', () => {
  expect(
    run([
      [0, 10, 5],
      [0, 20, 3],
    ]).words,
  ).toEqual(['5', 'overlap'])
  expect(
    run(
      [
        [0, 10, 5],
        [0, 20, 3],
      ],
      false,
    ).words,
  ).toEqual(['5', '-2'])
})

test('stays small: old ones that touch become one, of many with gaps the oldest are settled', () => {
  const touching = run(Array.from({ length: 200 }, (_, at): Told => [at * 10, at * 10 + 10, 1]))
  expect(touching.total).toBe(200)
  expect(touching.coverage.intervals).toHaveLength(4)
  expect(touching.coverage.floor).toBe(0n)
  const gaps = run(Array.from({ length: 200 }, (_, at): Told => [at * 10 + 1, at * 10 + 10, 1]))
  expect(gaps.total).toBe(200)
  expect(gaps.coverage.intervals).toHaveLength(64)
  const late = { start: 3n, end: 4n, main: 1, side: 0 }
  expect(cover(gaps.coverage, late, true)).toBe('late')
})

test('adds up to the truth in whatever order parts and wholes come', () => {
  const random = chance(5)
  for (let round = 0; round < 200; round += 1) {
    const values = Array.from({ length: 12 }, () => random.between(0, 9))
    const parts = values.map((value, at): Told => [at * 10, at * 10 + 10, value])
    const from = random.between(0, 10)
    const until = random.between(from + 1, 12)
    const whole = values.slice(from, until).reduce((sum, value) => sum + value, 0)
    const told = [...parts, ...parts, [from * 10, until * 10, whole] as Told].sort(() => random.next() - 0.5)
    expect(run(told).total).toBe(values.reduce((sum, value) => sum + value, 0))
  }
})
