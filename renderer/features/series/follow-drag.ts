/** Follows a pointer that was pressed until it is let go: `move` is told where it is. `target` hears of it meanwhile. */
export function followDrag(target: EventTarget, move: (event: PointerEvent) => void): void {
  const drag = new AbortController()
  const { signal } = drag
  const moved = (event: Event): void => {
    if (event instanceof PointerEvent) move(event)
  }
  target.addEventListener('pointermove', moved, { signal })
  for (const end of ['pointerup', 'pointercancel']) target.addEventListener(end, () => drag.abort(), { signal })
}
