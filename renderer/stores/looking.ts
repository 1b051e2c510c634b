import { useEffect } from 'react'
import { create } from 'zustand'

/** The series that a screen says it shows; undefined: none said so, and the address tells. */
export const useLooking = create<{ shown: string | null | undefined }>()(() => ({ shown: undefined }))

/** For a screen whose address does not tell which series is before the person's eyes, as the terminals. */
export function useShownSeries(seriesId: string | null): void {
  useEffect(() => {
    useLooking.setState({ shown: seriesId })
    return () => useLooking.setState({ shown: undefined })
  }, [seriesId])
}
