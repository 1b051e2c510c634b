import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstPassage } from './first-passage.ts'
import type { GrowthModel } from './growth-model.ts'

/** Turns of these sizes, each as likely; what was seen is what is. */
function turnsOf(...sizes: number[]): GrowthModel {
  const mean = sizes.reduce((sum, one) => sum + one, 0) / sizes.length
  return {
    atoms: sizes.map((tokens) => ({ tokens, weight: 1 / sizes.length })),
    scales: [{ factor: 1, weight: 1 }],
    mean,
    variance: sizes.reduce((sum, one) => sum + (one - mean) ** 2, 0) / sizes.length,
  }
}

describe('the first passage', () => {
  it('is by sums of turns', () => {
    // Of two turns of 10 or 20 three in four reach 28, of one none, of three all.
    const passage = firstPassage(turnsOf(10, 20), 28, null)
    expect(passage.quantile(0.75)).toBeCloseTo(2, 1)
    expect(passage.quantile(0.375)).toBeCloseTo(1.5, 1)
    expect(passage.quantile(0.9)).toBeCloseTo(2.6, 1)
  })

  it('counts what the turn that runs has yet to add', () => {
    // A turn of 20 that has added 15 adds 5; one of 10 cannot have.
    const running = firstPassage(turnsOf(10, 20), 24, 15)
    // 5 with the first turn, then 10 or 20.
    expect(running.quantile(0.5)).toBeCloseTo(2, 1)
    // Past all that was seen a turn is as likely as a new one.
    expect(firstPassage(turnsOf(10, 20), 28, 50).quantile(0.75)).toBeCloseTo(2, 1)
  })

  it('spreads with a factor that may lie over all turns', () => {
    const sure = turnsOf(10)
    const unsure = { ...sure, scales: [0.5, 1, 2].map((factor) => ({ factor, weight: 1 / 3 })) }
    const width = (model: GrowthModel): number => {
      const passage = firstPassage(model, 98, null)
      return (passage.quantile(0.9) ?? 0) - (passage.quantile(0.1) ?? 0)
    }
    expect(width(sure)).toBeLessThan(2)
    // Twice as fast it takes 5 turns, half as fast 19.
    const passage = firstPassage(unsure, 95, null)
    expect(Math.ceil(passage.quantile(0.3) ?? 0)).toBe(5)
    expect(Math.abs((passage.quantile(0.9) ?? 0) - 19)).toBeLessThan(1)
  })

  it('goes over from sums to the normal distribution without a step', () => {
    const model = turnsOf(5, 10, 15)
    for (const probability of [0.1, 0.5, 0.9]) {
      const near = firstPassage(model, 239, null).quantile(probability) ?? 0
      const far = firstPassage(model, 241, null).quantile(probability) ?? 0
      expect(Math.abs(far - near)).toBeLessThan(1)
    }
  })

  it('says so where it may never come', () => {
    const model = turnsOf(10)
    const slow = { ...model, scales: [1, 0.001].map((factor) => ({ factor, weight: 0.5 })) }
    expect(firstPassage(slow, 1_000, null).quantile(0.4)).toBeCloseTo(100, 0)
    expect(firstPassage(slow, 1_000, null).quantile(0.9)).toBeNull()
  })

  it('comes later the farther it is and the surer one wants to be', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1_000, max: 200_000 }), (drawn, distance) => {
        const model = turnsOf(100, ...drawn)
        const at = (tokens: number, probability: number): number =>
          firstPassage(model, tokens, null).quantile(probability) ?? Infinity
        expect(at(distance, 0.1)).toBeLessThanOrEqual(at(distance, 0.5))
        expect(at(distance, 0.5)).toBeLessThanOrEqual(at(distance, 0.9))
        // A tenth for the grid and for the step between both ways.
        expect(at(distance, 0.5)).toBeLessThanOrEqual(at(distance * 1.5, 0.5) * 1.1)
      }),
      { numRuns: 150 },
    )
  })
})
