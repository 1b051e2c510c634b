import { describe, expect, it } from 'vitest'
import { NO_TOKENS, type TokenCounts } from '../../contract/usage.ts'
import { CODEX_PRICES } from './codex/price-table.ts'
import { GEMINI_PRICES } from './gemini/price-table.ts'
import { priceOf } from './prices.ts'

const NOW = Date.UTC(2026, 10, 22)
const tokens = (more: Partial<TokenCounts>): TokenCounts => ({ ...NO_TOKENS, ...more })

describe('priceOf', () => {
  it('prices input, output and cached input apart', () => {
    const response = tokens({ input: 200, output: 80, cacheRead: 1_000 })
    expect(priceOf('codex', 'gpt-5.5', response, NOW)).toBeCloseTo(0.001 + 0.0024 + 0.0005, 12)
    expect(priceOf('gemini', 'gemini-3.5-flash', response, NOW)).toBeCloseTo(0.0003 + 0.00072 + 0.00015, 12)
  })

  it('prices cache writes as input where they have no price of their own', () => {
    const written = tokens({ cacheWrite5m: 1_000_000 })
    expect(priceOf('codex', 'gpt-5.6-sol', written, NOW)).toBeCloseTo(6.25, 12)
    expect(priceOf('codex', 'gpt-5.3-codex', written, NOW)).toBeCloseTo(1.75, 12)
  })

  it('charges the whole of a long prompt by its tier', () => {
    expect(priceOf('codex', 'gpt-5.5', tokens({ input: 2_000, cacheRead: 270_000 }), NOW)).toBeCloseTo(0.145, 12)
    expect(priceOf('codex', 'gpt-5.5', tokens({ input: 2_001, cacheRead: 270_000 }), NOW)).toBeCloseTo(0.29001, 12)
  })

  it('knows when a price ends', () => {
    const million = tokens({ input: 1_000_000 })
    expect(priceOf('gemini', 'gemini-3.7-flash', million, Date.UTC(2026, 11, 31, 23, 59))).toBe(0.75)
    expect(priceOf('gemini', 'gemini-3.7-flash', million, Date.UTC(2027, 0, 1))).toBe(1.5)
  })

  it.each([
    ['codex', 'gpt-5.5-2026-04-01'],
    ['codex', 'openai/gpt-5.5'],
    ['other', 'gpt-5.5'],
    ['gemini', 'models/gemini-3.1-pro-preview-05-06'],
    ['gemini', 'gemini-3.1-pro-latest'],
    ['other', 'claude-opus-5-5'],
    ['claude', 'claude-opus-5-5-20260101'],
  ] as const)('finds for %s the model %s', (agent, model) => {
    expect(priceOf(agent, model, tokens({ output: 1 }), NOW)).toBeGreaterThan(0)
  })

  it('gives no figure for a model it does not know', () => {
    for (const agent of ['claude', 'codex', 'gemini', 'other'] as const)
      expect(priceOf(agent, 'my-gateway-alias', tokens({ input: 1 }), NOW)).toBeNull()
    expect(priceOf('gemini', 'gpt-5.5', tokens({ input: 1 }), NOW)).toBeNull()
  })
})

it('names each model once for each time', () => {
  const entries = [...CODEX_PRICES, ...GEMINI_PRICES].flatMap(({ models, until }) =>
    models.map((model) => `${model} ${until}`),
  )
  expect(new Set(entries).size).toBe(entries.length)
})
