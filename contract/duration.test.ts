import { expect, it } from 'vitest'
import { parseDuration, writeDuration } from './duration.ts'

it.each([
  ['0', 0],
  ['90s', 90_000],
  ['45m', 2_700_000],
  ['45min', 2_700_000],
  ['2h', 7_200_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['2d', 172_800_000],
  [' 2H ', 7_200_000],
])('reads %s', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds))

it.each(['', '5', '-1h', 'h', '2 h', '1h30', '1e3s', 'forever', '99999999999999999d'])('refuses %j', (text) =>
  expect(parseDuration(text)).toBeNull(),
)

it.each([
  [0, '0'],
  [90_000, '1m30s'],
  [5_400_000, '1h30m'],
  [7_200_000, '2h'],
  [90_061_000, '1d1h1m1s'],
])('writes %d ms so that it is read again', (ms, text) => {
  expect(writeDuration(ms)).toBe(text)
  expect(parseDuration(text)).toBe(ms)
})
