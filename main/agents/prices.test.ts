import { afterEach, describe, expect, it } from 'vitest'
import { PriceOverride, PriceTable } from '../../contract/prices.ts'
import { NO_TOKENS, type TokenCounts } from '../../contract/usage.ts'
import { PRICE_TABLES, priceOf, pricer, usePrices } from './prices.ts'

const NOW = { at: Date.UTC(2026, 10, 22) }
const MILLION = 1_000_000
const tokens = (more: Partial<TokenCounts>): TokenCounts => ({ ...NO_TOKENS, ...more })
const response = { input: 3, output: 57, cacheRead: 175_000, cacheWrite5m: 400, cacheWrite1h: 600 }

describe('built-in prices', () => {
  it("equal the agent's own figure for the same tokens", () => {
    expect(priceOf('claude', 'claude-opus-5-5', response, NOW)).toBeCloseTo(0.042952, 12)
  })

  it('are apart for input, output and cached input', () => {
    const usual = tokens({ input: 200, output: 80, cacheRead: 1_000 })
    expect(priceOf('codex', 'gpt-5.5', usual, NOW)).toBeCloseTo(0.001 + 0.0024 + 0.0005, 12)
    expect(priceOf('gemini', 'gemini-3.5-flash', usual, NOW)).toBeCloseTo(0.0003 + 0.00072 + 0.00015, 12)
  })

  it('are apart for writes to the cache of 5 minutes and of 1 hour', () => {
    const price = (kind: 'cacheWrite5m' | 'cacheWrite1h', agent: 'claude' | 'codex', model: string) =>
      priceOf(agent, model, tokens({ [kind]: MILLION }), NOW)
    expect(price('cacheWrite5m', 'claude', 'claude-opus-5-5')).toBe(5)
    expect(price('cacheWrite1h', 'claude', 'claude-opus-5-5')).toBe(8)
    expect(price('cacheWrite5m', 'codex', 'gpt-5.6-terra')).toBe(2.5)
    // As input, where they are not billed apart.
    expect(price('cacheWrite5m', 'codex', 'gpt-5.3-codex')).toBe(1.75)
  })

  it.each([
    ['codex', 'gpt-5.5', 272_000, 5, 10],
    ['codex', 'gpt-6.1-sol', 272_000, 2, 4],
    ['gemini', 'gemini-3.1-pro', 200_000, 2, 4],
    ['claude', 'claude-haiku-5-5', 100_000, 0.1, 0.5],
  ] as const)('charge for %s, %s the whole of a long prompt by its tier', (agent, model, limit, small, large) => {
    const cost = (input: number) => priceOf(agent, model, tokens({ input }), NOW)
    expect(cost(limit)).toBeCloseTo((limit * small) / MILLION, 12)
    expect(cost(limit + 1)).toBeCloseTo(((limit + 1) * large) / MILLION, 12)
  })

  it.each([
    ['gemini', 'gemini-3.7-flash', 'input', '2027-01-01', 0.75, 1.5],
    ['claude', 'claude-sonnet-5-5', 'cacheRead', '2026-10-07', 0.2, 0.1],
    ['codex', 'gpt-5.6-sol', 'output', '2026-08-21', 30, 20],
    // Nobody said what holds after the offer.
    ['codex', 'gpt-5.6-sol', 'cacheWrite5m', '2026-11-22', 10, null],
  ] as const)('change for %s, %s on a day', (agent, model, kind, day, before, after) => {
    const cost = (at: number) => priceOf(agent, model, tokens({ [kind]: MILLION }), { at })
    expect(cost(Date.parse(day) - 1)).toBe(before)
    expect(cost(Date.parse(day))).toBe(after)
  })

  it('are higher in fast mode, as the agent itself has them', () => {
    const cost = (agent: 'claude' | 'codex', model: string) =>
      priceOf(agent, model, tokens({ output: MILLION }), { ...NOW, fast: true })
    expect(cost('claude', 'claude-opus-5-5')).toBe(40)
    expect(cost('claude', 'claude-opus-5')).toBe(50)
    expect(cost('claude', 'claude-opus-4-7')).toBe(150)
    expect(cost('claude', 'claude-fable-5-2')).toBe(80)
    // Claude Code charges those without a fast price as usual.
    expect(cost('claude', 'claude-sonnet-5-5')).toBe(10)
    expect(cost('codex', 'gpt-5.4')).toBe(30)
    expect(cost('codex', 'gpt-5.3-codex')).toBeNull()
  })

  it.each([
    ['claude-opus-5-5', 0.049, 0.098],
    ['claude-opus-4-7', 0.07375, 0.4425],
    ['claude-fable-5-2', 0.088, 0.176],
    ['claude-sonnet-5-5', 0.0245, 0.0245],
  ])('are what Claude Code 2.1.330 said that %s costs, usual and fast', (model, usual, fast) => {
    const said = { input: 1_000, output: 700, cacheRead: 50_000, cacheWrite5m: 1_000, cacheWrite1h: 2_000 }
    expect(priceOf('claude', model, said, NOW)).toBeCloseTo(usual, 12)
    expect(priceOf('claude', model, said, { ...NOW, fast: true })).toBeCloseTo(fast, 12)
  })

  it('add web searches', () => {
    expect(priceOf('claude', 'claude-opus-5-5', NO_TOKENS, { ...NOW, webSearches: 3 })).toBeCloseTo(0.03, 12)
  })

  it.each([
    ['codex', 'gpt-5.5-2026-04-01'],
    ['codex', 'openai/gpt-5.5'],
    ['other', 'gpt-5.5'],
    ['gemini', 'models/gemini-3.1-pro-preview-05-06'],
    ['gemini', 'gemini-3.1-pro-latest'],
    ['other', 'claude-opus-5-5'],
    ['claude', 'claude-opus-4-5-20251101'],
    ['claude', 'us.anthropic.claude-opus-4-5-20251101-v1:0'],
    ['claude', 'claude-opus-4-5@20251101'],
    ['claude', 'claude-opus-5-5[1m]'],
  ] as const)('are found for %s by the model %s', (agent, model) => {
    expect(priceOf(agent, model, tokens({ output: 1 }), NOW)).toBeGreaterThan(0)
  })

  it('give no figure for a model they do not know', () => {
    for (const agent of ['claude', 'codex', 'gemini', 'other'] as const)
      expect(priceOf(agent, 'my-gateway-alias', tokens({ input: 1 }), NOW)).toBeNull()
    expect(priceOf('claude', 'claude-opus-6', tokens({ input: 1 }), NOW)).toBeNull()
    expect(priceOf('gemini', 'gpt-5.5', tokens({ input: 1 }), NOW)).toBeNull()
  })

  it('name each model once for each time, size and speed, and say where they were read', () => {
    for (const table of PRICE_TABLES) {
      expect(PriceTable.parse(table).source).not.toBe('')
      const rows = table.prices.flatMap(({ models, from, until, upToTokens, fast }) =>
        models.map((model) => [model, from, until, upToTokens, fast].join(' ')),
      )
      expect(new Set(rows).size).toBe(rows.length)
    }
  })
})

describe("a person's own prices", () => {
  const own = (more: Partial<PriceOverride>): PriceOverride =>
    PriceOverride.parse({ models: ['gpt-5.5'], input: 1, output: 1, cacheRead: 1, ...more })
  const cost = (overrides: PriceOverride[], more: { at?: number; fast?: boolean; input?: number } = {}) => {
    const { at = NOW.at, fast = false, input = MILLION / 10 } = more
    return pricer(overrides)('codex', 'gpt-5.5', tokens({ input }), { at, fast })
  }

  it('go before the built-in ones, for their agent, time, size and speed alone', () => {
    expect(cost([own({})])).toBeCloseTo(0.1, 12)
    expect(cost([own({ agent: 'gemini' })])).toBeCloseTo(0.5, 12)
    expect(cost([own({ from: '2026-11-23' })])).toBeCloseTo(0.5, 12)
    expect(cost([own({ until: '2026-11-22' })])).toBeCloseTo(0.5, 12)
    expect(cost([own({ from: '2026-11-22', until: '2026-11-23' })])).toBeCloseTo(0.1, 12)
    expect(cost([own({ upToTokens: 99_999 })])).toBeCloseTo(0.5, 12)
    expect(cost([own({ fast: true })])).toBeCloseTo(0.5, 12)
    expect(cost([own({ fast: true })], { fast: true })).toBeCloseTo(0.1, 12)
    expect(cost([own({})], { fast: true })).toBeCloseTo(1.25, 12)
  })

  it('take the smallest size that holds the prompt, in whatever order they are written', () => {
    const rows = [own({ input: 3 }), own({ input: 2, upToTokens: 200_000 }), own({ input: 1, upToTokens: 50_000 })]
    for (const overrides of [rows, rows.toReversed()]) {
      expect(cost(overrides, { input: 50_000 })).toBeCloseTo(0.05, 12)
      expect(cost(overrides, { input: 200_000 })).toBeCloseTo(0.4, 12)
      expect(cost(overrides, { input: 200_001 })).toBeCloseTo(0.600003, 12)
    }
  })

  it('name models that nobody knows', () => {
    const price = pricer([own({ models: ['my-gateway-alias'] })])
    expect(price('codex', 'my-gateway-alias', tokens({ output: 5 }), NOW)).toBeCloseTo(5e-6, 15)
    expect(price('other', 'vendor/my-gateway-alias-20260101', tokens({ output: 5 }), NOW)).toBeCloseTo(5e-6, 15)
  })

  afterEach(() => usePrices([]))
  it('hold in a thread from when they were given', () => {
    usePrices([own({})])
    expect(priceOf('codex', 'gpt-5.5', tokens({ input: MILLION / 10 }), NOW)).toBeCloseTo(0.1, 12)
  })
})
