import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createHeartbeat, HEARTBEAT_MS, SILENT_BEATS } from './heartbeat.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function beating() {
  const ask = vi.fn<() => void>()
  const dead = vi.fn<() => void>(() => heartbeat.stop())
  const heartbeat = createHeartbeat(ask, dead)
  heartbeat.start()
  return { ask, dead, heartbeat }
}

it('knows within ten seconds that the core is dead, after it has asked it', () => {
  const { ask, dead } = beating()
  vi.advanceTimersByTime(HEARTBEAT_MS * SILENT_BEATS - 1)
  expect([ask.mock.calls.length, dead.mock.calls.length]).toEqual([SILENT_BEATS - 1, 0])
  vi.advanceTimersByTime(1)
  expect(dead).toHaveBeenCalledTimes(1)
  // A core that dies right after a beat is noticed one beat later.
  expect(HEARTBEAT_MS * (SILENT_BEATS + 1)).toBeLessThanOrEqual(10_000)
})

it('lives as long as a word comes now and then', () => {
  const { dead, heartbeat } = beating()
  for (let n = 0; n < 20; n++) {
    vi.advanceTimersByTime(HEARTBEAT_MS * (SILENT_BEATS - 1))
    heartbeat.heard()
  }
  expect(dead).not.toHaveBeenCalled()
})

it('asks nobody once it was stopped', () => {
  const { ask, heartbeat } = beating()
  heartbeat.stop()
  vi.advanceTimersByTime(60_000)
  expect(ask).not.toHaveBeenCalled()
})
