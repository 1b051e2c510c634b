/**
 * At most `limit` of `items`, in order: the first, the last, and of each stretch between them the one that weighs most,
 * so that a chart of them keeps its peaks.
 */
export function thin<T>(items: readonly T[], limit: number, weigh: (item: T) => number): readonly T[] {
  if (items.length <= limit) return items
  if (limit < 2) return items.slice(items.length - Math.max(0, limit))
  const between = items.slice(1, -1)
  const stretches = limit - 2
  const peaks = Array.from({ length: stretches }, (_, index) => {
    const from = Math.floor((index * between.length) / stretches)
    const to = Math.floor(((index + 1) * between.length) / stretches)
    return between.slice(from, to).reduce((peak, item) => (weigh(item) > weigh(peak) ? item : peak))
  })
  return [...items.slice(0, 1), ...peaks, ...items.slice(-1)]
}
