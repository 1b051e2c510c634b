import { expect, test } from 'vitest'
import { chance } from './adversary-streams-for-tests.ts'
import { SeenTable } from './seen-table.ts'

test('holds what a set holds, grown many times', () => {
  const random = chance(7)
  const word = (): number => Math.floor(random.next() * 2 ** 32)
  const table = new SeenTable()
  const truth = new Set<string>()
  for (let at = 0; at < 20_000; at += 1) {
    // Few high words, so that many differ in one word only.
    const [high, low] = [random.between(0, 3), word() % 8_000]
    // A high word of 0 stands for 1: the chance that it matters is that of two points that share a hash.
    const key = `${Math.max(1, high)} ${low}`
    expect(table.add(high, low)).toBe(!truth.has(key))
    truth.add(key)
  }
  expect(table.size).toBe(truth.size)
  for (let low = 0; low < 8_000; low += 1) expect(table.has(2, low)).toBe(truth.has(`2 ${low}`))
})

test('finds what shares its place with others', () => {
  const table = new SeenTable()
  for (let at = 0; at < 100; at += 1) table.add(1, at * 1_024)
  expect(table.has(1, 99 * 1_024)).toBe(true)
  expect(table.has(1, 100 * 1_024)).toBe(false)
  expect(table.has(2, 99 * 1_024)).toBe(false)
})

test('is empty when cleared, large or small', () => {
  const table = new SeenTable()
  for (const size of [10, 30_000]) {
    for (let at = 0; at < size; at += 1) table.add(at, at)
    table.clear()
    expect(table.size).toBe(0)
    expect(table.has(5, 5)).toBe(false)
  }
})
