import { expect, test } from 'vitest'
import type { PlanLimit } from './forecast.ts'
import { limitWords } from './limit-words.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const LIMIT: PlanLimit = {
  agent: 'claude',
  name: 'five_hour',
  windowMinutes: 300,
  usedPercent: 42.9,
  resetsAt: '2026-11-22T15:00:00Z',
  source: 'statusline',
  at: '2026-11-22T11:59:00Z',
}
const words = (change: Partial<PlanLimit> = {}) => limitWords({ ...LIMIT, ...change }, NOW, (at) => at.slice(11, 16))

test('a limit says whose it is, how much is used, and when it begins anew', () => {
  expect(words()).toEqual({ name: 'Claude, 5 hours', used: '42 % used', resets: 'resets at 15:00', over: false })
  expect(words({ agent: 'codex', name: 'secondary', windowMinutes: 10_080 }).name).toBe('Codex, 7 days')
  expect(words({ name: 'seven_day_opus', windowMinutes: null }).name).toBe('Claude, seven day opus')
})

test('of a window that is over nothing is known any more', () =>
  expect(words({ resetsAt: '2026-11-22T12:00:00Z' })).toMatchObject({
    used: 'use unknown',
    resets: 'was reset at 12:00',
    over: true,
  }))

test('a reset that the agent does not tell is not made up', () =>
  expect(words({ resetsAt: null })).toMatchObject({ used: '42 % used', resets: null, over: false }))
