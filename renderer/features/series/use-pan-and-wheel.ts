import { type RefCallback, useCallback, useEffect, useRef } from 'react'
import { followDrag } from './follow-drag.ts'
import { ZOOM_STEP } from './timeline-keys.ts'
import { panned, type Span, type Viewport, zoomed } from './viewport.ts'

export interface Surface {
  view: Viewport
  domain: Span
  /** Of the plotting area and where it begins, CSS pixels. */
  width: number
  left: number
  onView: (view: Viewport) => void
}

/** Wheel: closer and farther at the pointer. Wheel aside, or with shift: pan. Shift and a drag: pan. */
export function usePanAndWheel(surface: Surface): RefCallback<HTMLElement> {
  const latest = useRef(surface)
  useEffect(() => void (latest.current = surface))

  return useCallback((element: HTMLElement | null) => {
    if (element === null) return
    const wheel = (event: WheelEvent): void => {
      if (!(event.target instanceof HTMLElement) || event.target.closest('.u-over') === null) return
      event.preventDefault()
      const { view, domain, width, left, onView } = latest.current
      const span = view.to - view.from
      const aside = event.shiftKey ? event.deltaY + event.deltaX : event.deltaX
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        onView(panned(view, domain, (aside / Math.max(1, width)) * span))
        return
      }
      const share = (event.clientX - element.getBoundingClientRect().left - left) / Math.max(1, width)
      // A mouse wheel says about 100 a step, a touchpad a few: both feel alike.
      const steps = Math.max(-1, Math.min(1, event.deltaY / 100))
      onView(zoomed(view, domain, ZOOM_STEP ** -steps, view.from + share * span))
    }
    const down = (event: PointerEvent): void => {
      if (event.button !== 0 || !event.shiftKey) return
      if (!(event.target instanceof HTMLElement) || event.target.closest('.u-over') === null) return
      event.preventDefault()
      const { view, domain, width, onView } = latest.current
      const pixel = (view.to - view.from) / Math.max(1, width)
      followDrag(window, (to) => onView(panned(view, domain, (event.clientX - to.clientX) * pixel)))
    }
    element.addEventListener('wheel', wheel, { passive: false })
    element.addEventListener('pointerdown', down)
    return () => {
      element.removeEventListener('wheel', wheel)
      element.removeEventListener('pointerdown', down)
    }
  }, [])
}
