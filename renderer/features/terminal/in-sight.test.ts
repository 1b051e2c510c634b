import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { REST_AFTER_MS, watchSight } from './in-sight.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watched() {
  const page = Object.assign(new EventTarget(), { hidden: false })
  const seen = vi.fn<() => void>()
  const rested = vi.fn<() => void>()
  const sight = watchSight(page, { seen, rested })
  const hide = (hidden: boolean) => {
    page.hidden = hidden
    page.dispatchEvent(new Event('visibilitychange'))
  }
  return { sight, hide, calls: () => [seen.mock.calls.length, rested.mock.calls.length] }
}

it('lets go of what has lost its place for more than a moment, once', () => {
  const { sight, calls } = watched()
  sight.placed(true)
  expect([sight.now, ...calls()]).toEqual([true, 1, 0])
  sight.placed(false)
  vi.advanceTimersByTime(REST_AFTER_MS - 1)
  expect([sight.now, ...calls()]).toEqual([false, 1, 0])
  vi.advanceTimersByTime(REST_AFTER_MS * 3)
  expect(calls()).toEqual([1, 1])
})

it('keeps what comes back within the moment', () => {
  const { sight, calls } = watched()
  sight.placed(true)
  for (let n = 0; n < 5; n++) {
    sight.placed(false)
    vi.advanceTimersByTime(REST_AFTER_MS - 1)
    sight.placed(true)
  }
  vi.advanceTimersByTime(REST_AFTER_MS * 2)
  expect(calls()).toEqual([6, 0])
})

it('lets go in a hidden page, and comes back with it', () => {
  const { sight, hide, calls } = watched()
  sight.placed(true)
  hide(true)
  expect(sight.now).toBe(false)
  vi.advanceTimersByTime(REST_AFTER_MS)
  expect(calls()).toEqual([1, 1])
  hide(false)
  expect([sight.now, ...calls()]).toEqual([true, 2, 1])
})

it('is not in sight before both are: its place and the page', () => {
  const { sight, hide, calls } = watched()
  hide(true)
  sight.placed(true)
  vi.advanceTimersByTime(REST_AFTER_MS * 2)
  expect([sight.now, ...calls()]).toEqual([false, 0, 0])
  sight.placed(false)
  hide(false)
  expect(sight.now).toBe(false)
  sight.placed(true)
  expect(calls()).toEqual([1, 0])
})

it('counts from the first loss: hidden, and its place gone as well', () => {
  const { sight, hide, calls } = watched()
  sight.placed(true)
  hide(true)
  vi.advanceTimersByTime(REST_AFTER_MS / 2)
  sight.placed(false)
  vi.advanceTimersByTime(REST_AFTER_MS / 2)
  expect(calls()).toEqual([1, 1])
})

it('says nothing once closed', () => {
  const { sight, hide, calls } = watched()
  sight.placed(true)
  sight.placed(false)
  sight.close()
  vi.advanceTimersByTime(REST_AFTER_MS)
  hide(true)
  hide(false)
  expect(calls()).toEqual([1, 0])
})
