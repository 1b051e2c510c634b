/**
 * Runs `work` one at a time. A call during a run starts one more after it, shared by all such callers, so that each
 * caller resolves after a run that began after its call.
 */
export function singleFlight(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  function run(): Promise<void> {
    const mine = work().finally(() => {
      if (running === mine) running = null
    })
    running = mine
    return mine
  }

  return () => {
    if (next !== null) return next
    if (running === null) return run()
    next = running
      .catch(() => {
        // Told to the caller of that run.
      })
      .then(() => {
        next = null
        return run()
      })
    return next
  }
}
