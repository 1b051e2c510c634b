import type { SeriesView, SessionView } from '../../../contract/series.ts'
import { cleanLine } from '../../../contract/text.ts'
import { projectName } from '../../ui/format.ts'
import { type Known, shortId } from './pane-subject.ts'

/** A terminal that can be opened. */
export interface SessionChoice {
  /** A series, where its present session lives; else a session. */
  target: string
  task: string
  project: string
  n: number
  live: boolean
  /** ISO 8601; its start, or its end. */
  at: string
  series: SeriesView | null
  session: SessionView
}

/** Ended sessions offered: a look back, no history; that is on the screen of the series. */
const RECENT = 20

/** Live ones first, those that need a person before others, then the last that ended. */
export function sessionChoices(board: Known, query = ''): { live: SessionChoice[]; ended: SessionChoice[] } {
  const all = [...board.sessions.values()].map((session) => choiceOf(session, board))
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ task, project, n }: SessionChoice) =>
    words.every((word) => `${task} ${project} session ${n}`.toLowerCase().includes(word))
  const matching = all.filter(fits).sort((a, b) => b.at.localeCompare(a.at))
  const live = matching.filter((choice) => choice.live)
  return {
    live: [...live.filter(needsPerson), ...live.filter((choice) => !needsPerson(choice))],
    ended: matching.filter((choice) => !choice.live).slice(0, RECENT),
  }
}

export function needsPerson({ series }: SessionChoice): boolean {
  return series !== null && (series.status === 'needs-attention' || series.hold?.human === true)
}

function choiceOf(session: SessionView, board: Known): SessionChoice {
  const series = session.seriesId === null ? null : (board.series.get(session.seriesId) ?? null)
  const present = series?.session?.sessionId === session.sessionId && session.live
  return {
    target: present && series !== null ? series.id : session.sessionId,
    task: series === null ? shortId(session.sessionId) : cleanLine(series.task, 60),
    project: projectName(session.project),
    n: session.n,
    live: session.live,
    at: session.endedAt ?? session.startedAt,
    series,
    session,
  }
}
