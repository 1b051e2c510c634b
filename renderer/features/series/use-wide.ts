import { useSyncExternalStore } from 'react'

/** A checkpoint has room beside the timeline from here on, CSS pixels of the window. */
const WIDE = '(min-width: 1100px)'

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(WIDE)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(WIDE).matches)
}
