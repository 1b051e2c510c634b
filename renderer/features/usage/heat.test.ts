import { expect, test } from 'vitest'
import { samplePatterns } from '../../testing/sample-usage.ts'
import { cellWords, heatMap, shadeOf } from './heat.ts'

test('hours stand where they belong, and sums are of all of them', () => {
  const { hours } = samplePatterns()
  const map = heatMap(hours, 'turns')
  const all = hours.reduce((sum, { turns }) => sum + turns, 0)
  expect(map.weekdays.reduce((sum, one) => sum + one, 0)).toBe(all)
  expect(map.hours.reduce((sum, one) => sum + one, 0)).toBe(all)
  expect(map.most).toBe(Math.max(...hours.map(({ turns }) => turns)))
  for (const { weekday, hour, turns } of hours) expect(map.cells[weekday]?.[hour]).toBe(turns)
})

test('an hour in which nothing was has no shade and no figure', () => {
  const map = heatMap([], 'cost')
  expect(map.most).toBe(0)
  expect(shadeOf(0, map.most)).toBe(0)
  expect(cellWords(0, 'cost')).toBe('')
})

test('the least is still seen, the most can still be read', () => {
  expect(shadeOf(0.001, 100)).toBeGreaterThanOrEqual(5)
  expect(shadeOf(100, 100)).toBeLessThanOrEqual(42)
})

test.each([
  [0.001, 'cost', '<1¢'],
  [0.04, 'cost', '4¢'],
  [0.999, 'cost', '$1.0'],
  [9.96, 'cost', '$10'],
  [212, 'cost', '$212'],
  [12_400, 'cost', '$12k'],
  [9_999, 'turns', '9999'],
  [12_400, 'requests', '12k'],
] as const)('%d of %s is %s', (value, heat, words) => expect(cellWords(value, heat)).toBe(words))
