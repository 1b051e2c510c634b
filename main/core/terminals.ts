import { failure, success } from '../../contract/problem.ts'
import type { SeriesBook } from '../series/book.ts'
import type { TerminalSource } from '../server/types.ts'

/** The terminals of the sessions that live here. */
export function createTerminals(book: SeriesBook): TerminalSource {
  return {
    async attach(target, size, viewer) {
      const driver =
        book.drivers().find((one) => one.session?.sessionId === target || one.session?.launchId === target) ??
        (await ofSeries(book, target))
      const session = driver?.session ?? null
      if (driver === null || session === null) {
        const cause = driver === null ? 'there is no such series or session here' : 'it has no session now'
        return failure('no-terminal', target, cause, 'see `baton sessions` for those that live')
      }
      const place = session.attach(viewer, size)
      return success({
        sessionId: session.sessionId,
        title: session.terminal.title || driver.state.task,
        write: (bytes) => place.write(bytes),
        resize: (columns, rows) => place.resize(columns, rows),
        detach: () => place.detach(),
      })
    },
  }
}

async function ofSeries(book: SeriesBook, target: string): Promise<ReturnType<SeriesBook['driver']>> {
  const found = await book.find(target)
  return found.ok ? book.driver(found.value.id) : null
}
