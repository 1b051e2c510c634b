import { expect, test } from 'vitest'
import { heldFor, playAdversary } from './adversary-for-tests.ts'
import { testLedger } from './ledger-for-tests.ts'

test.each([1, 2, 3])('counts exactly what senders at their worst send (seed %i)', async (seed) => {
  const ledger = testLedger()
  const result = await playAdversary({ seed, ledger, sessions: 3, ticks: 60, hostile: false })
  expect(await heldFor(result.truths, ledger.total)).toEqual(result.truths)
  expect(result.caught).toBe(result.resent)
  expect(result.resent).toBeGreaterThan(500)
  expect(result.restarts).toBeGreaterThan(0)
})

test.each([11, 12, 13, 14])('does so when commits fail and Baton is killed (seed %i)', async (seed) => {
  const ledger = testLedger()
  const result = await playAdversary({ seed, ledger, sessions: 3, ticks: 60, hostile: true })
  expect(await heldFor(result.truths, ledger.total)).toEqual(result.truths)
  expect(result.failures).toBeGreaterThan(0)
  expect(result.restarts).toBeGreaterThan(0)
})
