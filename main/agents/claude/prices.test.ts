import { describe, expect, it } from 'vitest'
import { NO_TOKENS } from '../../../contract/usage.ts'
import { PRICE_TABLE } from './price-table.ts'
import { priceOf } from './prices.ts'

const response = { input: 3, output: 57, cacheRead: 175_000, cacheWrite5m: 400, cacheWrite1h: 600 }

describe('priceOf', () => {
  it("equals the agent's own figure for the same tokens", () => {
    expect(priceOf('claude-opus-5-5', response, 0)).toBeCloseTo(0.042952, 12)
  })

  it('finds a model under a date, a provider or a window suffix', () => {
    const price = priceOf('claude-opus-4-5', response, 0)
    expect(price).toBeGreaterThan(0)
    for (const id of [
      'claude-opus-4-5-20251101',
      'us.anthropic.claude-opus-4-5-20251101-v1:0',
      'claude-opus-4-5@20251101',
      'claude-opus-4-5[1m]',
    ]) {
      expect(priceOf(id, response, 0)).toBe(price)
    }
  })

  it('charges the whole Haiku 5.5 prompt by the tier that its size falls in', () => {
    const small = { ...NO_TOKENS, input: 1_000, cacheRead: 99_000 }
    const large = { ...small, input: 1_001 }
    expect(priceOf('claude-haiku-5-5', small, 0)).toBeCloseTo(0.0001 + 0.00099, 12)
    expect(priceOf('claude-haiku-5-5', large, 0)).toBeCloseTo(0.0005005 + 0.00495, 12)
  })

  it('adds web searches', () => {
    expect(priceOf('claude-opus-5-5', NO_TOKENS, 3)).toBeCloseTo(0.03, 12)
  })

  it('gives no figure for a model it does not know', () => {
    expect(priceOf('my-gateway-alias', response, 0)).toBeNull()
    expect(priceOf('claude-opus-6', response, 0)).toBeNull()
  })
})

it('names each model once', () => {
  const names = PRICE_TABLE.flatMap((entry) => entry.models)
  expect(new Set(names).size).toBe(names.length)
})
