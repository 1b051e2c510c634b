/** How often the clocks are compared, ms. */
const LOOK_MS = 5_000
/** A jump beyond this is no drift, no slow machine and no leap second, ms. */
const JUMP_MS = 30_000

export interface Clocks {
  /** Time of day, ms since the epoch. */
  wall(): number
  /** A clock that is never set, ms. */
  monotonic(): number
  /** Calls `look` every `ms` until the answer is called. */
  every(ms: number, look: () => void): () => void
}

const SYSTEM: Clocks = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  every: (ms, look) => {
    const timer = setInterval(look, ms).unref()
    return () => clearInterval(timer)
  },
}

/**
 * Tells when the machine has slept, with how long, ms. The monotonic clock stands still meanwhile on Linux: the time of
 * day jumps against it. On macOS and Windows it runs on: the look itself is late. A core that was stopped for as long
 * looks the same, and should.
 */
export function watchSleep({ onWake, clocks = SYSTEM }: { onWake(ms: number): void; clocks?: Clocks }): {
  stop(): void
} {
  let wall = clocks.wall()
  let monotonic = clocks.monotonic()
  const stop = clocks.every(LOOK_MS, () => {
    const wallPassed = clocks.wall() - wall
    const monotonicPassed = clocks.monotonic() - monotonic
    wall += wallPassed
    monotonic += monotonicPassed
    const slept = Math.max(wallPassed - monotonicPassed, monotonicPassed - LOOK_MS)
    if (slept > JUMP_MS) onWake(slept)
  })
  return { stop }
}
