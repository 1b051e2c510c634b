import { type RefObject, useEffect, useRef } from 'react'

/** When a step comes up its first choice has the focus: the button pressed before it is gone. */
export function useFocusFirst(): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The dialog first takes back the focus that was lost with the step before.
    const frame = requestAnimationFrame(() => {
      if (ref.current?.contains(document.activeElement) === true) return
      ref.current?.querySelector<HTMLElement>('button:not(:disabled), input, textarea')?.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [])
  return ref
}
