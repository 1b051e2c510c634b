/**
 * Pairs of two lists, each item in one pair at most; both are in order of time. The earliest takes the earliest that fits, which
 * makes as many pairs as there can be where "fits" is a matter of nearness, and the same ones in whatever order they came.
 */
export function pairUp<A, B>(ones: readonly A[], others: readonly B[], fits: (one: A, other: B) => boolean): Map<A, B> {
  const pairs = new Map<A, B>()
  const free = [...others]
  for (const one of ones) {
    const index = free.findIndex((other) => fits(one, other))
    const [mate] = index === -1 ? [] : free.splice(index, 1)
    if (mate !== undefined) pairs.set(one, mate)
  }
  return pairs
}
