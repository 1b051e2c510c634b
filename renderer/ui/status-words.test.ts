import { expect, test } from 'vitest'
import { needsPerson, statusWords } from './status-words.ts'

test('a wait says for what', () => {
  expect(statusWords('waiting', { kind: 'permission' })).toBe('Asks permission')
  expect(statusWords('waiting', { kind: 'something-new' })).toBe('Waiting')
  expect(statusWords('waiting', null)).toBe('Waiting')
  expect(statusWords('running', { kind: 'draft' })).toBe('Running')
})

test('a person is needed for what only a person can end, but not for a pause', () => {
  expect(needsPerson('needs-attention', null)).toBe(true)
  expect(needsPerson('waiting', { human: true })).toBe(true)
  expect(needsPerson('waiting', { human: false })).toBe(false)
  expect(needsPerson('waiting', null)).toBe(false)
  expect(needsPerson('paused', { human: true })).toBe(false)
})
