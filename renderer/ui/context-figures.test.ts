import { expect, test } from 'vitest'
import type { ContextReading } from '../../contract/usage.ts'
import { contextFigures, contextWords } from './context-figures.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')

function reading(used: number | null, window = 200_000): ContextReading {
  const percent = used === null ? null : (used / window) * 100
  return { used, window, percent, source: 'statusline', at: '2026-11-22T11:59:48Z' }
}

test('the bar fills up to the used part, with marks at both points', () => {
  expect(contextFigures(reading(50_000), 140_000, 98_000)).toEqual({ filled: 25, soft: 49, due: 70, level: 'fine' })
  expect(contextFigures(reading(98_000), 140_000, 98_000).level).toBe('soft')
  expect(contextFigures(reading(140_000), 140_000, 98_000).level).toBe('due')
})

test('more than the window fills it and no more', () =>
  expect(contextFigures(reading(210_000), 140_000, 98_000).filled).toBe(100))

test('what is not known is not drawn as empty', () => {
  expect(contextFigures(reading(null), 140_000, 98_000)).toEqual({ filled: null, soft: 49, due: 70, level: 'unknown' })
  expect(contextFigures(null, null, null)).toEqual({ filled: null, soft: null, due: null, level: 'unknown' })
})

test('words say the figure, both points, the source and its age', () => {
  expect(contextWords(reading(50_000), 140_000, 98_000, NOW)).toEqual([
    'Context 50k of 200k tokens (25 %)',
    'Soft point at 98k',
    'Due at 140k',
    'From the status line, 12 s ago',
  ])
  expect(contextWords(null, null, null, NOW)).toEqual(['Context unknown: no session, or none measured yet'])
  expect(contextWords(reading(null), null, null, NOW)[0]).toBe('Context unknown until the next answer, of 200k tokens')
})
