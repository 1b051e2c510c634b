import { cleanLine } from '../../../contract/text.ts'
import { turnsWords } from '../../../contract/forecast-words.ts'
import type { Checkpoint, SeriesView } from '../../../contract/series.ts'
import { piece, type Line } from './line.ts'
import { clockText, costText, momentText, percentText, tokenText } from './numbers.ts'
import { statusPiece } from './status-words.ts'
import { tableLines } from './table.ts'

/** The end of a ULID: enough to name one series among the few that a person has, and easy to type. */
const SHORT_ID = 6

export function shortId(id: string): string {
  return id.slice(-SHORT_ID)
}

/** What needs a person first, then what works, then what is over; the newest first in each. */
const RANK: Record<SeriesView['status'], number> = {
  'needs-attention': 0,
  waiting: 1,
  running: 2,
  paused: 3,
  failed: 4,
  stopped: 5,
  completed: 5,
}

export function seriesTable(series: SeriesView[], columns: number): Line[] {
  const rows = [...series]
    .sort((a, b) => RANK[a.status] - RANK[b.status] || b.updatedAt.localeCompare(a.updatedAt))
    .map((view) => [
      statusPiece(view.status),
      piece(shortId(view.id), 'accent'),
      piece(cleanLine(view.task), 'strong'),
      piece(view.boxes.length === 0 ? '–' : `${view.boxes.filter((box) => box.done).length}/${view.boxes.length}`),
      piece(percentText(view.session?.context?.percent ?? null)),
      piece(view.session?.forecast == null ? '–' : turnsWords(view.session.forecast.turns)),
      piece(costText(view.costUsd, view.tokens)),
      piece(momentText(view.updatedAt), 'quiet'),
      piece(cleanLine(view.project), 'quiet'),
    ])
  const heads = ['state', 'series', 'task', 'boxes', 'context', 'due in', 'cost', 'last sign', 'project']
  return tableLines(heads, rows, 2, columns)
}

export function checkpointTable(checkpoints: Checkpoint[], columns: number): Line[] {
  const rows = checkpoints.map((checkpoint) => [
    piece(shortId(checkpoint.seriesId), 'accent'),
    piece(String(checkpoint.n), 'strong'),
    piece(momentText(checkpoint.at), 'quiet'),
    checkpoint.kind === 'agent' ? piece('agent') : piece('mechanical', 'warn'),
    piece(`${checkpoint.boxesDone}/${checkpoint.boxesDone + checkpoint.boxesOpen}`),
    piece(tokenText(checkpoint.contextUsed)),
    checkpoint.ref === null ? piece('files only', 'warn') : piece('yes', 'good'),
    piece(cleanLine(checkpoint.reason)),
  ])
  return tableLines(['series', 'n', 'taken', 'kind', 'boxes', 'context', 'work tree', 'reason'], rows, 7, columns)
}

/** A span of the day: `22:03 – 23:41`, open at the end while it lasts. */
export function spanText(from: string, to: string | null): string {
  return `${clockText(from)} – ${to === null ? 'now' : clockText(to)}`
}
