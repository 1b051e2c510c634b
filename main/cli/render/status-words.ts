import type { SeriesStatus } from '../../../contract/series.ts'
import { piece, type Piece, type Tone } from './line.ts'

/** What each state is called for people, with its mark and tone. */
export const STATUS_WORDS: Record<SeriesStatus, { mark: string; word: string; tone: Tone }> = {
  running: { mark: '●', word: 'running', tone: 'good' },
  waiting: { mark: '◐', word: 'waiting', tone: 'warn' },
  paused: { mark: '‖', word: 'paused', tone: 'quiet' },
  'needs-attention': { mark: '▲', word: 'needs you', tone: 'bad' },
  completed: { mark: '✔', word: 'completed', tone: 'good' },
  stopped: { mark: '■', word: 'stopped', tone: 'quiet' },
  failed: { mark: '✖', word: 'failed', tone: 'bad' },
}

export function statusPiece(status: SeriesStatus): Piece {
  const { mark, word, tone } = STATUS_WORDS[status]
  return piece(`${mark} ${word}`, tone)
}
