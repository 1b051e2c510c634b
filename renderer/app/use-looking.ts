import { useEffect } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useBoard } from '../stores/board.ts'
import { core } from '../stores/core.ts'
import { shownSeries, useLooking } from '../stores/looking.ts'
import { seriesOfPlace } from './looking.ts'
import { usePlace } from './navigate.ts'

/** Tells the core which series the person has before their eyes, so that they are not told what they see. */
export function useTellLooking(): void {
  const place = usePlace()
  const byAddress = useBoard((state) => seriesOfPlace(place, state.sessions))
  const shown = useLooking(useShallow((state) => shownSeries(state, byAddress)))
  useEffect(() => {
    const tell = (): void => core().looking(isBeforeEyes() ? shown : [])
    tell()
    document.addEventListener('visibilitychange', tell)
    window.addEventListener('focus', tell)
    window.addEventListener('blur', tell)
    return () => {
      document.removeEventListener('visibilitychange', tell)
      window.removeEventListener('focus', tell)
      window.removeEventListener('blur', tell)
    }
  }, [shown])
}

function isBeforeEyes(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}
