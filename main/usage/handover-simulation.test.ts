import { describe, expect, it } from 'vitest'
import { longContext } from './advice-long-context.ts'
import { answer, drained, found, savedBy, sessionOf, testContext } from './advice-testing.ts'
import { threshold } from './advice-threshold.ts'
import { simulateHandovers } from './handover-simulation.ts'

/** A context that grows by 50,000 tokens a turn, from 20,000: 20k, 70k, 120k, 170k … */
const growing = (turns: number) =>
  Array.from({ length: turns }, (_, n) =>
    answer(
      n,
      { cacheRead: 20_000 + Math.max(0, n - 1) * 50_000, cacheWrite5m: n === 0 ? 0 : 50_000 },
      { endsTurn: true },
    ),
  )
const simulate = (requests: ReturnType<typeof growing>, due: number) =>
  drained(simulateHandovers(sessionOf(requests), due, testContext()))

describe('a handover', () => {
  it('makes later requests as much smaller as the context was larger than a fresh one', () => {
    const simulated = simulate(growing(4), 120_000)
    expect(simulated?.handovers).toBe(1)
    expect(simulated?.peak).toBe(170_000)
    // At 120,000 tokens a fresh context of 28,000 follows: 92,000 tokens less, which had been read.
    expect(simulated?.rows.map(({ request, why }) => [request.id, why().split(' for $')[0]])).toEqual([
      ['m2', 'then a handover at 120,000 tokens'],
      ['m3', '92,000 tokens less in its context'],
    ])
    expect(simulated?.rows[1]?.insteadUsd).toBeCloseTo((170_000 - 50_000 - 92_000) * 1e-6 + 50_000 * 12.5e-6, 10)
  })

  it('costs four requests on the old context, what is written, and four on the new one', () => {
    const [at] = simulate(growing(4), 120_000)?.rows ?? []
    const checkpoint = 4 * 120_000 * 1e-6 + 4_000 * 50e-6 + 4_000 * 12.5e-6
    const pickup = 28_000 * 12.5e-6 + 800 * 50e-6 + 3 * 28_000 * 1e-6
    expect((at?.insteadUsd ?? 0) - (at?.request.costUsd ?? 0)).toBeCloseTo(checkpoint + pickup, 10)
  })

  it('comes again when the smaller context is full again', () => {
    // 120k → 28k, then 78k, 128k → 28k, then 78k.
    expect(simulate(growing(7), 120_000)?.handovers).toBe(2)
  })

  it('is not made in the middle of a turn, at the last answer, nor before a compaction', () => {
    const open = growing(4).map((one, n) => (n === 2 ? { ...one, endsTurn: false } : one))
    expect(simulate(open, 120_000)).toBeNull()
    expect(simulate(growing(3), 120_000)).toBeNull()
    expect(simulate([...growing(3), answer(9, { cacheWrite5m: 30_000 })], 120_000)).toBeNull()
  })

  it('ends with a compaction: the context is its own again', () => {
    const compacted = [...growing(4), answer(5, { cacheWrite5m: 30_000 }), answer(6, { cacheRead: 30_000 })]
    expect(simulate(compacted, 120_000)?.rows.map(({ request }) => request.id)).toEqual(['m2', 'm3'])
  })

  it('is not reckoned where something has no price', () => {
    const unpriced = growing(4).map((one, n) => (n === 3 ? { ...one, costUsd: null } : one))
    expect(simulate(unpriced, 120_000)).toBeNull()
  })
})

describe('advice', () => {
  it('of contexts kept past their threshold is told where a window is known', () => {
    const one = sessionOf(growing(40))
    expect(found(longContext, one)).toEqual([])
    const [finding] = found(longContext, one, testContext({ dueOf: () => 200_000 }))
    expect(finding?.seen).toMatch(/^1,970,000 tokens at its fullest, due at 200,000: \d+ handovers/)
    expect(savedBy(finding)).toBeGreaterThan(10)
  })

  it('of a threshold tries those that sessions reached, and leaves sessions that may go on', () => {
    const one = sessionOf(growing(6))
    expect(found(threshold, one).map(({ variant }) => variant)).toEqual([
      '50000',
      '75000',
      '100000',
      '150000',
      '200000',
    ])
    expect(found(threshold, one, testContext({ now: one.session.lastAt + 1_000 }))).toEqual([])
    expect(found(threshold, sessionOf(growing(6), { agent: 'codex' }))).toEqual([])
  })
})
