import { describe, expect, it } from 'vitest'
import { chanceOfAtLeast, growthModel } from './growth-model.ts'

const many = (count: number, tokens: number): number[] => Array.from({ length: count }, () => tokens)
const widest = (model: ReturnType<typeof growthModel>): number =>
  Math.max(...(model?.scales ?? []).map(({ factor }) => factor))

describe('what a turn adds', () => {
  it('is what turns added, in the same mean; weights add up to one', () => {
    const model = growthModel([1_000, 2_000, 3_000, 2_000], [])
    const weights = model?.atoms.reduce((sum, { weight }) => sum + weight, 0)
    const mean = model?.atoms.reduce((sum, { tokens, weight }) => sum + tokens * weight, 0)
    expect(weights).toBeCloseTo(1, 9)
    expect(mean).toBeCloseTo(model?.mean ?? 0, 6)
    expect(model?.scales.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9)
  })

  it('follows late turns more than early ones', () => {
    const rising = growthModel([...many(10, 1_000), ...many(10, 9_000)], [])
    const falling = growthModel([...many(10, 9_000), ...many(10, 1_000)], [])
    expect(rising?.mean).toBeGreaterThan(6_000)
    expect(falling?.mean).toBeLessThan(4_000)
  })

  it('leans on earlier sessions while it is young, and less and less', () => {
    const mean = (own: number): number => growthModel(many(own, 10_000), many(30, 2_000))?.mean ?? 0
    expect(mean(0)).toBeCloseTo(2_000, 6)
    expect(mean(1)).toBeLessThan(4_000)
    expect(mean(20)).toBeGreaterThan(6_000)
    expect(mean(5)).toBeGreaterThan(mean(2))
  })

  it('is surer the more is known, and the more alike it was', () => {
    expect(widest(growthModel(many(12, 5_000), []))).toBeLessThan(widest(growthModel(many(2, 5_000), [])))
    const uneven = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 500 : 9_500))
    expect(widest(growthModel(many(12, 5_000), []))).toBeLessThan(widest(growthModel(uneven, [])))
  })

  it('is nothing that one can tell of none, or of none that added', () => {
    expect(growthModel([], [])).toBeNull()
    expect(growthModel([0, 0], [0])).toBeNull()
  })
})

it('the chance of a turn falls with its size', () => {
  const model = growthModel([1_000, 4_000, 2_000, 30_000, 3_000], [])
  const chances = [0, 1_000, 5_000, 20_000, 60_000, 400_000].map((tokens) =>
    model === null ? 1 : chanceOfAtLeast(model, tokens),
  )
  expect(chances).toEqual(chances.toSorted((a, b) => b - a))
  expect(chances[0]).toBeCloseTo(1, 9)
  expect(chances.at(-1)).toBeLessThan(0.01)
})
