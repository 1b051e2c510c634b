import { describe, expect, test } from 'vitest'
import {
  formatAge,
  formatBytes,
  formatCost,
  formatCount,
  formatDuration,
  formatPercent,
  formatTime,
  formatTokens,
  projectName,
  UNKNOWN,
} from './format.ts'

const NOW = new Date(2026, 10, 22, 14, 5, 0).getTime()

describe('figures', () => {
  test.each([
    [0, '0'],
    [950, '950'],
    [1_000, '1k'],
    [9_949, '9.9k'],
    [9_950, '10k'],
    [148_213, '148k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [1_250_000, '1.25M'],
    [999_400_000, '999.4M'],
    [17_551_770_000, '17.55B'],
  ])('%d tokens are %s', (tokens, text) => expect(formatTokens(tokens)).toBe(text))

  test.each([
    [0, UNKNOWN],
    [0.004, '<$0.01'],
    [4.2, '$4.20'],
    [1_234.5, '$1,234.50'],
  ])('%d USD are %s', (usd, text) => expect(formatCost(usd)).toBe(text))

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [84_213, '84 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [1_730_000, '1.7 MB'],
    [2_560_000_000_000, '2560 GB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  test('a count is whole', () => expect(formatCount(1_204_000)).toBe('1,204,000'))

  test('a percentage is never rounded up to full', () => expect(formatPercent(99.9)).toBe('99 %'))

  test('what is not known is no zero', () => {
    for (const format of [formatTokens, formatBytes, formatCount, formatCost, formatPercent, formatDuration]) {
      expect([format(null), format(undefined), format(Number.NaN)]).toEqual([UNKNOWN, UNKNOWN, UNKNOWN])
    }
    expect(formatTime(null)).toBe(UNKNOWN)
    expect(formatTime('rubbish')).toBe(UNKNOWN)
    expect(formatAge(null, NOW)).toBe(UNKNOWN)
  })
})

describe('times', () => {
  test.each([
    [400, '0 s'],
    [45_000, '45 s'],
    [90_000, '1 min 30 s'],
    [12 * 60_000 + 5_000, '12 min'],
    [3 * 3_600_000 + 12 * 60_000, '3 h 12 min'],
    [52 * 3_600_000, '2 d 4 h'],
    [48 * 3_600_000, '2 d'],
  ])('%d ms are %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

  test.each([
    [1_500, 'just now'],
    [12_000, '12 s ago'],
    [59_999, '59 s ago'],
    [180_000, '3 min ago'],
    [7_200_000, '2 h ago'],
    [3 * 86_400_000, '3 d ago'],
    [-5_000, 'just now'],
  ])('%d ms before now are %s', (ms, text) => expect(formatAge(NOW - ms, NOW)).toBe(text))

  test('a moment of today is its clock, another one has its date', () => {
    expect(formatTime(NOW, NOW)).toBe('14:05')
    expect(formatTime(new Date(2026, 10, 21, 9, 3).getTime(), NOW)).toBe('21 Nov 09:03')
    expect(formatTime(new Date(2025, 0, 2, 9, 3).getTime(), NOW)).toBe('2 Jan 2025 09:03')
  })
})

test.each([
  ['/home/ann/work/shop', 'shop'],
  ['/home/ann/work/shop/', 'shop'],
  ['C:\\work\\shop', 'shop'],
  ['/', '/'],
])('the project of %s is %s', (path, name) => expect(projectName(path)).toBe(name))
