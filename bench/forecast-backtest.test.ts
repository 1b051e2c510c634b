import { describe, expect, it } from 'vitest'
import { trialsOf, type Trial } from './forecast-backtest.ts'
import { sessionOf, SHAPES } from './forecast-shapes.ts'

/** Neither those that the tuning was found on nor those that the bench prints. */
const SEEDS = Array.from({ length: 25 }, (_, index) => 50_000 + index)

function trials(withEarlier: boolean): Trial[] {
  return Object.keys(SHAPES).flatMap((shape) => SEEDS.flatMap((seed) => trialsOf(sessionOf(shape, seed), withEarlier)))
}
function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** `npm run bench:forecast` in short. */
describe.each([
  ['alone', false],
  ['with earlier sessions', true],
])('the back-test, %s', (_, withEarlier) => {
  const all = trials(withEarlier)

  it('finds 75 to 85 of 100 sessions within their 80 %', () => {
    const inside = all.filter(({ came, low, high }) => low <= came && came <= high).length / all.length
    expect(all.length).toBeGreaterThan(500)
    expect(inside).toBeGreaterThan(0.75)
    expect(inside).toBeLessThan(0.85)
  })

  it('misses by less than the last turn alone, and than a line through all of them', () => {
    const error = (of: (trial: Trial) => number) => middle(all.map((one) => Math.abs(of(one) - one.came)))
    expect(error(({ mid }) => mid)).toBeLessThan(error(({ lastTurn }) => lastTurn))
    expect(error(({ mid }) => mid)).toBeLessThan(error(({ linear }) => linear))
  })

  it('gives the middle between both ends', () => {
    for (const { low, mid, high } of all) expect(low <= mid && mid <= high).toBe(true)
  })
})
