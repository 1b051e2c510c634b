import type { SeriesView, SessionView } from '../../../contract/series.ts'

/** The session in whose terminal a pane is or was. `pid` null: it was not known. */
export interface Seen {
  sessionId: string
  n: number | null
  pid: number | null
}

/** Filled in from the board, which may know of a session a moment later than its terminal. */
export function seenSession(sessionId: string, session: SessionView | null): Seen {
  return { sessionId, n: session?.n ?? null, pid: session?.live === true ? session.pid : null }
}

/**
 * The process to go to after the terminal of `seen` is over; null: there is none (yet). A resumed session keeps its id,
 * and the board may call the one that just ended live for a moment: another process is what tells a next one.
 */
export function nextProcess(seen: Seen | null, series: SeriesView | null): number | null {
  const session = series?.session ?? null
  if (session === null || !session.live || session.pid === null) return null
  return session.pid === seen?.pid ? null : session.pid
}

/** How a pane came from the terminal of `before` to that of the series' present session, in words; null: it did not. */
export function handoverWords(before: Seen | null, series: SeriesView | null): string | null {
  const now = series?.session ?? null
  if (before === null || before.n === null || series === null || now === null) return null
  if (now.pid !== null && now.pid === before.pid) return null
  if (now.n === before.n) return `Session ${before.n} was resumed`
  if (now.n < before.n || series.checkpoints === 0) return null
  const last = now.n - 1
  if (last > before.n)
    return `Sessions ${before.n} to ${last} handed over, the last at checkpoint ${series.checkpoints}`
  return `Session ${before.n} handed over at checkpoint ${series.checkpoints}`
}
