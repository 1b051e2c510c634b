import type { ContextForecast } from '../../../contract/forecast.ts'
import { turnsWords } from '../../../contract/forecast-words.ts'
import type { ContextReading } from '../../../contract/usage.ts'
import { lineWidth, piece, type Line, type Tone } from './line.ts'
import { percentText, tokenText } from './numbers.ts'

export interface ContextPoints {
  context: ContextReading | null
  /** Tokens; null before the window is known. */
  due: number | null
  soft: number | null
  /** When it will be due; null: not known. */
  forecast: ContextForecast | null
}

const FILLED = '█'
const EMPTY = '░'
const SOFT_MARK = '|'
const DUE_MARK = '┃'
/** The last cell where the window goes on beyond the bar. */
const CUT = '…'
/** Where the due point stands on a bar that shows a part of the window: where it stands by default on a whole one. */
const DUE_AT = 0.7
/** Below this many cells the marks say nothing. */
const SMALLEST_BAR = 8
/** Above this many cells a bar only makes the eye travel. */
const LARGEST_BAR = 32

/** `[██████░░░|░░░┃░░░░] 61k/200k 31 % · due 140k in ~6 turns (4–9)`, with as much of it as fits `columns`. */
export function contextLine(points: ContextPoints, columns: number): Line {
  const { context, due, forecast } = points
  if (context === null) return [piece('not measured yet', 'quiet')]
  const figures: Line = [
    piece(`${tokenText(context.used)}/${tokenText(context.window)}`, 'strong'),
    ...(context.percent === null ? [] : [piece(` ${percentText(context.percent)}`)]),
  ]
  const dueNote: Line = due === null ? [] : [piece(` · due ${tokenText(due)}`, 'quiet')]
  const inTurns: Line = forecast === null || due === null ? [] : [piece(whenDue(forecast), 'quiet')]
  for (const tail of [[...figures, ...dueNote, ...inTurns], [...figures, ...dueNote], figures]) {
    const cells = Math.min(LARGEST_BAR, columns - lineWidth(tail) - 3)
    if (cells >= SMALLEST_BAR) return [...contextBar(points, cells), piece(' '), ...tail]
  }
  return [...figures, ...dueNote]
}

function whenDue({ turns }: ContextForecast): string {
  return turns.mid === 0 ? ' now' : ` in ${turnsWords(turns)}`
}

/** The bar alone: `cells` columns between its brackets, the soft point as `|`, the due point as `┃`. */
export function contextBar({ context, due, soft }: Omit<ContextPoints, 'forecast'>, cells: number): Line {
  const window = context?.window ?? 0
  const end = endOfBar(window, due)
  const cellOf = (tokens: number | null): number =>
    tokens === null || end <= 0 ? -1 : Math.min(cells - 1, Math.max(0, Math.floor((tokens / end) * cells)))
  const used = context?.used ?? null
  const filled = used === null || end <= 0 ? 0 : Math.min(cells, Math.round((used / end) * cells))
  const tone: Tone =
    used === null ? 'quiet' : due !== null && used >= due ? 'bad' : soft !== null && used >= soft ? 'warn' : 'good'
  const line: Line = [piece('[', 'quiet')]
  for (let cell = 0; cell < cells; cell += 1) {
    if (cell === cellOf(due)) line.push(piece(DUE_MARK, 'strong'))
    else if (cell === cellOf(soft)) line.push(piece(SOFT_MARK, 'strong'))
    else if (cell === cells - 1 && end < window && filled < cells) line.push(piece(CUT, 'quiet'))
    else line.push(cell < filled ? piece(FILLED, tone) : piece(EMPTY, 'quiet'))
  }
  line.push(piece(']', 'quiet'))
  return merge(line)
}

/** Tokens at the right end: the window, or a part of it when all that matters lies in its first half. */
function endOfBar(window: number, due: number | null): number {
  const shown = due === null ? window : due / DUE_AT
  return shown * 2 > window ? window : shown
}

function merge(line: Line): Line {
  const merged: Line = []
  for (const part of line) {
    const last = merged.at(-1)
    if (last?.tone === part.tone) last.text += part.text
    else merged.push({ ...part })
  }
  return merged
}
