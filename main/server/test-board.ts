import { NO_ALERTS } from '../../contract/alerts.ts'
import type { Board, BoardChange } from '../../contract/board.ts'
import { noScan } from '../../contract/observed.ts'
import type { Notice } from '../../contract/notice.ts'
import type { SeriesView } from '../../contract/series.ts'
import { Settings } from '../../contract/settings.ts'
import type { BoardListener, BoardSource, NoticePlace, NoticeReader, NoticeSource } from './types.ts'

export interface TestBoard extends BoardSource {
  notices: NoticeSource
  /** Tells everyone who watches. */
  change(change: BoardChange): void
  /** Shows a notice to the first reader that came. */
  notify(notice: Notice): void
  watchers(): number
  readers(): { kind: NoticeReader['kind']; looking: readonly string[] }[]
}

/** A board of one series, which whoever comes sees as it stands then. */
export function createTestBoard(view: () => SeriesView): TestBoard {
  const listeners = new Set<BoardListener>()
  const readers = new Map<NoticePlace, { reader: NoticeReader; looking: readonly string[] }>()
  const board = (): Board => ({
    series: [view()],
    sessions: [],
    notices: [],
    settings: { settings: Settings.parse({}), revision: 'r1', file: '/data/settings.json', problem: null },
    observed: [],
    scan: noScan('2026-11-22T12:00:00.000Z'),
    limits: [],
    alerts: NO_ALERTS,
  })
  return {
    watch(listener) {
      listener.board(board())
      listeners.add(listener)
      return { close: () => void listeners.delete(listener) }
    },
    change: (change) => listeners.forEach((listener) => listener.change(change)),
    notify(notice) {
      const [first] = readers.values()
      first?.reader.notify(notice)
    },
    watchers: () => listeners.size,
    readers: () => [...readers.values()].map(({ reader, looking }) => ({ kind: reader.kind, looking })),
    notices: {
      join(reader) {
        const place: NoticePlace = {
          looking(seriesIds) {
            const entry = readers.get(place)
            if (entry) entry.looking = seriesIds
          },
          leave: () => void readers.delete(place),
        }
        readers.set(place, { reader, looking: [] })
        return place
      },
    },
  }
}
