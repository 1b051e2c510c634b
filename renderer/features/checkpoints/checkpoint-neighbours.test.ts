import { expect, test } from 'vitest'
import { neighboursOf } from './checkpoint-neighbours.ts'

test('the checkpoints beside one are those that are kept', () => {
  expect(neighboursOf([1, 2, 3], 2)).toEqual({ before: 1, after: 3 })
  expect(neighboursOf([9, 2, 5], 5)).toEqual({ before: 2, after: 9 })
})

test('at the ends there is none', () => {
  expect(neighboursOf([4, 7], 4)).toEqual({ before: null, after: 7 })
  expect(neighboursOf([4, 7], 7)).toEqual({ before: 4, after: null })
  expect(neighboursOf([4], 4)).toEqual({ before: null, after: null })
})

test('one that is pruned itself still has a way on', () => {
  expect(neighboursOf([4, 7], 5)).toEqual({ before: 4, after: 7 })
  expect(neighboursOf([], 5)).toEqual({ before: null, after: null })
})
