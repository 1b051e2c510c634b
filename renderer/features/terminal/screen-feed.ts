import type { GridSize } from './view-size.ts'

/** What a terminal emulator does; xterm, in a page or headless. */
export interface EmulatedScreen {
  /** `done` once it is parsed, in order with other writes. */
  write(data: string | Uint8Array, done?: () => void): void
  reset(): void
  resize(columns: number, rows: number): void
  /** Keeps what is seen in sight until some time after the result was called, whatever is done with the screen. */
  still?(): () => void
}

/** Between these nothing is drawn (synchronized output): a replay appears at once, not line by line. */
const HOLD_DRAWING = '\u001b[?2026h'
const DRAW = '\u001b[?2026l'

export interface ScreenFeed {
  output(bytes: Uint8Array): void
  /** `above`: a line for the scrollback, over all that the replay draws. */
  replay(bytes: Uint8Array, above: string | null): void
  /** Before the first replay: takes effect together with it. */
  resize(size: GridSize): void
  /** What still waits to be drawn is nobody's any more. */
  close(): void
}

/**
 * Feeds a screen with what comes for a terminal. Everything takes effect in order: xterm resets and resizes at once,
 * while text of before may still wait to be parsed, so both are queued as writes. `drawn` counts the bytes that reached
 * the screen; it is what the core's flow control counts on.
 */
export function feedScreen(screen: EmulatedScreen, drawn: (bytes: number) => void): ScreenFeed {
  let open = true
  /** Until the first replay the screen shows what was there before, in its own size. */
  let first: { size: GridSize | null } | null = { size: null }
  const acknowledge = (bytes: Uint8Array) => () => {
    if (open && bytes.length > 0) drawn(bytes.length)
  }
  const queue = (action: () => void) => screen.write('', () => open && action())
  return {
    output: (bytes) => screen.write(bytes, acknowledge(bytes)),
    replay(bytes, above) {
      const size = first?.size ?? null
      first = null
      let release = (): void => {}
      queue(() => {
        release = screen.still?.() ?? release
        screen.reset()
        if (size !== null) screen.resize(size.columns, size.rows)
      })
      screen.write(HOLD_DRAWING)
      if (above !== null) screen.write(lineAbove(above))
      screen.write(bytes, acknowledge(bytes))
      screen.write(DRAW, () => release())
    },
    resize(size) {
      if (first === null) queue(() => screen.resize(size.columns, size.rows))
      else first.size = size
    },
    close() {
      open = false
    },
  }
}

/** More rows than a terminal has: the cursor stops at its last. */
const LAST_ROW = 999

/** Puts one faint line, cut where the screen is narrow, into the scrollback of a screen just reset, and the cursor where a replay begins. */
function lineAbove(text: string): string {
  return `\u001b[?7l\u001b[2m── ${text} ──\u001b[0m\u001b[?7h\u001b[${LAST_ROW};1H\n\u001b[H`
}
