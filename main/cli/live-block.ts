import { textWidth } from './render/text-width.ts'

/** A few lines at the end of a terminal that are redrawn in place; text printed meanwhile goes above them. */
export interface LiveBlock {
  draw(lines: string[]): void
  print(text: string): void
  clear(): void
}

/** Terminals that know it show a frame whole; the others ignore it. */
const FRAME_START = '\u001b[?2026h'
const FRAME_END = '\u001b[?2026l'
const CLEAR_BELOW = '\u001b[J'
const CLEAR_LINE_END = '\u001b[K'

// oxlint-disable-next-line no-control-regex -- colours are what it takes out
const COLOURS = /\u001b\[[0-9;]*m/g

/** Each redraw is one write, so nothing flickers; the cursor rests below the block, where `^C` does no harm. */
export function createLiveBlock(
  write: (text: string) => void,
  size: () => { columns: number; rows: number },
): LiveBlock {
  let drawn: string[] = []
  const rowsDrawn = () => {
    const { columns } = size()
    return drawn.reduce(
      (rows, line) => rows + Math.max(1, Math.ceil(textWidth(line.replace(COLOURS, '')) / columns)),
      0,
    )
  }
  const home = () => {
    const rows = rowsDrawn()
    return rows === 0 ? '\r' : `\r\u001b[${rows}A`
  }
  const frame = (above: string, lines: string[]) => {
    const body = lines.map((line) => `${line}${CLEAR_LINE_END}\n`).join('')
    const text = above === '' ? '' : `${CLEAR_BELOW}${above}\n`
    write(`${FRAME_START}${home()}${text}${body}${CLEAR_BELOW}${FRAME_END}`)
    drawn = lines
  }
  let lastColumns = size().columns
  return {
    draw(lines) {
      const { columns, rows } = size()
      const kept = lines.slice(0, Math.max(1, rows - 1))
      const same = columns === lastColumns && kept.length === drawn.length && kept.every((line, n) => line === drawn[n])
      lastColumns = columns
      if (!same) frame('', kept)
    },
    print(text) {
      frame(text, drawn)
    },
    clear() {
      if (drawn.length > 0) frame('', [])
    },
  }
}
