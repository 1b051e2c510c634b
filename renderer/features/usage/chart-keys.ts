/** Where the keyboard goes on the chart: the number of a bar, null for the whole range; undefined: it is not one of its keys. */
export function barAfter(key: string, bar: number | null, bars: number): number | null | undefined {
  if (bars === 0) return undefined
  switch (key) {
    case 'ArrowLeft':
      return bar === null ? bars - 1 : Math.max(0, bar - 1)
    case 'ArrowRight':
      return bar === null ? 0 : Math.min(bars - 1, bar + 1)
    case 'Home':
      return 0
    case 'End':
      return bars - 1
    case 'Escape':
      return bar === null ? undefined : null
    default:
      return undefined
  }
}
