import type picocolors from 'picocolors'
import { cutText, textWidth } from './text-width.ts'

export type Tone = 'plain' | 'strong' | 'quiet' | 'good' | 'warn' | 'bad' | 'accent'
/** A stretch of a line in one tone. */
export interface Piece {
  text: string
  tone: Tone
}
export type Line = Piece[]
/** What turns tones into colours; picocolors without colours leaves text as it is. */
export type Paint = ReturnType<typeof picocolors.createColors>

export function piece(text: string, tone: Tone = 'plain'): Piece {
  return { text, tone }
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, part) => sum + textWidth(part.text), 0)
}

/** A line as terminal text, cut to `columns`. */
export function paintLine(line: Line, paint: Paint, columns = Number.POSITIVE_INFINITY): string {
  let left = columns
  let text = ''
  for (const part of line) {
    if (left <= 0) break
    const kept = cutText(part.text, left)
    left -= textWidth(kept)
    text += paintText(kept, part.tone, paint)
    if (kept !== part.text) break
  }
  return text.replace(/ +$/, '')
}

function paintText(text: string, tone: Tone, paint: Paint): string {
  switch (tone) {
    case 'strong':
      return paint.bold(text)
    case 'quiet':
      return paint.dim(text)
    case 'good':
      return paint.green(text)
    case 'warn':
      return paint.yellow(text)
    case 'bad':
      return paint.red(text)
    case 'accent':
      return paint.cyan(text)
    default:
      return text
  }
}

/** Parts in one line, between them ` · `; parts that are empty fall away. */
export function joined(parts: (Piece | null)[]): Line {
  const line: Line = []
  for (const part of parts) {
    if (part === null || part.text === '') continue
    if (line.length > 0) line.push(piece(' · ', 'quiet'))
    line.push(part)
  }
  return line
}
