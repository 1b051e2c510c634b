export interface RandomSource {
  /** Evenly from 0 to below 1. */
  next(): number
  /** A whole number from `from` to `to`, both in. */
  between(from: number, to: number): number
  /** Often small, seldom up to `most`: as sizes of tool results are. */
  skewed(from: number, most: number): number
  pick<T>(items: readonly [T, ...T[]]): T
  uuid(): string
  id(prefix: string): string
}

/** The same numbers for the same seed (mulberry32). */
export function randomSource(seed: number): RandomSource {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join('')
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    skewed: (from, most) => Math.floor(from * (most / from) ** (next() ** 2)),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    id: (prefix) => `${prefix}${hex(24)}`,
  }
}
