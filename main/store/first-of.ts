/** The first `limit` numbers below `count` in an order, sorted by it: quicker than sorting all when they are many. */
export function firstOf(count: number, limit: number, compare: (one: number, other: number) => number): number[] {
  if (limit < 1) return []
  if (count <= limit) return Array.from({ length: count }, (_, index) => index).sort(compare)
  /** A heap: each comes after its two children in the order, the last of all at the top. */
  const heap: number[] = []
  const at = (place: number): number => heap[place] ?? 0
  const swap = (one: number, other: number): void => {
    const kept = at(one)
    heap[one] = at(other)
    heap[other] = kept
  }
  function sink(): void {
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      if (left >= heap.length) return
      const right = left + 1
      const later = right < heap.length && compare(at(right), at(left)) > 0 ? right : left
      if (compare(at(later), at(place)) <= 0) return
      swap(place, later)
      place = later
    }
  }
  function rise(): void {
    let place = heap.length - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (compare(at(place), at(parent)) <= 0) return
      swap(place, parent)
      place = parent
    }
  }
  for (let index = 0; index < count; index += 1) {
    if (heap.length < limit) {
      heap.push(index)
      rise()
    } else if (compare(index, at(0)) < 0) {
      heap[0] = index
      sink()
    }
  }
  return heap.sort(compare)
}
