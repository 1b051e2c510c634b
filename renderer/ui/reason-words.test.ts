import { expect, test } from 'vitest'
import { reasonWords } from './reason-words.ts'

test.each([
  ['the agent needs you: which colour?. Answer it in `baton attach 01K`', 'The agent needs you: which colour?'],
  [
    'the agent needs you: a question that was cut off… Answer it in `baton attach 01K`',
    'The agent needs you: a question that was cut off…',
  ],
  ['the agent wants to use Bash. Allow or deny it in `baton attach 01K`', 'The agent wants to use Bash'],
  ['you are typing to the agent. Send it or leave', 'You are typing to the agent. Send it or leave'],
  ['paused by you. `baton series resume 01K` goes on', 'Paused by you'],
])('%s', (why, words) => expect(reasonWords(why)).toBe(words))

test('what an agent wrote is cleaned and kept to a line', () => {
  expect(reasonWords(`the agent needs you: a\u202eb\n${'long '.repeat(100)}`)).toMatch(
    /^The agent needs you: ab long .*…$/,
  )
})
