/** A map of at most `limit` entries; those that were not asked for in the longest time go first. */
export interface BoundedMap<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V): void
  clear(): void
}

export function boundedMap<K, V>(limit: number): BoundedMap<K, V> {
  // Two generations: an entry that is asked for moves to the young one, the old one is let go of as a whole.
  const half = Math.ceil(limit / 2)
  let young = new Map<K, V>()
  let old = new Map<K, V>()
  const set = (key: K, value: V): void => {
    if (young.size >= half && !young.has(key)) {
      old = young
      young = new Map()
    }
    young.set(key, value)
  }
  return {
    get: (key) => {
      const kept = young.get(key)
      if (kept !== undefined) return kept
      const found = old.get(key)
      if (found !== undefined) set(key, found)
      return found
    },
    set,
    clear: () => {
      young.clear()
      old.clear()
    },
  }
}
