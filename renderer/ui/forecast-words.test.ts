import { expect, test } from 'vitest'
import type { ContextForecast } from '../../contract/forecast.ts'
import { forecastLines } from './forecast-words.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const FORECAST: ContextForecast = {
  due: 140_000,
  turns: { low: 3.7, mid: 6.4, high: 8.9 },
  minutes: { low: 3.4, mid: 11.8, high: 20.2 },
  method: 'growth',
  basis: { own: 14, earlier: 30 },
  at: '2026-11-22T11:59:48Z',
}

test('a forecast says turns, time, what it rests on and its age', () => {
  expect(forecastLines(FORECAST, NOW)).toEqual([
    'Due in ~6 turns (4–9), four times of five',
    'About 12 min of work (3 min 30 s to 20 min)',
    'Told from 14 turns of this session and 30 of earlier ones, 12 s ago',
  ])
})

test('what is not known is left out', () => {
  expect(forecastLines(null, NOW)).toEqual([])
  expect(forecastLines({ ...FORECAST, minutes: null, basis: { own: 0, earlier: 1 } }, NOW)).toEqual([
    'Due in ~6 turns (4–9), four times of five',
    'Told from 1 turn of earlier sessions, 12 s ago',
  ])
  const open = { ...FORECAST, minutes: { low: 4, mid: 9, high: null }, basis: { own: 2, earlier: 0 } }
  expect(forecastLines(open, NOW)[1]).toBe('About 9 min of work (4 min or more)')
})

test('what is due is due', () =>
  expect(forecastLines({ ...FORECAST, turns: { low: 0, mid: 0, high: 0 } }, NOW)).toEqual(['Due now']))
