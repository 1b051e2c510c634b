import type { Terminal } from '@xterm/xterm'

/**
 * Keeps what a terminal shows before the eyes while it is reset and drawn anew: xterm empties the rows of a page at once,
 * while a long replay takes several frames to be read. What a GPU drew stays by itself. Call the result when all is read.
 */
export function keepStill(terminal: Terminal): () => void {
  const rows = terminal.element?.querySelector<HTMLElement>('.xterm-rows')
  if (!rows) return () => {}
  const still = rows.cloneNode(true) as HTMLElement
  still.classList.add('terminal-still')
  rows.after(still)
  return () => {
    const drawn = terminal.onRender(() => {
      drawn.dispose()
      still.remove()
    })
  }
}
