import { expect, it, onTestFinished, vi } from 'vitest'
import { retainTelemetry } from './telemetry-retention.ts'

const DAY_MS = 86_400_000
const NOW = 100 * DAY_MS
const settings = () => ({ dedupeMinutes: 30, keepDays: 90 })

function storeOf(pieces: number) {
  const asked: { minutes: number; seen: number; streams: number }[] = []
  const pruneTelemetry = async (before: (typeof asked)[number]) => {
    asked.push(before)
    // As a store in a thread answers: not within the same turn.
    await new Promise(setImmediate)
    return asked.length < pieces
  }
  return { asked, store: { pruneTelemetry } }
}

it('asks until nothing old is left, by what the settings want', async () => {
  const { asked, store } = storeOf(3)
  const retention = retainTelemetry({ store, settings, fault: expect.unreachable, now: () => NOW })
  onTestFinished(() => retention.close())
  await vi.waitFor(() => expect(asked).toHaveLength(3))
  expect(asked[0]).toEqual({ minutes: 10 * DAY_MS, seen: NOW - 30 * 60_000, streams: 93 * DAY_MS })
})

it('looks again every hour', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { asked, store } = storeOf(1)
  const retention = retainTelemetry({ store, settings, fault: expect.unreachable })
  await vi.advanceTimersByTimeAsync(3.5 * 3_600_000)
  expect(asked).toHaveLength(4)
  await retention.close()
  await vi.advanceTimersByTimeAsync(3.5 * 3_600_000)
  expect(asked).toHaveLength(4)
})

it('stops between two pieces when it is closed', async () => {
  const { asked, store } = storeOf(Number.POSITIVE_INFINITY)
  const retention = retainTelemetry({ store, settings, fault: expect.unreachable })
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(1))
  await retention.close()
  const { length } = asked
  await Promise.resolve()
  expect(asked).toHaveLength(length)
})

it('tells what fails and looks again later', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const faults: unknown[] = []
  const failing = { pruneTelemetry: () => Promise.reject(new Error('disk full')) }
  const retention = retainTelemetry({ store: failing, settings, fault: (error) => faults.push(error) })
  await vi.advanceTimersByTimeAsync(3_600_000)
  await retention.close()
  expect(faults.map(String)).toEqual(['Error: disk full', 'Error: disk full'])
})
