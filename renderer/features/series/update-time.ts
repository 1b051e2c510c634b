/** What an update of the timeline takes, from the core's answer to the drawn plots: seen by a PerformanceObserver. */
const NAME = 'timeline-update'

export function updateBegan(): void {
  performance.mark(NAME)
}

/** After the plots were told: they draw in a microtask of their own, so this comes after it. */
export function updateEnds(): void {
  queueMicrotask(() => {
    if (performance.getEntriesByName(NAME, 'mark').length === 0) return
    performance.measure(NAME, NAME)
    // The buffer of a page that is open for days would grow for ever; observers have had the entry.
    performance.clearMarks(NAME)
    performance.clearMeasures(NAME)
  })
}
