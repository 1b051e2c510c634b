import headless from '@xterm/headless'
// Node sees only the default export of this CommonJS bundle.
// oxlint-disable-next-line import/default -- its typings tell of an ES module
import serializer from '@xterm/addon-serialize'
// oxlint-disable-next-line import/default -- as above
import graphemes from '@xterm/addon-unicode-graphemes'

/** Lines above the screen that a late viewer still gets: a few answers back, under 2 MB at 120 columns. */
const SCROLLBACK_LINES = 1000
/** Private modes that the serializer leaves out and a viewer needs: cursor shown, mouse encodings. */
const CURSOR_SHOWN = 25
const MOUSE_ENCODINGS = [1005, 1006, 1015, 1016]
/** The alternate screen, in its three forms. */
const ALTERNATE = [47, 1047, 1049]
/** A program that left its alternate screen so short before it was gone left it in order to end, ms: it has 5 s to end. */
const LEAVE_LIMIT_MS = 10_000
/** What the alternate screen showed is looked at again after this, ms: a program that flips between the two costs no more. */
const LEAVE_PACE_MS = 250
/** Longest title kept, characters. */
const LONGEST_TITLE = 200

/** A terminal as text. */
export interface Replay {
  /** Draws screen, scrollback and modes on a terminal of this size that was just reset. */
  text: string
  columns: number
  rows: number
}

/**
 * What a terminal would show of the output so far, kept without a display. All calls take effect in order. Characters are as
 * wide as the page draws them (grapheme clusters of Unicode 15). A replay keeps colours of all 24 bits, and the addresses of
 * links (OSC 8) not: their text stays.
 */
export interface Screen {
  /** `parsed` is called once the text has reached the screen. */
  write(text: string, parsed: () => void): void
  resize(columns: number, rows: number): void
  /** Once disposed of: without text. */
  snapshot(taken: (replay: Replay) => void): void
  /**
   * What to keep of a program that is gone: its snapshot; of one that took its alternate screen away to end, and said no
   * more than a few words then, what that showed.
   */
  last(taken: (replay: Replay) => void): void
  title(): string
  dispose(): void
}

/** @param answer Gets what a terminal sends back when a program queries it (device attributes, cursor position …). */
export function openScreen(columns: number, rows: number, answer: (reply: string) => void): Screen {
  const terminal = new headless.Terminal({ cols: columns, rows, scrollback: SCROLLBACK_LINES, allowProposedApi: true })
  // oxlint-disable-next-line import/no-named-as-default-member -- see the import
  const serialize = new serializer.SerializeAddon()
  terminal.loadAddon(serialize)
  // oxlint-disable-next-line import/no-named-as-default-member -- as above
  terminal.loadAddon(new graphemes.UnicodeGraphemesAddon())
  terminal.onData(answer)
  let disposed = false
  let title = ''
  terminal.onTitleChange((text) => {
    title = text.slice(0, LONGEST_TITLE)
  })
  const modes = new Map<number, boolean>()
  /** What the alternate screen showed when it was left, and where the program writes since. */
  let left: { replay: Replay; at: number; line: number } | null = null
  let leftAt = -Infinity
  const line = (): number => terminal.buffer.normal.baseY + terminal.buffer.normal.cursorY
  const remember = (on: boolean) => (parameters: (number | number[])[]) => {
    for (const mode of parameters.flat()) {
      // Asked before the terminal itself takes the switch in.
      if (ALTERNATE.includes(mode)) left = on || !alternate() ? null : leaving()
      if (mode === CURSOR_SHOWN || MOUSE_ENCODINGS.includes(mode)) modes.set(mode, on)
    }
    return false
  }
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, remember(true))
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, remember(false))

  const replay = (): string => {
    const extra = [...modes].filter(([mode, on]) => (mode === CURSOR_SHOWN ? !on : on))
    const switches = extra.map(([mode, on]) => `\u001b[?${mode}${on ? 'h' : 'l'}`).join('')
    const named = title === '' ? '' : `\u001b]0;${title}\u0007`
    return named + serialize.serialize() + switches
  }
  const alternate = (): boolean => terminal.buffer.active.type === 'alternate'
  const now = (): Replay => ({ text: disposed ? '' : replay(), columns: terminal.cols, rows: terminal.rows })
  /** Drawing it takes milliseconds, during which nothing else is done. */
  const leaving = (): typeof left => {
    const at = Date.now()
    const before = leftAt
    leftAt = at
    return at - before < LEAVE_PACE_MS ? null : { replay: now(), at, line: line() }
  }
  const last = (): Replay => {
    const ending = left !== null && Date.now() - left.at < LEAVE_LIMIT_MS && line() - left.line < terminal.rows
    return left !== null && ending && !alternate() && !disposed ? left.replay : now()
  }
  return {
    write: (text, parsed) => terminal.write(text, parsed),
    // Queued as a write: xterm resizes at once, but text of the old size may still wait to be parsed.
    resize: (c, r) => terminal.write('', () => terminal.resize(c, r)),
    snapshot: (taken) => terminal.write('', () => taken(now())),
    last: (taken) => terminal.write('', () => taken(last())),
    title: () => title,
    dispose: () => {
      disposed = true
      terminal.dispose()
    },
  }
}
