/** A pause is at least so many times as long as the work took: where much is asked of a busy machine, all of it slows down. */
const PAUSE_PER_WORK = 10
/** Slow once is not slow next time: a person who watches sees what is new a second after it at most. Milliseconds. */
const LONGEST_PAUSE_MS = 1_000

/** Runs work for a key at most once in `ms`, and once more after the last time it was asked for; never twice at a time. */
export function pacer(
  ms: number,
  work: (key: string) => Promise<void>,
  fault: (error: unknown) => void,
): { ask(key: string): void; stop(): void } {
  /** Keys in their pause or at work; true: asked for again since. */
  const busy = new Map<string, boolean>()
  const pauses = new Map<string, NodeJS.Timeout>()

  async function run(key: string): Promise<void> {
    busy.set(key, false)
    const began = performance.now()
    try {
      await work(key)
    } catch (error) {
      fault(error)
    }
    if (!busy.has(key)) return
    const took = performance.now() - began
    pauses.set(key, setTimeout(rest, Math.max(ms, Math.min(took * PAUSE_PER_WORK, LONGEST_PAUSE_MS)), key))
  }

  function rest(key: string): void {
    pauses.delete(key)
    const again = busy.get(key) === true
    busy.delete(key)
    if (again) void run(key)
  }

  return {
    ask(key) {
      if (busy.has(key)) busy.set(key, true)
      else void run(key)
    },
    stop() {
      for (const pause of pauses.values()) clearTimeout(pause)
      pauses.clear()
      busy.clear()
    },
  }
}
