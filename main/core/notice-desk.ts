import path from 'node:path'
import type { StoredEvent } from '../../contract/events.ts'
import type { Notice } from '../../contract/notice.ts'
import type { Settings } from '../../contract/settings.ts'
import { noticeOf, NOTHING, type About, type Remembered } from '../alerts/notices.ts'
import { mayTell } from '../alerts/telling.ts'
import type { NoticeReader, NoticeSource } from '../server/types.ts'

/** As many as a person scrolls through; what happened before stands in the timelines. */
const KEPT = 200

/** A series as the desk asks for it. */
export interface DeskSeries {
  project: string
  task: string
  sessionId: string | null
  hold: string | null
}

export interface DeskParts {
  /** Null: there is no such series. */
  series(id: string): DeskSeries | null
  settings(): Settings['notifications']
  /** Ms since the epoch. */
  now(): number
  /** A notice is new, or was seen. */
  changed(notice: Notice): void
  fault(error: unknown): void
}

export interface NoticeDesk extends NoticeSource {
  /** One event of a series, in order, as it happens; those of earlier cores are never given. */
  event(stored: StoredEvent): void
  /** Newest first. */
  notices(): Notice[]
  seen(ids: readonly string[]): void
}

interface Reader {
  reader: NoticeReader
  looksAt: readonly string[]
  /** Rises with what its person does: the highest was active last. */
  active: number
}

/** Keeps what happened, and tells each thing to one reader at most: nobody is told what they see, or twice. */
export function createNoticeDesk(parts: DeskParts): NoticeDesk {
  let notices: Notice[] = []
  const memories = new Map<string, Remembered>()
  const readers = new Set<Reader>()
  let activity = 0

  const looked = (seriesId: string): boolean => [...readers].some((one) => one.looksAt.includes(seriesId))

  function see(wanted: (notice: Notice) => boolean): void {
    const fresh = notices.filter((notice) => !notice.seen && wanted(notice)).map((notice) => notice.id)
    notices = notices.map((notice) => (fresh.includes(notice.id) ? { ...notice, seen: true } : notice))
    for (const notice of notices) if (fresh.includes(notice.id)) parts.changed(notice)
  }

  function tell(notice: Notice): void {
    if (notice.seen || !mayTell(parts.settings(), notice, new Date(parts.now()))) return
    const [best] = [...readers].sort((a, b) => rank(b) - rank(a) || b.active - a.active)
    try {
      best?.reader.notify(notice)
    } catch (error) {
      parts.fault(error)
    }
  }

  return {
    event(stored) {
      const id = stored.event.series
      const series = parts.series(id)
      if (series === null) return
      const { notice, after } = noticeOf(stored, aboutOf(series), memories.get(id) ?? NOTHING)
      memories.set(id, after)
      if (notice === null || notices.some((one) => one.id === notice.id)) return
      const born = { ...notice, seen: looked(id) }
      notices = [born, ...notices].slice(0, KEPT)
      parts.changed(born)
      tell(born)
    },
    notices: () => notices,
    seen: (ids) => see(({ id }) => ids.includes(id)),
    join(reader) {
      const one: Reader = { reader, looksAt: [], active: ++activity }
      readers.add(one)
      return {
        looking(seriesIds) {
          one.looksAt = seriesIds
          if (seriesIds.length === 0) return
          one.active = ++activity
          see(({ seriesId }) => seriesIds.includes(seriesId))
        },
        leave: () => void readers.delete(one),
      }
    },
  }
}

function rank({ reader }: Reader): number {
  return reader.kind === 'desktop' ? 1 : 0
}

function aboutOf({ project, ...series }: DeskSeries): About {
  return { ...series, project: path.basename(project) }
}
