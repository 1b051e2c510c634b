import { expect, it } from 'vitest'
import { fill } from './reasons.ts'

it('fills in values, nothing where there is none', () => {
  expect(fill('at {a}, then {b}{c}', { a: 1, b: 'two' })).toBe('at 1, then two')
})

it('ends a sentence once', () => {
  expect(fill('you: {why}. Answer it', { why: 'Which colour?' })).toBe('you: Which colour? Answer it')
  expect(fill('you: {why}. Answer it', { why: 'a colour' })).toBe('you: a colour. Answer it')
})
