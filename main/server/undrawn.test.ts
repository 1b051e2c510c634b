import { expect, it } from 'vitest'
import { createUndrawn } from './undrawn.ts'

it('is behind above the window, until half of it is drawn', () => {
  const undrawn = createUndrawn(() => 1_000)
  undrawn.sent(1_000)
  expect(undrawn.behind()).toBe(false)
  undrawn.sent(1)
  expect(undrawn.behind()).toBe(true)
  expect([undrawn.acknowledged(500), undrawn.behind()]).toEqual([true, true])
  expect([undrawn.acknowledged(1), undrawn.behind()]).toEqual([true, false])
  undrawn.sent(500)
  expect(undrawn.behind()).toBe(false)
})

it('believes no one who has drawn more than was sent', () => {
  const undrawn = createUndrawn(() => 10)
  undrawn.sent(20)
  expect([undrawn.acknowledged(21), undrawn.behind()]).toEqual([false, true])
  expect([undrawn.acknowledged(20), undrawn.behind()]).toEqual([true, false])
})

it('goes by the window of the moment', () => {
  let window = 1_000
  const undrawn = createUndrawn(() => window)
  undrawn.sent(600)
  expect(undrawn.behind()).toBe(false)
  window = 500
  undrawn.sent(1)
  expect(undrawn.behind()).toBe(true)
})
