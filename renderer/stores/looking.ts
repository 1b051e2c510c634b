import { useEffect, useId } from 'react'
import { create } from 'zustand'

interface Looking {
  /** What each screen, by a key of its own, says it shows; empty: none says so, and the address tells. */
  screens: ReadonlyMap<string, readonly string[]>
}

export const useLooking = create<Looking>()(() => ({ screens: new Map() }))

/** The screen shows these series from here on; null: it is gone. */
export function sayShown(screen: string, seriesIds: readonly string[] | null): void {
  useLooking.setState(({ screens }) => {
    const next = new Map(screens)
    if (seriesIds === null) next.delete(screen)
    else next.set(screen, seriesIds)
    return { screens: next }
  })
}

/** All that the screens show, each once; `byAddress` where none of them says. */
export function shownSeries({ screens }: Looking, byAddress: string | null): string[] {
  if (screens.size > 0) return [...new Set([...screens.values()].flat())]
  return byAddress === null ? [] : [byAddress]
}

/** For a screen whose address does not tell which series are before the person's eyes, as the terminals. */
export function useShownSeries(seriesIds: readonly string[]): void {
  const screen = useId()
  useEffect(() => sayShown(screen, seriesIds), [screen, seriesIds])
  useEffect(() => () => sayShown(screen, null), [screen])
}
