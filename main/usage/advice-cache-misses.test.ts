import { describe, expect, it } from 'vitest'
import { cacheMisses, missOf } from './advice-cache-misses.ts'
import { answer, found, savedBy, sessionOf } from './advice-testing.ts'

const first = answer(0, { cacheRead: 10_000, cacheWrite5m: 90_000 })
const again = (minutes: number, change = {}) => answer(minutes, { cacheWrite5m: 101_000 }, change)

describe('a prompt that was written again', () => {
  it('after a pause longer than the cache lives', () => {
    const [finding, ...others] = found(cacheMisses, sessionOf([first, again(6)]))
    expect(others).toEqual([])
    expect(finding?.variant).toBe('idle')
    // 100,000 tokens at $1 in place of $12.5 a million.
    expect(savedBy(finding)).toBe(1.15)
    expect(finding?.seen).toBe('100,000 tokens written again, once: after a pause longer than the cache lives')
    expect(finding?.rows[0]?.why()).toBe(
      '100,000 tokens read from the cache instead of written, 6 min after the answer before it',
    )
  })

  it('within an hour of an hour’s cache is no pause', () => {
    const long = answer(0, { cacheWrite1h: 100_000 })
    expect(missOf('claude', long, again(59))).toEqual({ cause: 'unknown', lost: 100_000 })
    expect(missOf('claude', long, again(61))).toEqual({ cause: 'idle', lost: 100_000 })
  })

  it('after a switch of the model, at the price of the model that answered', () => {
    const [finding] = found(cacheMisses, sessionOf([first, again(1, { model: 'cheap' })]))
    expect(finding?.variant).toBe('model-switch')
    // 100,000 tokens at $0.1 in place of $1.25 a million.
    expect(savedBy(finding)).toBe(0.115)
  })

  it('after a compaction is none that could have been read', () => {
    const compacted = answer(1, { cacheWrite5m: 30_000 })
    expect(missOf('claude', first, compacted)).toEqual({ cause: 'compaction', lost: 30_000 })
    expect(found(cacheMisses, sessionOf([first, compacted]))).toEqual([])
  })

  it('for no reason that is known', () => {
    expect(found(cacheMisses, sessionOf([first, again(1)]))[0]?.variant).toBe('unknown')
  })
})

describe('no miss', () => {
  it('is a prompt that was read, or all but a little', () => {
    expect(missOf('claude', first, answer(9, { cacheRead: 100_000, cacheWrite5m: 5_000 }))).toBeNull()
    expect(missOf('claude', first, answer(9, { cacheRead: 51_000, cacheWrite5m: 49_000 }))).toBeNull()
    expect(missOf('claude', answer(0, { cacheWrite5m: 4_000 }), answer(9, { cacheWrite5m: 4_500 }))).toBeNull()
  })

  it('is a prompt that was never in the cache', () => {
    const sent = answer(0, { input: 100_000 })
    expect(missOf('claude', sent, answer(1, { input: 101_000 }))).toBeNull()
    // Codex keeps prompts by itself.
    expect(missOf('codex', sent, answer(1, { input: 101_000 }))).toEqual({ cause: 'unknown', lost: 100_000 })
  })

  it('is the start of another thread, or a row without a price', () => {
    expect(found(cacheMisses, sessionOf([first, again(6, { agentId: 'a' })]))).toEqual([])
    expect(found(cacheMisses, sessionOf([first, again(6, { costUsd: null, costSource: 'none' })]))).toEqual([])
  })
})

it('saves less where the answer cost less than the list says', () => {
  const half = again(6, { costUsd: 101_000 * 6.25e-6, costSource: 'agent' })
  expect(savedBy(found(cacheMisses, sessionOf([first, half]))[0])).toBe(0.575)
})
