import { expect, test } from 'vitest'
import type { ContextForecast } from './forecast.ts'
import { dueWords } from './forecast-words.ts'

function words(low: number, mid: number, high: number | null): string | null {
  const turns = { low, mid, high }
  const forecast: ContextForecast = {
    due: 1,
    turns,
    minutes: null,
    method: 'growth',
    basis: { own: 1, earlier: 0 },
    at: '',
  }
  return dueWords(forecast)
}

test('a forecast says turns, and between which it lies', () => {
  expect(words(3.7, 6.4, 8.9)).toBe('due in ~6 turns (4–9)')
  expect(words(0.3, 0.8, 1.6)).toBe('due in ~1 turn (1–2)')
  expect(words(2.6, 2.9, 3.2)).toBe('due in ~3 turns')
  expect(words(6, 11, null)).toBe('due in ~11 turns (6 or more)')
})

test('what is due is due now, and what is unknown is not said', () => {
  expect(words(0, 0, 0)).toBe('due now')
  expect(dueWords(null)).toBeNull()
})
