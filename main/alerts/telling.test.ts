import { describe, expect, it } from 'vitest'
import { Settings } from '../../contract/settings.ts'
import { isQuiet, mayTell } from './telling.ts'

type Rules = Settings['notifications']
const rules = (change: Partial<Rules> = {}): Rules => ({ ...Settings.parse({}).notifications, ...change })
const at = (hours: number, minutes = 0): Date => new Date(2026, 10, 22, hours, minutes, 59)
const CYCLE = { kind: 'cycle', urgent: false } as const
const ATTENTION = { kind: 'attention', urgent: true } as const

describe('quiet hours', () => {
  it.each([
    ['in one day', '09:00', '17:30', [at(9), at(12), at(17, 29)], [at(8, 59), at(17, 30), at(0)]],
    ['over midnight', '22:00', '07:00', [at(22), at(23, 59), at(0), at(6, 59)], [at(21, 59), at(7), at(12)]],
    ['of no length', '08:00', '08:00', [], [at(7, 59), at(8), at(8, 1)]],
    ['to midnight', '20:00', '00:00', [at(20), at(23, 59)], [at(0), at(19, 59)]],
  ])('%s', (_, from, to, quiet, loud) => {
    expect(quiet.map((time) => isQuiet({ from, to }, time))).toEqual(quiet.map(() => true))
    expect(loud.map((time) => isQuiet({ from, to }, time))).toEqual(loud.map(() => false))
  })

  it('are none unless given', () => {
    expect(isQuiet(null, at(3))).toBe(false)
  })
})

describe('a person is told', () => {
  it('by default of everything, at any time', () => {
    expect(mayTell(rules(), CYCLE, at(3))).toBe(true)
  })
  it('nothing when that is off', () => {
    expect(mayTell(rules({ enabled: false }), ATTENTION, at(12))).toBe(false)
  })
  it('nothing of a kind that is off, and still of the others', () => {
    const some = rules({ kinds: { cycle: false, soft: true } })
    expect(mayTell(some, CYCLE, at(12))).toBe(false)
    expect(mayTell(some, ATTENTION, at(12))).toBe(true)
  })
  it('nothing in quiet hours, but what needs them where they want that', () => {
    const quiet = rules({ quietHours: { from: '22:00', to: '07:00' } })
    const urgent = { ...quiet, urgentInQuietHours: true }
    expect([CYCLE, ATTENTION].map((notice) => mayTell(quiet, notice, at(23)))).toEqual([false, false])
    expect([CYCLE, ATTENTION].map((notice) => mayTell(urgent, notice, at(23)))).toEqual([false, true])
    expect(mayTell({ ...urgent, kinds: { attention: false } }, ATTENTION, at(23))).toBe(false)
  })
})
