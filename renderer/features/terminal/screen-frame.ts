import { fontToFit } from './view-size.ts'

/** xterm's scroll bar lies over the text unless there is room for it, pixels (its own constant). */
const SCROLL_BAR = 14
/** Room left around a screen in its frame, both sides together, pixels; as in terminal.css. */
const EDGE = 16

/** Would the screen in `shell` at `scale` times its present size be larger than `host` has room for? */
export function isTooLarge(shell: HTMLElement, host: HTMLElement, scale: number): boolean {
  const drawn = drawnSize(shell)
  const room = roomIn(host)
  return drawn !== null && (drawn.width * scale > room.width || drawn.height * scale > room.height)
}

/**
 * Puts the screen in the middle of its host, with its own size: never cut, never torn.
 * Returns the font size in pixels at which it fits, `own` at most; `now` is the one it is drawn with.
 */
export function frame(shell: HTMLElement, host: HTMLElement, own: number, now: number): number {
  const drawn = drawnSize(shell)
  if (drawn === null) return now
  host.dataset['framed'] = 'true'
  shell.style.width = `${drawn.width + SCROLL_BAR + EDGE}px`
  shell.style.height = `${drawn.height + EDGE}px`
  return fontToFit(own, now, drawn, roomIn(host))
}

/** The screen fills its host again. */
export function unframe(shell: HTMLElement, host: HTMLElement): void {
  delete host.dataset['framed']
  shell.style.width = ''
  shell.style.height = ''
}

function drawnSize(shell: HTMLElement): { width: number; height: number } | null {
  const screen = shell.querySelector<HTMLElement>('.xterm-screen')
  return screen && { width: screen.offsetWidth, height: screen.offsetHeight }
}

function roomIn(host: HTMLElement): { width: number; height: number } {
  return { width: host.clientWidth - SCROLL_BAR - EDGE, height: host.clientHeight - EDGE }
}
