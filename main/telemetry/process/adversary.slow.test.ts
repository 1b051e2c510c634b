import { expect, test } from 'vitest'
import { playAdversary } from './adversary-for-tests.ts'
import type { Truth } from './adversary-streams-for-tests.ts'
import { testLedger, type TestLedger } from './ledger-for-tests.ts'

/** What the ledger holds where `truths` says what was the case. */
function told(ledger: TestLedger, truths: readonly Truth[]): Truth[] {
  return truths.map(({ session, name, count }) => {
    const total = ledger.total(name, session)
    return { session, name, count: count === null ? null : total.count, value: total.value }
  })
}

test.each([1, 2, 3])('counts exactly what senders at their worst send (seed %i)', async (seed) => {
  const ledger = testLedger()
  const result = await playAdversary({ seed, ledger, sessions: 3, ticks: 60, hostile: false })
  expect(told(ledger, result.truths)).toEqual(result.truths)
  expect(result.caught).toBe(result.resent)
  expect(result.resent).toBeGreaterThan(500)
  expect(result.restarts).toBeGreaterThan(0)
})

test.each([11, 12, 13, 14])('does so when commits fail and Baton is killed (seed %i)', async (seed) => {
  const ledger = testLedger()
  const result = await playAdversary({ seed, ledger, sessions: 3, ticks: 60, hostile: true })
  expect(told(ledger, result.truths)).toEqual(result.truths)
  expect(result.failures).toBeGreaterThan(0)
  expect(result.restarts).toBeGreaterThan(0)
})
