import { cleanLine } from '../../../contract/text.ts'
import { FINISHED, type SeriesView, type SessionView } from '../../../contract/series.ts'
import { projectName } from '../../ui/format.ts'

/** What of the board is needed to say what a terminal shows. */
export interface Known {
  series: ReadonlyMap<string, SeriesView>
  sessions: ReadonlyMap<string, SessionView>
}

/** What a tab is about. */
export interface Subject {
  series: SeriesView | null
  /** The session on its screen, or the one that will be. */
  session: SessionView | null
  /** The session is the present one, or there is none and the tab is of the series: its loop can be steered beside it. */
  present: boolean
  /** The tab is of the series: it goes on to the next session. */
  follows: boolean
  /** The task, for a tab. */
  label: string
  project: string
}

/** `shown`: the session on the pane's screen; null: none yet. */
export function subjectOf(target: string, shown: string | null, board: Known): Subject {
  const byTarget = board.sessions.get(target) ?? null
  const seriesId = byTarget?.seriesId ?? target
  const series = board.series.get(seriesId) ?? null
  const now = series?.session ?? null
  const onScreen = shown === null ? null : now?.sessionId === shown ? now : (board.sessions.get(shown) ?? null)
  const session = onScreen ?? byTarget ?? now
  // Between two sessions a series that was stopped in a turn is gone on with from here, too.
  const rests = now === null && series !== null && series.id === target && !FINISHED.includes(series.status)
  const present = rests || (session !== null && session.sessionId === now?.sessionId)
  const project = projectName(series?.project ?? session?.project ?? '')
  const task = series === null ? shortId(target) : cleanLine(series.task, 60)
  const label = byTarget !== null && !present ? `${task} · session ${byTarget.n}` : task
  return { series, session, present, follows: series !== null && series.id === target, label, project }
}

/** The series that the tabs are of, each once; a session that is of no series has none. */
export function seriesInTabs(tabs: readonly { target: string }[], board: Known): string[] {
  return [...new Set(tabs.flatMap(({ target }) => subjectOf(target, null, board).series?.id ?? []))]
}

/** Ids are long; their end tells them apart. */
export function shortId(id: string): string {
  return id.length > 12 ? `…${id.slice(-8)}` : id
}
