import { expect, it } from 'vitest'
import { matchWords, searchProblem } from './search-term.ts'

const plain = { term: 'a(', regex: false, caseSensitive: false }

it('says why a term is no regular expression', () => {
  expect(searchProblem({ ...plain, regex: true })).toBe('No regular expression: unterminated group')
  expect(searchProblem(plain)).toBeNull()
  expect(searchProblem({ ...plain, term: 'a|b', regex: true })).toBeNull()
  expect(searchProblem({ ...plain, term: '', regex: true })).toBeNull()
})

it('refuses one that matches nothing at all, everywhere', () => {
  expect(searchProblem({ ...plain, term: 'x*', regex: true })).toBe('It matches the empty text')
})

it('counts what was found', () => {
  const wish = { ...plain, term: 'x' }
  expect(matchWords(wish, null)).toBe('')
  expect(matchWords(wish, { index: -1, count: 0 })).toBe('No match')
  expect(matchWords(wish, { index: 2, count: 12 })).toBe('3 of 12')
  expect(matchWords(wish, { index: -1, count: 12 })).toBe('12 found')
  expect(matchWords(wish, { index: -1, count: 1_000 })).toBe('1,000 or more')
  expect(matchWords({ ...wish, term: '' }, { index: 0, count: 1 })).toBe('')
})
