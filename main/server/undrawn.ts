export interface Undrawn {
  sent(bytes: number): void
  /** False: more than was sent, and so not believed. */
  acknowledged(bytes: number): boolean
  /** More than the window were on their way, and not yet half of that has been drawn. */
  behind(): boolean
}

/** What a viewer that acknowledges was sent and has not yet drawn. `window`: bytes that may be on their way now. */
export function createUndrawn(window: () => number): Undrawn {
  let undrawn = 0
  let over = false
  return {
    sent(bytes) {
      undrawn += bytes
      if (undrawn > window()) over = true
    },
    acknowledged(bytes) {
      if (bytes > undrawn) return false
      undrawn -= bytes
      if (undrawn <= window() / 2) over = false
      return true
    },
    behind: () => over,
  }
}
