import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { pacer } from './pacer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('works at once, and once more for all that was asked meanwhile', async () => {
  const done: string[] = []
  const pace = pacer(100, async (key) => void done.push(key), fail)
  for (let n = 0; n < 5; n += 1) pace.ask('a')
  pace.ask('b')
  expect(done).toEqual(['a', 'b'])
  await vi.advanceTimersByTimeAsync(99)
  expect(done).toEqual(['a', 'b'])
  await vi.advanceTimersByTimeAsync(1)
  expect(done).toEqual(['a', 'b', 'a'])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(done).toEqual(['a', 'b', 'a'])
  pace.ask('a')
  expect(done).toHaveLength(4)
})

it('is never at one key twice at a time, and counts the pause from the end', async () => {
  const going: (() => void)[] = []
  const pace = pacer(100, () => new Promise<void>((resolve) => going.push(resolve)), fail)
  pace.ask('a')
  pace.ask('a')
  await vi.advanceTimersByTimeAsync(5)
  expect(going).toHaveLength(1)
  going[0]?.()
  await vi.advanceTimersByTimeAsync(99)
  expect(going).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(going).toHaveLength(2)
})

it('rests longer after work that took long', async () => {
  const going: (() => void)[] = []
  const pace = pacer(100, () => new Promise<void>((resolve) => going.push(resolve)), fail)
  pace.ask('a')
  pace.ask('a')
  await vi.advanceTimersByTimeAsync(50)
  going[0]?.()
  await vi.advanceTimersByTimeAsync(499)
  expect(going).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(going).toHaveLength(2)
})

it('rests a second at most, however long the work took', async () => {
  const going: (() => void)[] = []
  const pace = pacer(100, () => new Promise<void>((resolve) => going.push(resolve)), fail)
  pace.ask('a')
  pace.ask('a')
  await vi.advanceTimersByTimeAsync(5_000)
  going[0]?.()
  await vi.advanceTimersByTimeAsync(999)
  expect(going).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(going).toHaveLength(2)
})

it('goes on after work that failed', async () => {
  const faults: unknown[] = []
  const work = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error('a bug')).mockResolvedValue()
  const pace = pacer(100, work, (error) => faults.push(error))
  pace.ask('a')
  pace.ask('a')
  await vi.advanceTimersByTimeAsync(100)
  expect(work).toHaveBeenCalledTimes(2)
  expect(faults).toMatchObject([{ message: 'a bug' }])
})

it('leaves nothing behind when it stops', async () => {
  const work = vi.fn<() => Promise<void>>().mockResolvedValue()
  const pace = pacer(100, work, fail)
  pace.ask('a')
  pace.ask('a')
  await vi.advanceTimersByTimeAsync(50)
  pace.stop()
  expect(vi.getTimerCount()).toBe(0)
  await vi.advanceTimersByTimeAsync(500)
  expect(work).toHaveBeenCalledTimes(1)
})

function fail(error: unknown): never {
  throw error
}
