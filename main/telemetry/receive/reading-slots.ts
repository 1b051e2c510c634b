export interface ReadingSlots {
  /**
   * `begin` is called once there is room, at once if there is. `evict` where it took too long while others wait. Gives
   * the way to leave, which may be gone more than once.
   */
  enter(begin: () => void, evict: () => void): () => void
}

interface Entry {
  begin(): void
  evict(): void
  since: number
}

/**
 * A few at a time; the others wait in the order in which they came. Nobody is hurried until somebody waits; then who
 * has had the slot for `longest` milliseconds has to leave, so that slow senders stall nobody.
 */
export function createReadingSlots(count: number, longest: number): ReadingSlots {
  const reading = new Set<Entry>()
  const waiting = new Set<Entry>()
  let timer: NodeJS.Timeout | null = null

  const fill = (): void => {
    for (const entry of waiting) {
      if (reading.size >= count) break
      waiting.delete(entry)
      entry.since = performance.now()
      reading.add(entry)
      entry.begin()
    }
    hurry()
  }
  const hurry = (): void => {
    const [oldest] = reading
    if (timer !== null || waiting.size === 0 || oldest === undefined) return
    timer = setTimeout(check, Math.max(0, oldest.since + longest - performance.now()))
  }
  const check = (): void => {
    timer = null
    const [oldest] = reading
    if (waiting.size > 0 && oldest !== undefined && performance.now() - oldest.since >= longest) {
      reading.delete(oldest)
      oldest.evict()
    }
    fill()
  }
  return {
    enter(begin, evict) {
      const entry = { begin, evict, since: 0 }
      waiting.add(entry)
      fill()
      return () => {
        if (reading.delete(entry)) fill()
        else waiting.delete(entry)
      }
    },
  }
}
