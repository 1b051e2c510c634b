import { expect, test } from 'vitest'
import { seriesOfPlace } from './looking.ts'

const sessions = new Map([
  ['s1', { seriesId: 'a' }],
  ['s2', { seriesId: null }],
])

test('a series is looked at on its own screen and in its terminal', () => {
  expect(seriesOfPlace({ screen: 'series', id: 'a', checkpoint: 3 }, sessions)).toBe('a')
  expect(seriesOfPlace({ screen: 'terminal', target: 'a' }, sessions)).toBe('a')
  expect(seriesOfPlace({ screen: 'terminal', target: 's1' }, sessions)).toBe('a')
})

test('elsewhere none is', () => {
  expect(seriesOfPlace({ screen: 'terminal', target: 's2' }, sessions)).toBeNull()
  expect(seriesOfPlace({ screen: 'terminal', target: null }, sessions)).toBeNull()
  expect(seriesOfPlace({ screen: 'home' }, sessions)).toBeNull()
})
