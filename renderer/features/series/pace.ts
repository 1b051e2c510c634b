export interface Pace {
  /** Asks for a run: at once when the last began long enough ago and is over, else as soon as that is so. */
  ask(): void
  stop(): void
}

/** Runs `work` on asking, never twice at once, and not before `leastMs` after the beginning of the last. */
export function pace(leastMs: number, work: () => Promise<void>): Pace {
  let [began, running, asked, stopped] = [Number.NEGATIVE_INFINITY, false, false, false]
  let timer: ReturnType<typeof setTimeout> | null = null

  const run = async (): Promise<void> => {
    timer = null
    if (stopped) return
    ;[asked, running, began] = [false, true, Date.now()]
    try {
      await work()
    } finally {
      running = false
      if (asked) plan()
    }
  }
  const plan = (): void => {
    if (stopped || timer !== null) return
    timer = setTimeout(() => void run(), Math.max(0, began + leastMs - Date.now()))
  }
  return {
    ask() {
      asked = true
      if (!running) plan()
    },
    stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
