import { lineWidth, piece, type Line, type Piece } from './line.ts'
import { cutText, padText, textWidth } from './text-width.ts'

const GAP = '  '
/** Columns that the flexible column keeps, however narrow the terminal. */
const SMALLEST_FLEXIBLE = 10

/**
 * Rows laid out in columns. The column `flexible` gives way when the terminal is narrow;
 * then columns from the right are left out until the rest fits.
 */
export function tableLines(head: string[], rows: Piece[][], flexible: number, columns: number): Line[] {
  const all = [head.map((text) => piece(text, 'quiet')), ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => textWidth(row[column]?.text ?? ''))))
  let shown = head.length
  const total = () => widths.slice(0, shown).reduce((sum, width) => sum + width, 0) + GAP.length * (shown - 1)
  const slack = () => Math.max(0, (widths[flexible] ?? 0) - SMALLEST_FLEXIBLE)
  while (shown > flexible + 1 && total() - slack() > columns) shown -= 1
  const over = total() - columns
  if (over > 0) widths[flexible] = Math.max(SMALLEST_FLEXIBLE, (widths[flexible] ?? 0) - over)
  return all.map((row) => tableRow(row.slice(0, shown), widths))
}

function tableRow(row: Piece[], widths: number[]): Line {
  const line: Line = []
  row.forEach((part, column) => {
    const width = widths[column] ?? 0
    const cut = cutText(part.text, width)
    if (column > 0) line.push(piece(GAP))
    line.push({ text: column === row.length - 1 ? cut : padText(cut, width), tone: part.tone })
  })
  return lineWidth(line) === 0 ? [piece('')] : line
}
