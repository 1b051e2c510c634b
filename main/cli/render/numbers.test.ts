import { expect, it } from 'vitest'
import { between, clockText, costText, countText, durationText, momentText, percentText, tokenText } from './numbers.ts'

process.env.TZ = 'UTC'
const some = { input: 1, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }

it.each([
  [null, '–'],
  [0, '0'],
  [950, '950'],
  [61_250, '61k'],
  [999_499, '999k'],
  [999_500, '1M'],
  [1_240_000, '1.2M'],
  [12_400_000, '12M'],
])('writes %s tokens as %s', (tokens, text) => expect(tokenText(tokens)).toBe(text))

it.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [4_320_000, '1 h 12 min'],
  [7_200_000, '2 h'],
  [183_600_000, '2 d 3 h'],
  [172_800_000, '2 d'],
  [-5, '0 s'],
])('writes %s ms as %s', (milliseconds, text) => expect(durationText(milliseconds)).toBe(text))

it('tells a cost of nothing from one that was not measured', () => {
  expect(costText(0, { ...some, input: 0 })).toBe('–')
  expect(costText(0, some)).toBe('$0.00')
  expect(costText(0.004, some)).toBe('<$0.01')
  expect(costText(4.206, some)).toBe('$4.21')
})

it('counts, rounds and reads clocks', () => {
  expect([countText(1, 'file'), countText(2, 'file'), percentText(30.6), percentText(null)]).toEqual([
    '1 file',
    '2 files',
    '31 %',
    '–',
  ])
  expect([clockText('2026-11-22T08:41:31Z'), momentText('2026-11-22T08:41:31Z')]).toEqual(['08:41', '2026-11-22 08:41'])
  expect(between('2026-11-22T08:00:00Z', null, Date.parse('2026-11-22T08:01:00Z'))).toBe(60_000)
})
