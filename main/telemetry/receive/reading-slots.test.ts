import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createReadingSlots } from './reading-slots.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function crowd(count: number, longest: number) {
  const slots = createReadingSlots(count, longest)
  const said: string[] = []
  const enter = (name: string) =>
    slots.enter(
      () => said.push(name),
      () => said.push(`${name} out`),
    )
  return { enter, said }
}

it('lets in as many as there is room for, and the next in order as others leave', () => {
  const { enter, said } = crowd(2, 1_000)
  const [a, , c] = ['a', 'b', 'c', 'd'].map(enter)
  expect(said).toEqual(['a', 'b'])
  c?.()
  a?.()
  a?.()
  expect(said).toEqual(['a', 'b', 'd'])
})

it('hurries nobody while nobody waits', () => {
  const { enter, said } = crowd(1, 1_000)
  enter('a')
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual(['a'])
  enter('b')
  vi.advanceTimersByTime(0)
  expect(said).toEqual(['a', 'a out', 'b'])
})

it('puts out the slowest, one after the other, while somebody waits', () => {
  const { enter, said } = crowd(1, 1_000)
  ;['a', 'b', 'c'].forEach(enter)
  vi.advanceTimersByTime(999)
  expect(said).toEqual(['a'])
  vi.advanceTimersByTime(1)
  expect(said).toEqual(['a', 'a out', 'b'])
  vi.advanceTimersByTime(1_000)
  expect(said).toEqual(['a', 'a out', 'b', 'b out', 'c'])
  vi.advanceTimersByTime(60_000)
  expect(said).toHaveLength(5)
})

it('leaves those alone who left in time', () => {
  const { enter, said } = crowd(1, 1_000)
  const [a, b] = ['a', 'b', 'c'].map(enter)
  vi.advanceTimersByTime(900)
  a?.()
  vi.advanceTimersByTime(900)
  expect(said).toEqual(['a', 'b'])
  b?.()
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual(['a', 'b', 'c'])
})
