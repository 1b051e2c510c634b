import path from 'node:path'
import type { StoredEvent } from '../../contract/events.ts'
import { ALERTS_PLACE, type Notice } from '../../contract/notice.ts'
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
  /** Keeps a notice that comes from no event, once; it is told to nobody. */
  keep(notice: Notice): void
  /** Tells a reader of it, if its person wants that now and looks at something else. */
  tell(notice: Notice): Told
}

/** `quiet`, `off`: the person wants none now, or none of this kind. `nobody`: no reader is there. */
export type Told = 'told' | 'looked-at' | 'quiet' | 'off' | 'nobody'

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

  const looked = (place: string): boolean => [...readers].some((one) => one.looksAt.includes(place))

  function see(wanted: (notice: Notice) => boolean): void {
    const fresh = notices.filter((notice) => !notice.seen && wanted(notice)).map((notice) => notice.id)
    notices = notices.map((notice) => (fresh.includes(notice.id) ? { ...notice, seen: true } : notice))
    for (const notice of notices) if (fresh.includes(notice.id)) parts.changed(notice)
  }

  function tell(notice: Notice): Told {
    if (notice.seen || placesOf(notice).some(looked)) return 'looked-at'
    const settings = parts.settings()
    if (!settings.enabled || settings.kinds[notice.kind] === false) return 'off'
    if (!mayTell(settings, notice, new Date(parts.now()))) return 'quiet'
    const [best] = [...readers].sort((a, b) => rank(b) - rank(a) || b.active - a.active)
    if (best === undefined) return 'nobody'
    try {
      best.reader.notify(notice)
    } catch (error) {
      parts.fault(error)
    }
    return 'told'
  }

  function keep(notice: Notice): Notice | null {
    if (notices.some((one) => one.id === notice.id)) return null
    const born = { ...notice, seen: notice.seen || placesOf(notice).some(looked) }
    notices = [born, ...notices].slice(0, KEPT)
    parts.changed(born)
    return born
  }

  return {
    event(stored) {
      const id = stored.event.series
      const series = parts.series(id)
      if (series === null) return
      const { notice, after } = noticeOf(stored, aboutOf(series), memories.get(id) ?? NOTHING)
      memories.set(id, after)
      const born = notice === null ? null : keep(notice)
      if (born !== null) tell(born)
    },
    notices: () => notices,
    seen: (ids) => see(({ id }) => ids.includes(id)),
    keep: (notice) => void keep(notice),
    tell,
    join(reader) {
      const one: Reader = { reader, looksAt: [], active: ++activity }
      readers.add(one)
      return {
        looking(seriesIds) {
          one.looksAt = seriesIds
          if (seriesIds.length === 0) return
          one.active = ++activity
          see((notice) => placesOf(notice).some((place) => seriesIds.includes(place)))
        },
        leave: () => void readers.delete(one),
      }
    },
  }
}

/** Whoever looks at one of these sees what the notice is about. */
function placesOf({ kind, seriesId }: Notice): string[] {
  return [...(seriesId === null ? [] : [seriesId]), ...(kind === 'alert' ? [ALERTS_PLACE] : [])]
}

function rank({ reader }: Reader): number {
  return reader.kind === 'desktop' ? 1 : 0
}

function aboutOf({ project, ...series }: DeskSeries): About {
  return { ...series, project: path.basename(project) }
}
