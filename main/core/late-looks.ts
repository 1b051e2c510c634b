/** Looks at what changed once more, at least `ms` after its last change: what belongs to it may come late. */
export function lateLooks(ms: number, look: (key: string) => void): { changed(key: string): void; stop(): void } {
  /** Those that wait; true: changed again since. */
  const waiting = new Map<string, boolean>()
  const timers = new Set<NodeJS.Timeout>()

  function wait(key: string): void {
    waiting.set(key, false)
    const timer = setTimeout(() => {
      timers.delete(timer)
      const again = waiting.get(key) === true
      waiting.delete(key)
      look(key)
      if (again) wait(key)
    }, ms)
    timers.add(timer.unref())
  }

  return {
    changed(key) {
      if (waiting.has(key)) waiting.set(key, true)
      else wait(key)
    },
    stop() {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      waiting.clear()
    },
  }
}
