/** Numbers of the checkpoints beside one; null: there is none. */
export interface Neighbours {
  before: number | null
  after: number | null
}

/** The checkpoints next to `n` among those that are kept: `numbers` in any order, with gaps where some were pruned. */
export function neighboursOf(numbers: readonly number[], n: number): Neighbours {
  const before = Math.max(...numbers.filter((other) => other < n))
  const after = Math.min(...numbers.filter((other) => other > n))
  return { before: Number.isFinite(before) ? before : null, after: Number.isFinite(after) ? after : null }
}
