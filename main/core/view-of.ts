import type { SeriesView, SessionView } from '../../contract/series.ts'
import type { SeriesBook } from '../series/book.ts'
import { seriesView, sessionView } from '../series/views.ts'
import type { LaunchRow, Store } from '../store/types.ts'

/** The store and the drivers together, as clients see them. */
export interface Views {
  allSeries(): Promise<SeriesView[]>
  /** A series as it stands now; null when there is none of that id. */
  series(id: string): Promise<SeriesView | null>
  allSessions(): Promise<SessionView[]>
  /** Those that live here and the `newest` others; each session id once, newest first. */
  recentSessions(newest: number): Promise<SessionView[]>
  /** One launch; null when there is none of that id. */
  session(launchId: string): Promise<SessionView | null>
}

export function createViews(store: Store, book: SeriesBook): Views {
  const isLive = (row: LaunchRow): boolean => book.driver(row.seriesId)?.session?.launchId === row.id

  const viewOf = (row: LaunchRow): Promise<SessionView> => {
    const driver = book.driver(row.seriesId)
    const session = driver?.session?.launchId === row.id ? driver.session : null
    return sessionView(store, { ...row, sessionId: session?.sessionId ?? row.sessionId }, driver)
  }

  return {
    async allSeries() {
      const rows = await store.listSeries()
      return Promise.all(rows.map((row) => seriesView(store, row, book.driver(row.id))))
    },
    async series(id) {
      const row = await store.series(id)
      return row === null ? null : seriesView(store, row, book.driver(id))
    },
    async allSessions() {
      return Promise.all((await store.launches({})).map(viewOf))
    },
    async recentSessions(newest) {
      const rows = (await store.launches({})).toReversed()
      const bySession = new Map<string, LaunchRow>()
      // A resumed session has two launches: the later one tells how it is.
      for (const row of rows) if (!bySession.has(row.sessionId)) bySession.set(row.sessionId, row)
      const latest = [...bySession.values()]
      const others = new Set(latest.filter((row) => !isLive(row)).slice(0, newest))
      return Promise.all(latest.filter((row) => isLive(row) || others.has(row)).map(viewOf))
    },
    async session(launchId) {
      const [row] = await store.launches({ id: launchId })
      return row === undefined ? null : viewOf(row)
    },
  }
}
