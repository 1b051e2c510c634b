import { expect, it } from 'vitest'
import { clockTime, reasonWords, tokenWords } from './words.ts'

it.each([
  ['the agent wants to use Bash. Allow or deny it in `baton attach 01K`', 'The agent wants to use Bash'],
  [
    'you cleared the session. Tell it how in `baton attach 01K`, or `baton series resume 01K`',
    'You cleared the session',
  ],
  [
    'the verify command failed 3 times running. Its last output: no',
    'The verify command failed 3 times running. Its last output: no',
  ],
  ['`baton doctor` says why', '`baton doctor` says why'],
])('%s', (said, words) => {
  expect(reasonWords(said)).toBe(words)
})

it('gives a moment as the clock on the wall', () => {
  const moment = new Date(2026, 10, 22, 9, 5)
  expect(clockTime(moment)).toBe('09:05')
  expect(reasonWords(`the model answered with rate_limit. The next try is at ${moment.toISOString()}`)).toBe(
    'The model answered with rate_limit. The next try is at 09:05',
  )
})

it('rounds tokens', () => {
  expect([999, 1_000, 98_400].map(tokenWords)).toEqual(['999', '1k', '98k'])
})
