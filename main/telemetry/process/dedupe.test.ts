import { expect, test } from 'vitest'
import { StepCounter } from './counter.ts'
import { Dedupe } from './dedupe.ts'

function dedupe(change: { limit?: number; minutes?: number } = {}) {
  const counter = new StepCounter('dedupe')
  const clock = { now: 1_000_000_000 }
  const made = new Dedupe({ minutes: 60, now: () => clock.now, counter, ...change })
  return { counter, clock, made, pass: (minutes: number) => void (clock.now += minutes * 60_000) }
}

test('knows a point within its batch, after its commit, and not after a commit that failed', () => {
  const { made } = dedupe()
  expect(made.see(1, 2)).toBe('fresh')
  expect(made.see(1, 2)).toBe('duplicate')
  made.takeBack()
  expect(made.fresh()).toHaveLength(0)
  expect(made.see(1, 2)).toBe('fresh')
  made.committed()
  expect(made.see(1, 2)).toBe('duplicate')
  expect(made.see(2, 1)).toBe('fresh')
})

test('gives the hashes of a batch, and knows them as stored earlier in another run', () => {
  const { made } = dedupe()
  const hashes: [number, number][] = [...Array(3_000).keys()].map((at) => [at, 2 ** 32 - 1 - at])
  for (const [high, low] of hashes) made.see(high, low)
  const kept = made.fresh()
  expect(kept).toHaveLength(24_000)
  const { made: later } = dedupe()
  // As SQLite gives it: somewhere within a larger buffer.
  later.load([Buffer.concat([Buffer.from([0]), kept]).subarray(1)])
  expect(hashes.every(([high, low]) => later.see(high, low) === 'earlier')).toBe(true)
  expect(later.see(9_999, 1)).toBe('fresh')
})

test('remembers for as long as it is told, and for twice as long at most', () => {
  const { made, pass } = dedupe()
  made.see(1, 1)
  made.committed()
  pass(59)
  expect(made.see(1, 1)).toBe('duplicate')
  pass(2)
  made.see(2, 2)
  made.committed()
  expect(made.see(1, 1)).toBe('duplicate')
  pass(61)
  made.committed()
  expect(made.see(1, 1)).toBe('fresh')
  expect(made.see(2, 2)).toBe('duplicate')
})

test('forgets what earlier runs stored after the window', () => {
  const { made, pass } = dedupe()
  made.load([new Uint8Array(new Uint32Array([1, 1]).buffer)])
  expect(made.see(1, 1)).toBe('earlier')
  pass(61)
  made.committed()
  expect(made.see(1, 1)).toBe('fresh')
})

test('forgets the oldest early rather than grow without end, and counts them', () => {
  const { made, counter } = dedupe({ limit: 100 })
  for (let batch = 0; batch < 4; batch += 1) {
    for (let at = 0; at < 50; at += 1) made.see(batch + 1, at)
    made.committed()
  }
  expect(made.see(4, 1)).toBe('duplicate')
  expect(made.see(3, 1)).toBe('duplicate')
  expect(made.see(2, 1)).toBe('fresh')
  expect(counter.view().dropped).toEqual({ 'forgotten-early': 100 })
})

test('loads no more than it may, the newest', () => {
  const { made, counter } = dedupe({ limit: 4 })
  const batch = (high: number) => new Uint8Array(new Uint32Array([high, 1, high, 2]).buffer)
  made.load([batch(1), batch(2)])
  expect(made.see(2, 1)).toBe('earlier')
  expect(made.see(1, 1)).toBe('fresh')
  expect(counter.view().dropped).toEqual({ 'forgotten-early': 2 })
})
