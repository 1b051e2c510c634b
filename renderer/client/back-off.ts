/** The first try again comes after about this time; it doubles with each failure. Milliseconds. */
export const FIRST_RETRY_MS = 250
/** A person who started the core again waits no longer than this. Milliseconds. */
export const LONGEST_RETRY_MS = 5_000
/** A connection that stood so long was a good one: the next try comes at once. Milliseconds. */
export const STEADY_MS = 5_000

export interface BackOff {
  /** The connection stands. */
  opened(now: number): void
  /** It was lost, or never stood: how long to wait now, in ms. */
  failed(now: number): number
}

/** Half of each wait is chance, so that many pages of one core do not come back in one moment. */
export function createBackOff(random: () => number = Math.random): BackOff {
  let failures = 0
  let openedAt: number | null = null
  return {
    opened: (now) => void (openedAt = now),
    failed(now) {
      if (openedAt !== null && now - openedAt >= STEADY_MS) failures = 0
      openedAt = null
      const wait = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS)
      failures += 1
      return wait * (0.5 + random() / 2)
    },
  }
}
