import { describe, expect, it } from 'vitest'
import { SeriesEconomy } from '../../contract/analytics.ts'
import type { LedgerRequest } from '../../contract/ledger.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import { seriesEconomy, type EconomyInput } from './economy.ts'
import type { Handover } from './handovers.ts'

/** $1 a million for input, $0.10 for what the cache gives, $5 for output; twice as much from 200 000 on. */
function priceOf(model: string, tokens: TokenCounts): number | null {
  if (model === 'unknown') return null
  const prompt = tokens.input + tokens.cacheRead
  const tier = prompt > 200_000 ? 2 : 1
  return (tier * (tokens.input + tokens.cacheRead * 0.1 + tokens.output * 5)) / 1e6
}
/** A main-thread answer whose prompt lay in the cache but for 1 000 tokens, with 200 of output. */
function answer(at: number, context: number, change: Partial<LedgerRequest> = {}): LedgerRequest {
  const tokens = { input: 1_000, output: 200, cacheRead: context - 1_000, cacheWrite5m: 0, cacheWrite1h: 0 }
  const model = change.model ?? 'known'
  return {
    id: `m${at}`,
    requestId: `r${at}`,
    agentId: null,
    model,
    tokens,
    costUsd: priceOf(model, tokens),
    costSource: 'list',
    kind: 'answer',
    endsTurn: false,
    at,
    ...change,
  }
}
const HANDOVER: Handover = {
  n: 1,
  at: 120,
  from: { sessionId: 'a', askedAt: 100 },
  to: { sessionId: 'b', startedAt: 130, pickedUpAt: 140 },
}
function economy(
  requests: Record<string, LedgerRequest[]>,
  handovers = [HANDOVER],
  change: Partial<EconomyInput> = {},
) {
  return seriesEconomy({ seriesId: 'S', handovers, requests: new Map(Object.entries(requests)), priceOf, ...change })
}

describe('the economy of a series', () => {
  const first = [answer(10, 50_000), answer(90, 140_000), answer(105, 141_000), answer(110, 142_000)]
  const second = [answer(135, 20_000), answer(140, 30_000), answer(200, 40_000), answer(300, 60_000)]

  it('sets what a handover took against what later requests did not carry', () => {
    const found = economy({ a: first, b: second })
    expect(SeriesEconomy.parse(found)).toEqual(found)
    const [cycle] = found.cycles
    // Two requests after it was asked for: 141 000 and 142 000 in, 200 out each.
    expect(cycle?.checkpoint.tokens).toBe(283_400)
    // (1 000 + 14 000 + 1 000) and (1 000 + 14 100 + 1 000) millionths of a dollar.
    expect(cycle?.checkpoint.costUsd).toBeCloseTo(0.0321, 10)
    expect(cycle?.pickup.tokens).toBe(50_400)
    // 1 000 + 1 900 + 1 000, and 1 000 + 2 900 + 1 000.
    expect(cycle?.pickup.costUsd).toBeCloseTo(0.0088, 10)
    // 140 000 when it was asked for, 30 000 at the receipt: 110 000 less in each of two requests, at $0.10 a million.
    expect(cycle?.saved.tokens).toBe(220_000)
    expect(cycle?.saved.costUsd).toBeCloseTo(0.022, 10)
    expect(found.spent).toEqual({ tokens: 333_800, costUsd: expect.closeTo(0.0409, 10) as number })
    const actual = [...first, ...second].reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0)
    expect(found.actualUsd).toBeCloseTo(actual, 10)
    expect(found.withoutUsd).toBeCloseTo(actual - 0.0409 + 0.022, 10)
    expect(found).toMatchObject({ unpriced: 0, assumption: expect.stringContaining('No compaction') as string })
  })

  it('goes on to save in all sessions after it, and no request of a handover counts as saved', () => {
    const next: Handover = {
      n: 2,
      at: 320,
      from: { sessionId: 'b', askedAt: 310 },
      to: { sessionId: 'c', startedAt: 330, pickedUpAt: 340 },
    }
    const asked = answer(315, 61_000)
    const third = [answer(340, 25_000), answer(400, 30_000)]
    const found = economy({ a: first, b: [...second, asked], c: third }, [HANDOVER, next])
    // The first: two requests of its own session and one of the third; the second: that one, 60 000 less 25 000.
    expect(found.cycles.map(({ saved }) => saved.tokens)).toEqual([330_000, 35_000])
  })

  it('counts a tier for long contexts', () => {
    const found = economy({ a: first, b: [...second.slice(0, 2), answer(200, 150_000)] })
    // 260 000 would have lain in it: twice as much for all of the request.
    const carried = (2 * (1_000 + 259_000 * 0.1 + 1_000) - (1_000 + 149_000 * 0.1 + 1_000)) / 1e6
    expect(found.saved.costUsd).toBeCloseTo(carried, 10)
  })

  it('leaves subagents out of what is carried, and in what a handover took', () => {
    const helper = answer(107, 80_000, { agentId: 'x' })
    const later = answer(250, 80_000, { agentId: 'y' })
    const found = economy({ a: [...first, helper], b: [...second, later] })
    expect(found.saved.tokens).toBe(220_000)
    expect(found.cycles[0]?.checkpoint.tokens).toBe(283_400 + 80_200)
  })

  it('loses where the new context is the larger one', () => {
    const found = economy({ a: [answer(90, 20_000)], b: second })
    expect(found.saved.tokens).toBe(-20_000)
    expect(found.saved.costUsd).toBeLessThan(0)
  })

  it('takes the first turn for a receipt that never came', () => {
    const silent = { ...HANDOVER, to: { ...HANDOVER.to, pickedUpAt: null } }
    const found = economy(
      { a: first, b: [answer(150, 20_000), answer(160, 30_000, { endsTurn: true }), answer(200, 40_000)] },
      [silent],
    )
    expect(found.cycles[0]?.pickup.tokens).toBe(50_400)
    expect(found.saved.tokens).toBe(110_000)
  })

  it('says how many requests have no price', () => {
    const found = economy({ a: first, b: [...second, answer(400, 50_000, { model: 'unknown' })] })
    expect(found.unpriced).toBe(1)
    expect(found.saved.costUsd).toBeCloseTo(0.022, 10)
  })

  it('of a series without a handover is what it cost', () => {
    const found = economy({ a: first }, [])
    expect(found).toMatchObject({ cycles: [], spent: { tokens: 0, costUsd: 0 }, saved: { tokens: 0, costUsd: 0 } })
    expect(found.withoutUsd).toBe(found.actualUsd)
  })
})
