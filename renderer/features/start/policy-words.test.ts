import { expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { describePolicy } from './policy-words.ts'

test('a policy is said in words', () => {
  expect(describePolicy(DEFAULT_POLICY)).toBe(
    'Each session hands over at 70 % of its window, or at 200k tokens. It goes on until all tasks are done; no limit is set.',
  )
  const limited = { ...DEFAULT_POLICY, maxSessions: 5, maxCostUsd: 20, maxDurationMs: 7_200_000, verify: 'npm test' }
  expect(describePolicy(limited)).toContain(
    'all tasks are done and “npm test” succeeds; at most 5 sessions, or $20.00, or 2 h.',
  )
})
