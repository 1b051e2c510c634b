import { expect, it } from 'vitest'
import { createBackOff, FIRST_RETRY_MS, LONGEST_RETRY_MS, STEADY_MS } from './back-off.ts'

it('doubles the wait up to the longest', () => {
  const backOff = createBackOff(() => 1)
  const waits = Array.from({ length: 8 }, () => backOff.failed(0))
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000])
  expect([waits[0], waits.at(-1)]).toEqual([FIRST_RETRY_MS, LONGEST_RETRY_MS])
})

it('leaves half of the wait to chance', () => {
  expect(createBackOff(() => 0).failed(0)).toBe(FIRST_RETRY_MS / 2)
  expect(createBackOff().failed(0)).toBeLessThanOrEqual(FIRST_RETRY_MS)
})

it('begins anew after a connection that stood, and not after one that broke at once', () => {
  const backOff = createBackOff(() => 1)
  backOff.failed(0)
  backOff.failed(0)
  backOff.opened(1_000)
  expect(backOff.failed(1_000 + STEADY_MS - 1)).toBe(FIRST_RETRY_MS * 4)
  backOff.opened(2_000)
  expect(backOff.failed(2_000 + STEADY_MS)).toBe(FIRST_RETRY_MS)
})
