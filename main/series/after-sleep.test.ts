import { expect, it } from 'vitest'
import { AfterSleep } from './after-sleep.ts'

it('holds time back after a sleep until the sleep is told', () => {
  const clock = new AfterSleep()
  expect([0, 1_000, 31_000].map((at) => clock.mayTell(at))).toEqual([true, true, true])
  expect([8_000_000, 8_001_000].map((at) => clock.mayTell(at))).toEqual([false, false])
  clock.told()
  expect(clock.mayTell(8_002_000)).toBe(true)
})

it('holds it back no longer than that could take', () => {
  const clock = new AfterSleep()
  clock.mayTell(0)
  const ticks = Array.from({ length: 12 }, (_, n) => clock.mayTell(100_000 + n * 1_000))
  expect(ticks).toEqual([...Array.from({ length: 10 }, () => false), true, true])
})
