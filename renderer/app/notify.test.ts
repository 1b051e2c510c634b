import { expect, test } from 'vitest'
import { noticePath } from './notify.ts'

test('a notice leads to where something is to be done', () => {
  expect(noticePath({ kind: 'permission', seriesId: 'a' })).toBe('/terminal/a')
  expect(noticePath({ kind: 'due', seriesId: 'a' })).toBe('/terminal/a')
  expect(noticePath({ kind: 'finished', seriesId: 'a' })).toBe('/series/a')
  expect(noticePath({ kind: 'cycle', seriesId: 'a' })).toBe('/series/a')
  expect(noticePath({ kind: 'alert', seriesId: 'a' })).toBe('/alerts')
  expect(noticePath({ kind: 'alert', seriesId: null })).toBe('/alerts')
})
