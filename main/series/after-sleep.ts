/** A longer pause between two ticks is a machine that slept, ms: as `sessions/sleep-watch.ts` has it. */
const SLEPT_MS = 30_000
/** How long the sleep may take to be told after waking, ms: two looks of `sessions/sleep-watch.ts`. */
const TOLD_WITHIN_MS = 10_000

/** Keeps time from being told as passed before the sleep in it is known: on waking, nothing is due that was not before. */
export class AfterSleep {
  #last: number | null = null
  #quietUntil = 0

  /** Whether the time at `at` (ms since the epoch) may be told. */
  mayTell(at: number): boolean {
    const passed = this.#last === null ? 0 : at - this.#last
    this.#last = at
    if (passed > SLEPT_MS) this.#quietUntil = at + TOLD_WITHIN_MS
    return at >= this.#quietUntil
  }

  /** The sleep is told: from now on time may be. */
  told(): void {
    this.#quietUntil = 0
  }
}
