import { cleanLine } from '../../../contract/text.ts'
import type { Box, SeriesView } from '../../../contract/series.ts'
import { contextLine, type ContextPoints } from './context-bar.ts'
import { joined, lineWidth, piece, type Line } from './line.ts'
import { between, costNote, countText, durationText } from './numbers.ts'
import { statusPiece } from './status-words.ts'
import { cutText, wrapText } from './text-width.ts'

/** Columns of the labels at the left. */
const LABEL = 10
const INDENT = '  '
/** A row of squares longer than this says less than its numbers. */
const MOST_SQUARES = 24
/** Lines that a reason may take in the live view before it is cut. */
const MOST_REASON_LINES = 6

/** The few lines that stand for a series while it runs. `now`: ms since the epoch. */
export function seriesLines(view: SeriesView, columns: number, now: number): Line[] {
  const body = columns - INDENT.length - LABEL
  const elapsed = between(view.createdAt, isOver(view) ? view.updatedAt : null, now)
  const facts = joined([
    view.sessions === 0 ? null : piece(`session ${view.sessions}`),
    piece(costNote(view.costUsd, view.tokens)),
    piece(durationText(elapsed), 'quiet'),
  ])
  const name: Line = [statusPiece(view.status), piece('  '), piece(cleanLine(view.task), 'strong')]
  const oneLine: Line = [...name, piece('  '), ...facts]
  return [
    ...(lineWidth(oneLine) <= columns ? [oneLine] : [name, [piece(INDENT), ...facts]]),
    labelled('context', contextLine(contextPoints(view), body)),
    labelled('boxes', boxesLine(view.boxes, body)),
    ...nowLines(view, body),
  ]
}

function contextPoints({ session, due, soft }: SeriesView): ContextPoints {
  return { context: session?.context ?? null, due, soft, forecast: session?.forecast ?? null }
}

/** `■■■■□□□□□ 4 of 9 · next 5 Wire the token refresh` */
export function boxesLine(boxes: Box[], columns: number): Line {
  if (boxes.length === 0) return [piece('none yet', 'quiet')]
  const done = boxes.filter((box) => box.done).length
  const squares: Line =
    boxes.length > Math.min(MOST_SQUARES, columns / 2)
      ? []
      : [piece('■'.repeat(done), 'good'), piece('□'.repeat(boxes.length - done), 'quiet'), piece(' ')]
  const line: Line = [...squares, piece(`${done} of ${boxes.length}`, 'strong')]
  const next = boxes.find((box) => !box.done)
  const room = columns - lineWidth(line) - 3
  if (next === undefined || room < 12) return line
  return [...line, piece(' · ', 'quiet'), piece(cutText(`next ${next.number} ${cleanLine(next.title)}`, room))]
}

function nowLines(view: SeriesView, columns: number): Line[] {
  if (view.why === null) return [labelled('now', [piece(cutText(cleanLine(view.activity), columns))])]
  const tone = view.status === 'needs-attention' ? 'bad' : 'warn'
  const lines = wrapText(cleanLine(view.why, 600), columns).slice(0, MOST_REASON_LINES)
  return lines.map((line, index) => labelled(index === 0 ? 'why' : '', [piece(line, tone)]))
}

export function labelled(label: string, line: Line): Line {
  return [piece(INDENT), piece(label.padEnd(LABEL), 'quiet'), ...line]
}

function isOver(view: SeriesView): boolean {
  return view.status === 'completed' || view.status === 'stopped' || view.status === 'failed'
}

/** One series on its own page: the live lines, where it runs and what to type next. */
export function seriesPage(view: SeriesView, columns: number, now: number): Line[] {
  return [
    ...seriesLines(view, columns, now),
    labelled('project', [piece(cleanLine(view.project), 'quiet')]),
    labelled('series', [piece(view.id, 'quiet'), piece(` · ${countText(view.checkpoints, 'checkpoint')}`, 'quiet')]),
  ]
}
