import { describe, expect, it } from 'vitest'
import { costlySubagents } from './advice-costly-subagents.ts'
import { answer, found, savedBy, sessionOf } from './advice-testing.ts'

const main = [
  answer(0, { cacheWrite5m: 20_000, output: 1_000 }),
  answer(10, { cacheRead: 21_000, cacheWrite5m: 500 }),
  answer(11, { cacheRead: 21_500 }, { endsTurn: true }),
]
/** It reads 30,000 tokens of its own instructions first, then finds 2,000 tokens. */
const wasteful = [
  answer(1, { cacheWrite5m: 30_000, output: 100 }, { agentId: 'a' }),
  answer(2, { cacheRead: 30_000, cacheWrite5m: 2_000, output: 300 }, { agentId: 'a', endsTurn: true }),
]

describe('a subagent', () => {
  it('that cost more than the main thread would have, with what it would have carried', () => {
    const [finding] = found(costlySubagents, sessionOf([...main, ...wasteful]))
    expect(finding?.seen).toBe('1 subagent that cost more than the main thread would have')
    const [one, two, ...later] = finding?.rows ?? []
    // 21,000 tokens read instead of 30,000 written; then 21,000 read and 2,000 written.
    expect(one?.insteadUsd).toBeCloseTo(21_000e-6 + 100 * 50e-6, 10)
    expect(two?.insteadUsd).toBeCloseTo(21_000e-6 + 2_000 * 12.5e-6 + 300 * 50e-6, 10)
    // Two later answers carry the 2,000 tokens.
    expect(later.map(({ request, insteadUsd }) => [request.id, insteadUsd - request.costUsd])).toEqual([
      ['m10', expect.closeTo(0.002, 10)],
      ['m11', expect.closeTo(0.002, 10)],
    ])
    const cost = 30_000 * 12.5e-6 + 100 * 50e-6 + 30_000e-6 + 2_000 * 12.5e-6 + 300 * 50e-6
    const instead = 2 * 21_000e-6 + 2_000 * 12.5e-6 + 400 * 50e-6 + 0.004
    expect(savedBy(finding)).toBeCloseTo(cost - instead, 8)
  })

  it('that kept much out of a long session is no advice', () => {
    const useful = [
      answer(1, { cacheWrite5m: 5_000, output: 100 }, { agentId: 'a' }),
      answer(2, { cacheRead: 5_000, cacheWrite5m: 150_000, output: 300 }, { agentId: 'a', endsTurn: true }),
    ]
    const long = Array.from({ length: 50 }, (_, n) => answer(20 + n, { cacheRead: 22_000 }))
    expect(found(costlySubagents, sessionOf([...main, ...useful, ...long]))).toEqual([])
  })

  it('on a cheaper model is reckoned on the model of the main thread', () => {
    const cheap = wasteful.map((one) => ({ ...one, model: 'cheap', costUsd: (one.costUsd ?? 0) / 10 }))
    // 0.0436 against 0.042 + 0.025 + 0.02 and more.
    expect(found(costlySubagents, sessionOf([...main, ...cheap]))).toEqual([])
  })

  it('without a main thread before it, or without a price, is passed over', () => {
    expect(found(costlySubagents, sessionOf(wasteful))).toEqual([])
    const unpriced = wasteful.map((one) => ({ ...one, costUsd: null }))
    expect(found(costlySubagents, sessionOf([...main, ...unpriced]))).toEqual([])
  })

  it('is carried only up to a compaction', () => {
    const compacted = answer(12, { cacheWrite5m: 5_000 })
    const after = answer(13, { cacheRead: 5_000 })
    const rows = found(costlySubagents, sessionOf([...main, ...wasteful, compacted, after]))[0]?.rows
    expect(rows?.map(({ request }) => request.id)).toEqual(['m1a', 'm2a', 'm10', 'm11'])
  })
})
