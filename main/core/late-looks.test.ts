import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { lateLooks } from './late-looks.ts'

const MS = 100
let looked: string[]
let looks: ReturnType<typeof lateLooks>
beforeEach(() => {
  vi.useFakeTimers()
  looked = []
  looks = lateLooks(MS, (key) => void looked.push(key))
})
afterEach(() => void vi.useRealTimers())

it('looks once more after a change, and then rests', () => {
  looks.changed('A')
  vi.advanceTimersByTime(MS - 1)
  expect(looked).toEqual([])
  vi.advanceTimersByTime(1)
  expect(looked).toEqual(['A'])
  vi.advanceTimersByTime(10 * MS)
  expect(looked).toEqual(['A'])
})

it('looks again after the last of many changes, however close they came', () => {
  looks.changed('A')
  vi.advanceTimersByTime(MS - 1)
  for (let n = 0; n < 5; n += 1) looks.changed('A')
  vi.advanceTimersByTime(1)
  expect(looked).toEqual(['A'])
  vi.advanceTimersByTime(MS)
  expect(looked).toEqual(['A', 'A'])
  vi.advanceTimersByTime(10 * MS)
  expect(looked).toEqual(['A', 'A'])
})

it('keeps things apart', () => {
  looks.changed('A')
  vi.advanceTimersByTime(MS / 2)
  looks.changed('B')
  vi.advanceTimersByTime(MS / 2)
  expect(looked).toEqual(['A'])
  vi.advanceTimersByTime(MS / 2)
  expect(looked).toEqual(['A', 'B'])
})

it('looks no more once it is stopped', () => {
  looks.changed('A')
  looks.stop()
  vi.advanceTimersByTime(2 * MS)
  expect(looked).toEqual([])
})
