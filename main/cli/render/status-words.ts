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

/** What each state means, in the words of docs/outcomes.md. */
export const STATUS_MEANING: Record<SeriesStatus, string> = {
  running: 'a session works, or the loop is between two sessions',
  waiting: 'the loop holds until what it waits for is there, then goes on by itself',
  paused: 'a person paused or interrupted it; it goes on with `baton series resume` or the same `baton run`',
  'needs-attention': 'it does not go on before a person has looked and resumed it',
  completed: 'every task is done and the verify command agreed; `--again` starts a new series',
  stopped: 'a limit or a person ended it, after a checkpoint; `--again` starts a new series',
  failed: 'it could not go on and could not be mended; `--again` starts a new series',
}

export function statusPiece(status: SeriesStatus): Piece {
  const { mark, word, tone } = STATUS_WORDS[status]
  return piece(`${mark} ${word}`, tone)
}
