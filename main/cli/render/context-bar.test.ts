import { describe, expect, it } from 'vitest'
import type { ContextForecast } from '../../../contract/forecast.ts'
import { contextBar, contextLine, type ContextPoints } from './context-bar.ts'
import { paintLine } from './line.ts'
import { PLAIN } from './samples.ts'

const reading = (used: number | null, window = 200_000): ContextPoints => ({
  context: {
    used,
    window,
    percent: used === null ? null : (used / window) * 100,
    source: 'statusline',
    at: '2026-11-22T08:41:00.000Z',
  },
  due: 140_000,
  soft: 98_000,
  forecast: null,
})
const bar = (points: ContextPoints) => paintLine(contextBar(points, 20), PLAIN)

describe('the bar', () => {
  it('fills to the share used, with the soft and the due point on it', () => {
    expect(bar(reading(61_000))).toBe('[██████░░░|░░░░┃░░░░░]')
    expect(bar(reading(150_000))).toBe('[█████████|████┃░░░░░]')
  })

  it('shows the first part of a window of which only little is used', () => {
    const large = { ...reading(61_000, 1_000_000), due: 200_000, soft: 140_000 }
    expect(bar(large)).toMatchInlineSnapshot(`"[████░░░░░|░░░░┃░░░░…]"`)
    expect(bar({ ...large, due: 700_000, soft: 490_000 })).toBe('[█░░░░░░░░|░░░░┃░░░░░]')
  })

  it('is empty when the share is unknown and full at or past the end', () => {
    expect(bar(reading(null))).toBe('[░░░░░░░░░|░░░░┃░░░░░]')
    expect(bar(reading(230_000))).toBe('[█████████|████┃█████]')
  })

  it('keeps the due mark when both fall on one cell or past the window', () => {
    expect(bar({ ...reading(0), due: 141_000, soft: 140_000 })).toBe('[░░░░░░░░░░░░░░┃░░░░░]')
    expect(bar({ ...reading(0), due: 900_000, soft: null })).toBe('[░░░░░░░░░░░░░░░░░░░┃]')
  })

  it('turns from calm to warning to alarm at the two points', () => {
    const tone = (used: number) => contextBar(reading(used), 20)[1]?.tone
    expect([tone(97_999), tone(98_000), tone(139_999), tone(140_000)]).toEqual(['good', 'warn', 'warn', 'bad'])
  })
})

describe('the line', () => {
  const line = (points: ContextPoints, columns: number) => paintLine(contextLine(points, columns), PLAIN, columns)

  it('gives way from the right as the terminal narrows', () => {
    expect(line(reading(61_000), 90)).toBe('[██████████░░░░░|░░░░░░┃░░░░░░░░░] 61k/200k 31 % · due 140k')
    expect(line(reading(61_000), 40)).toMatch(/^\[[█░|┃]{13}\] 61k\/200k 31 % · due 140k$/)
    expect(line(reading(61_000), 30)).toMatch(/^\[[█░|┃]{14}\] 61k\/200k 31 %$/)
    expect(line(reading(61_000), 18)).toBe('61k/200k 31 % · d…')
  })

  it('tells when it will be due, where there is room', () => {
    const turns = { low: 3.7, mid: 6.4, high: 8.9 }
    const forecast: ContextForecast = {
      due: 140_000,
      turns,
      minutes: null,
      method: 'growth',
      basis: { own: 9, earlier: 0 },
      at: '',
    }
    const points = { ...reading(61_000), forecast }
    expect(line(points, 90)).toMatch(/ 61k\/200k 31 % · due 140k in ~6 turns \(4–9\)$/)
    expect(line(points, 45)).toMatch(/ 31 % · due 140k$/)
    const now = { ...forecast, turns: { low: 0, mid: 0, high: 0 } }
    expect(line({ ...reading(150_000), forecast: now }, 90)).toMatch(/ · due 140k now$/)
  })

  it('says so when nothing was measured', () => {
    expect(line({ context: null, due: null, soft: null, forecast: null }, 40)).toBe('not measured yet')
    expect(line(reading(null), 60)).toMatch(/ –\/200k · due 140k$/)
  })
})
