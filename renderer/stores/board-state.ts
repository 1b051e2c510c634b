import { NO_ALERTS, type AlertCount } from '../../contract/alerts.ts'
import type { Board, BoardChange } from '../../contract/board.ts'
import type { PlanLimit } from '../../contract/forecast.ts'
import type { Notice } from '../../contract/notice.ts'
import type { ObservedSession, ScanState } from '../../contract/observed.ts'
import type { SeriesView, SessionView } from '../../contract/series.ts'
import type { SettingsState } from '../../contract/settings.ts'

/** All that the page knows of its core. Maps are replaced, never changed: who holds one sees a whole state. */
export interface BoardState {
  /** False until the first board came. */
  ready: boolean
  series: ReadonlyMap<string, SeriesView>
  /** By session id. */
  sessions: ReadonlyMap<string, SessionView>
  /** Newest first. */
  notices: readonly Notice[]
  settings: SettingsState | null
  /** Sessions that Baton does not host, newest first. */
  observed: readonly ObservedSession[]
  /** Null: not heard yet. */
  scan: ScanState | null
  limits: readonly PlanLimit[]
  alerts: AlertCount
  /** When the core last said anything of it, ms since the epoch; 0: never. */
  heardAt: number
}

export const EMPTY_BOARD: BoardState = {
  ready: false,
  series: new Map(),
  sessions: new Map(),
  notices: [],
  settings: null,
  observed: [],
  scan: null,
  limits: [],
  alerts: NO_ALERTS,
  heardAt: 0,
}

/** What a page keeps of notices: more than anyone scrolls through. */
const MAX_NOTICES = 500

export function boardArrived(board: Board, now: number): BoardState {
  return {
    ready: true,
    series: new Map(board.series.map((view) => [view.id, view])),
    sessions: new Map(board.sessions.map((view) => [view.sessionId, view])),
    notices: newestFirst(board.notices),
    settings: board.settings,
    observed: board.observed,
    scan: board.scan,
    limits: board.limits,
    alerts: board.alerts,
    heardAt: now,
  }
}

export function boardChanged(state: BoardState, change: BoardChange, now: number): BoardState {
  const heard = { ...state, heardAt: now }
  switch (change.kind) {
    case 'series':
      return { ...heard, series: new Map(state.series).set(change.view.id, change.view) }
    case 'session':
      return { ...heard, sessions: new Map(state.sessions).set(change.view.sessionId, change.view) }
    case 'notice':
      return {
        ...heard,
        notices: newestFirst([change.notice, ...state.notices.filter(({ id }) => id !== change.notice.id)]),
      }
    case 'settings':
      return { ...heard, settings: change.settings }
    case 'observed':
      return { ...heard, observed: change.observed }
    case 'scan':
      return { ...heard, scan: change.scan }
    case 'limits':
      return { ...heard, limits: change.limits }
    case 'alerts':
      return { ...heard, alerts: change.alerts }
  }
}

function newestFirst(notices: readonly Notice[]): Notice[] {
  return [...notices].sort((a, b) => b.at.localeCompare(a.at)).slice(0, MAX_NOTICES)
}
