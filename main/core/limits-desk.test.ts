import { expect, it } from 'vitest'
import type { PlanLimit } from '../../contract/forecast.ts'
import { isNews } from './limits-desk.ts'

const KNOWN: PlanLimit = {
  agent: 'claude',
  name: 'five_hour',
  windowMinutes: 300,
  usedPercent: 40,
  resetsAt: '2026-11-22T15:00:00.000Z',
  source: 'statusline',
  at: '2026-11-22T12:00:00.000Z',
}
const told = (change: Partial<PlanLimit>): boolean => isNews(KNOWN, { ...KNOWN, ...change })

it('the first report of a limit is news', () => expect(isNews(null, KNOWN)).toBe(true))

it('more use in the same window is, less is what a session heard before', () => {
  const at = '2026-11-22T12:00:30.000Z'
  expect(told({ usedPercent: 41, at })).toBe(true)
  expect(told({ usedPercent: 39, at })).toBe(false)
  expect(told({ usedPercent: 39, at, resetsAt: '2026-11-22T15:00:01.000Z' })).toBe(false)
})

it('a window that begins later is, whatever its use, an earlier one never', () => {
  const at = '2026-11-22T15:01:00.000Z'
  expect(told({ usedPercent: 1, resetsAt: '2026-11-22T20:00:00.000Z', at })).toBe(true)
  expect(told({ usedPercent: 99, resetsAt: '2026-11-22T10:00:00.000Z', at })).toBe(false)
})

it('the same figure is after a minute, for its age', () => {
  expect(told({ at: '2026-11-22T12:00:59.000Z' })).toBe(false)
  expect(told({ at: '2026-11-22T12:01:00.000Z' })).toBe(true)
})

it('of a limit that says no reset the later report is', () => {
  expect(told({ resetsAt: null, at: '2026-11-22T12:00:01.000Z' })).toBe(true)
  expect(told({ resetsAt: null, usedPercent: 90, at: '2026-11-22T11:59:00.000Z' })).toBe(false)
})
