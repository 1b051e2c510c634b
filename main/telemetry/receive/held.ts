/** Bytes that are held at a time, bounded. */
export interface Held {
  /** False: they would be too many; nothing was added. */
  add(bytes: number): boolean
  release(bytes: number): void
}

export function createHeld(limit: number): Held {
  let held = 0
  return {
    add(bytes) {
      if (held + bytes > limit) return false
      held += bytes
      return true
    },
    release: (bytes) => void (held -= bytes),
  }
}
