import { describe, expect, test } from 'vitest'
import { sampleAnswer, sampleLedger } from '../../testing/sample-usage.ts'
import { bucketsOf } from './buckets.ts'
import { addFigures, NO_USAGE, tokensOf } from './figures.ts'
import { layersOf, measure, MOST_LAYERS, stacked } from './layers.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const ledger = sampleLedger(30, NOW)
const buckets = bucketsOf('2026-10-24', '2026-11-22', 'day', '2026-11-22')
const days = sampleAnswer(ledger, { by: ['day'] })

describe('layers', () => {
  test('the largest first, and all of them together are the bars', () => {
    const groups = sampleAnswer(ledger, { by: ['day', 'model'], order: 'cost' })
    const { layers, all } = layersOf(buckets, days.rows, groups.rows, { stack: 'model', metric: 'tokens' })
    const sizes = layers.map(({ total }) => tokensOf(total.tokens))
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    expect(layers.map(({ value }) => value)).not.toContain(null)
    expect(all.total.requests).toBe(days.total.requests)
    expect(layers.reduce((sum, { total }) => addFigures(sum, total), NO_USAGE).tokens).toEqual(days.total.tokens)
  })

  test('what has no cost has no layer of the cost', () => {
    const groups = sampleAnswer(ledger, { by: ['day', 'model'] })
    const { layers } = layersOf(buckets, days.rows, groups.rows, { stack: 'model', metric: 'cost' })
    expect(layers.map(({ value }) => value)).not.toContain('gemini-9-unheard-of')
  })

  test('groups that the ledger left out are within the rest', () => {
    const groups = sampleAnswer(ledger, { by: ['day', 'model'], order: 'cost', limit: 10 })
    expect(groups.more).toBeGreaterThan(0)
    const { layers } = layersOf(buckets, days.rows, groups.rows, { stack: 'model', metric: 'cost' })
    expect(layers.at(-1)?.value).toBeNull()
    const sum = layers.reduce((cost, { total }) => cost + total.costUsd, 0)
    expect(sum).toBeCloseTo(days.total.costUsd, 9)
  })

  test('no more than can be told apart', () => {
    const rows = Array.from({ length: 20 }, (_, n) => ({
      ...NO_USAGE,
      day: '2026-11-01',
      model: `m${n}`,
      requests: 1,
      costUsd: 1,
    }))
    const day = [{ ...NO_USAGE, day: '2026-11-01', requests: 20, costUsd: 20 }]
    const { layers } = layersOf(buckets, day, rows, { stack: 'model', metric: 'cost' })
    expect(layers).toHaveLength(MOST_LAYERS + 1)
    expect(layers.at(-1)?.total.costUsd).toBe(20 - MOST_LAYERS)
  })
})

test('each layer stands on those before it', () => {
  const groups = sampleAnswer(ledger, { by: ['day', 'model'] })
  const { layers, all } = layersOf(buckets, days.rows, groups.rows, { stack: 'model', metric: 'cost' })
  const heights = stacked(layers, 'cost')
  expect(heights.at(-1)?.at(-1)).toBeCloseTo(measure(all.figures.at(-1) ?? NO_USAGE, 'cost'), 9)
  for (const [index, height] of (heights[1] ?? []).entries()) {
    expect(height).toBeGreaterThanOrEqual(heights[0]?.[index] ?? 0)
  }
})
