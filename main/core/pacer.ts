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
    try {
      await work(key)
    } catch (error) {
      fault(error)
    }
    if (!busy.has(key)) return
    pauses.set(key, setTimeout(rest, ms, key))
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
