import { useSyncExternalStore } from 'react'

/** One clock for all ages on the page; it stands still while nobody shows one. */
const TICK_MS = 1_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = Date.now()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    now = Date.now()
    timer = setInterval(() => {
      now = Date.now()
      for (const each of listeners) each()
    }, TICK_MS)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** ms since the epoch, once a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

/** What `toText` makes of the clock: it renders anew only where the text changes. */
export function useNowText(toText: (now: number) => string): string {
  return useSyncExternalStore(subscribe, () => toText(now))
}
