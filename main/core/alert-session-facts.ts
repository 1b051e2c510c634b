import path from 'node:path'
import type { AlertFact } from '../../contract/alerts.ts'
import type { ObservedSession } from '../../contract/observed.ts'
import type { SeriesView, SessionView } from '../../contract/series.ts'
import type { Figure } from '../alerts/evaluate.ts'

const MINUTE_MS = 60_000
/** Holds that are a person's own doing: they know of them. */
const OWN_DOING: readonly string[] = ['paused', 'draft']
/** As much of a session's id as tells it apart on a screen. */
const ID_LENGTH = 8

interface Signs {
  /** Ms since the epoch, as all times here. */
  now: number
  /** When the machine woke; 0: it never slept. */
  wokeAt: number
}

/** What is known of an unfinished series and of the session that it hosts. */
export function seriesFigures(view: SeriesView, signs: Signs & { lastSignAt: number | null }): Figure[] {
  const { id, project, task, hold, costUsd } = view
  const session = view.session?.live === true ? view.session : null
  const about = { subject: task, project, agent: 'claude', seriesId: id } as const
  const ofSeries = (fact: AlertFact, value: number | null): Figure => {
    return { fact, key: `${fact} series ${id}`, value, sessionId: session?.sessionId ?? null, ...about }
  }
  const waits = hold !== null && hold.human && !OWN_DOING.includes(hold.kind)
  const figures = [
    ofSeries('cost-series', costUsd),
    ofSeries('waiting', waits ? minutes(Date.parse(hold.since), signs.now) : 0),
  ]
  if (session === null) return figures
  const { sessionId, state } = session
  const ofSession = (fact: AlertFact, value: number | null): Figure => {
    return { fact, key: `${fact} session ${sessionId}`, value, sessionId, ...about }
  }
  const { used = null, percent = null } = session.context ?? {}
  const lastSign = Math.max(signs.lastSignAt ?? 0, ...signsOf(session))
  return [
    ...figures,
    ofSession('context', percent),
    ofSession('context-of-due', used === null || view.due === null ? null : (used / view.due) * 100),
    ofSession('stalled', stalled(state, lastSign, signs)),
    ofSession('telemetry-gap', session.captured === null ? null : (1 - session.captured) * 100),
  ]
}

/** What is known of a session that Baton does not host, while it lives. */
export function observedFigures(session: ObservedSession, signs: Signs): Figure[] {
  const { agent, sessionId, project, state, context, forecast, lastAt } = session
  if (state === 'ended') return []
  const folder = project === null ? '' : ` in ${path.basename(project)}`
  const subject = `${agent} ${sessionId.slice(0, ID_LENGTH)}${folder}`
  const of = (fact: AlertFact, value: number | null): Figure => {
    return {
      fact,
      key: `${fact} session ${sessionId}`,
      subject,
      value,
      project,
      agent,
      seriesId: session.seriesId,
      sessionId,
    }
  }
  const used = context?.used ?? null
  const last = Date.parse(lastAt)
  return [
    of('context', context?.percent ?? null),
    of('context-of-due', used === null || forecast === null ? null : (used / forecast.due) * 100),
    of('stalled', stalled(state, last, signs)),
    of('waiting', state === 'unknown' ? null : state === 'waiting' ? minutes(last, signs.now) : 0),
  ]
}

/** When a session showed that it lives. */
function signsOf({ startedAt, context }: SessionView): number[] {
  return [startedAt, ...(context === null ? [] : [context.at])].map((at) => Date.parse(at))
}

/** Minutes without a sign; one that is not busy need give none. */
function stalled(state: SessionView['state'], lastSign: number, { now, wokeAt }: Signs): number | null {
  if (state === 'unknown') return null
  return state === 'busy' ? minutes(Math.max(lastSign, wokeAt), now) : 0
}

function minutes(since: number, now: number): number {
  return Math.max(now - since, 0) / MINUTE_MS
}
