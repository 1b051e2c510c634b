import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { SeriesBook } from '../series/book.ts'
import type { SeriesDriver } from '../series/driver/driver.ts'
import type { AttachedTerminal, TerminalSize, TerminalSource, TerminalViewer } from '../server/types.ts'
import type { LaunchRow, Store } from '../store/types.ts'
import type { HostedSession, LastScreen } from '../sessions/hosted-session.ts'
import type { EndedScreens } from './ended-screens.ts'

type Book = Pick<SeriesBook, 'drivers' | 'driver' | 'find'>

/** The terminals of the sessions that live here, and the last screens of those that ended. */
export function createTerminals(book: Book, store: Store, screens: EndedScreens): TerminalSource {
  return {
    async attach(target, size, viewer) {
      const live = liveAt(book, target)
      if (live !== null) return success(attachLive(live.driver, live.session, size, viewer))
      const launches = await store.launchesOf(target)
      // Of sessions a resumed one lives in another launch than the one that it is known by.
      const now = launches.flatMap(({ id }) => liveAt(book, id) ?? [])[0]
      if (now !== undefined) return success(attachLive(now.driver, now.session, size, viewer))
      if (launches.length > 0) return replayEnded(target, launches, viewer)
      return attachSeries(target, size, viewer)
    },
  }

  async function attachSeries(
    target: string,
    size: TerminalSize | null,
    viewer: TerminalViewer,
  ): Promise<Outcome<AttachedTerminal>> {
    const found = await book.find(target)
    if (!found.ok) {
      const cause = 'there is no such series or session here'
      return failure('no-terminal', target, cause, 'see `baton sessions` for those that there are')
    }
    const driver = book.driver(found.value.id)
    if (driver !== null && driver.session !== null) return success(attachLive(driver, driver.session, size, viewer))
    const launches = await store.launches({ seriesId: found.value.id })
    return replayEnded(target, launches.toReversed(), viewer)
  }

  /** `launches`: newest first; the first whose screen is kept is shown. */
  async function replayEnded(
    target: string,
    launches: readonly LaunchRow[],
    viewer: TerminalViewer,
  ): Promise<Outcome<AttachedTerminal>> {
    for (const { id, sessionId, seriesId } of launches) {
      // oxlint-disable-next-line no-await-in-loop -- most often the first has one
      const screen = await screens.read(id)
      if (screen === null) continue
      const task = (await store.series(seriesId))?.task ?? ''
      return success(show({ ...screen, title: screen.title || task }, sessionId, viewer))
    }
    const none = launches.length === 0
    const cause = none ? 'it has had no session yet' : 'its session ended, and its last screen is not kept'
    return failure('no-terminal', target, cause, 'see its checkpoints for what it left')
  }
}

interface Live {
  driver: SeriesDriver
  session: HostedSession
}

/** By session or launch. */
function liveAt(book: Book, target: string): Live | null {
  for (const driver of book.drivers()) {
    const { session } = driver
    if (session !== null && (session.sessionId === target || session.launchId === target)) return { driver, session }
  }
  return null
}

function attachLive(
  driver: SeriesDriver,
  session: HostedSession,
  size: TerminalSize | null,
  viewer: TerminalViewer,
): AttachedTerminal {
  const place = session.attach(viewer, size)
  const { terminal, sessionId } = session
  return {
    sessionId,
    title: terminal.title || driver.state.task,
    columns: terminal.columns,
    rows: terminal.rows,
    live: true,
    write: (bytes) => place.write(bytes),
    resize: (columns, rows) => place.resize(columns, rows),
    detach: () => place.detach(),
  }
}

function show(screen: LastScreen, sessionId: string, viewer: TerminalViewer): AttachedTerminal {
  const { columns, rows, title, text, why, at } = screen
  viewer.resized(columns, rows)
  viewer.replay(Buffer.from(text))
  viewer.ended(`the session ended at ${new Date(at).toISOString()}: it ${why}`)
  const nothing = (): void => {
    // It is over: nothing can be typed or sized any more.
  }
  return { sessionId, title, columns, rows, live: false, write: nothing, resize: nothing, detach: nothing }
}
