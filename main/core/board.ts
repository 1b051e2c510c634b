import type { AlertCount } from '../../contract/alerts.ts'
import type { Board } from '../../contract/board.ts'
import type { PlanLimit } from '../../contract/forecast.ts'
import type { Notice } from '../../contract/notice.ts'
import type { ObservedSession, ScanState } from '../../contract/observed.ts'
import type { SeriesView, SessionView } from '../../contract/series.ts'
import type { SettingsState } from '../../contract/settings.ts'
import type { BoardSource } from '../server/types.ts'
import { createWatchers } from './board-watchers.ts'
import { lateLooks } from './late-looks.ts'
import { pacer } from './pacer.ts'

/** A view of one series is made this seldom at most, ms: four a second are live to the eye, and a busy agent says more. */
const SERIES_PACE_MS = 250
/** Sessions export what they did within five seconds: what telemetry captured is looked at again after that, ms. */
const LATE_MS = 6_000
/** So often a session that was left is looked at late: the first time may be too soon. */
const LATE_LOOKS = 2

export interface BoardParts {
  series(): Promise<SeriesView[]>
  /** Each session id once, newest first. */
  sessions(): Promise<SessionView[]>
  /** Null: there is no such series. */
  view(seriesId: string): Promise<SeriesView | null>
  /** One launch as it stands now, also when it is over. */
  session(launchId: string): Promise<SessionView | null>
  notices(): Notice[]
  settings(): SettingsState
  observed(): ObservedSession[]
  scan(): ScanState
  limits(): PlanLimit[]
  alerts(): AlertCount
  fault(error: unknown): void
}

export interface BoardHub extends BoardSource {
  /** Something of the series became visible. Cheap without watchers. */
  seriesChanged(seriesId: string): void
  noticeChanged(notice: Notice): void
  settingsChanged(): void
  /** What is known of sessions beside the hosted ones, of their reading, of plan limits, or of alerts. */
  machineChanged(kind: 'observed' | 'scan' | 'limits' | 'alerts'): void
  close(): void
}

/** All that the core knows now, told to every client that watches; each view is made once, however many watch. */
export function createBoard(parts: BoardParts, paceMs = SERIES_PACE_MS, lateMs = LATE_MS): BoardHub {
  // What is being read when the core closes finds the store closed; nobody is told of it any more.
  const fault = (error: unknown): void => (closed ? undefined : parts.fault(error))
  const watchers = createWatchers(() => snapshot(), fault)
  /** The session that each series had when it was last looked at. */
  const sessions = new Map<string, SessionView>()
  /** Launches that a series left lately, and how often each is still to be looked at. */
  const lateLaunches = new Map<string, { seriesId: string; looks: number }>()
  const pace = pacer(paceMs, (seriesId) => look(seriesId), fault)
  const late = lateLooks(lateMs, (seriesId) => {
    pace.ask(seriesId)
    tellLeft(seriesId).catch(fault)
  })
  let closed = false

  async function snapshot(): Promise<Board> {
    const [series, all] = await Promise.all([parts.series(), parts.sessions()])
    for (const view of series) remember(view)
    const machine = { observed: parts.observed(), scan: parts.scan(), limits: parts.limits(), alerts: parts.alerts() }
    return { series, sessions: all, notices: parts.notices(), settings: parts.settings(), ...machine }
  }

  function remember({ id, session }: SeriesView): void {
    if (session === null) sessions.delete(id)
    else sessions.set(id, session)
  }

  async function look(seriesId: string): Promise<void> {
    if (closed || watchers.count() === 0) return
    const view = await parts.view(seriesId)
    if (view === null || closed) return
    const before = sessions.get(seriesId) ?? null
    remember(view)
    // What the series left behind first: a resumed session has the id of the one before.
    for (const left of await leftBehind(before, view.session)) tellSession(left)
    if (view.session !== null) tellSession(view.session)
    watchers.tell({ kind: 'series', view })
  }

  async function leftBehind(before: SessionView | null, now: SessionView | null): Promise<SessionView[]> {
    if (before === null || (before.launchId === now?.launchId && before.sessionId === now.sessionId)) return []
    const left = await parts.session(before.launchId)
    if (left === null) return []
    // A conversation that was cleared ended, though its launch goes on with another.
    const cleared = before.launchId === now?.launchId
    if (!cleared && left.seriesId !== null)
      lateLaunches.set(before.launchId, { seriesId: left.seriesId, looks: LATE_LOOKS })
    return [{ ...left, sessionId: before.sessionId, ...(cleared ? { live: false, state: 'ended' as const } : {}) }]
  }

  async function tellLeft(seriesId: string): Promise<void> {
    for (const [launchId, waits] of lateLaunches) {
      if (waits.seriesId !== seriesId) continue
      waits.looks -= 1
      if (waits.looks === 0) lateLaunches.delete(launchId)
      // oxlint-disable-next-line no-await-in-loop -- one or two, in order
      const view = watchers.count() === 0 ? null : await parts.session(launchId)
      // Resumed under its own id it goes on in another launch.
      if (view === null || closed || sessions.get(seriesId)?.sessionId === view.sessionId) continue
      tellSession(view)
    }
  }

  const tellSession = (view: SessionView): void => watchers.tell({ kind: 'session', view })

  return {
    watch: (listener) => watchers.add(listener),
    seriesChanged: (seriesId) => {
      if (closed) return
      pace.ask(seriesId)
      late.changed(seriesId)
    },
    noticeChanged: (notice) => watchers.tell({ kind: 'notice', notice }),
    settingsChanged: () => watchers.tell({ kind: 'settings', settings: parts.settings() }),
    machineChanged: (kind) => {
      if (kind === 'observed') watchers.tell({ kind, observed: parts.observed() })
      else if (kind === 'scan') watchers.tell({ kind, scan: parts.scan() })
      else if (kind === 'limits') watchers.tell({ kind, limits: parts.limits() })
      else watchers.tell({ kind, alerts: parts.alerts() })
    },
    close() {
      closed = true
      pace.stop()
      late.stop()
      watchers.close()
    },
  }
}
