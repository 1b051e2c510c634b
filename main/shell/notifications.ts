import { noticeOwner, type Notice } from '../../contract/notice.ts'
import { cleanLine } from '../../contract/text.ts'
import type { ElectronParts, NotificationPart } from './electron-parts.ts'

/** Ids that are remembered so that nothing is told twice; the core keeps fewer. */
const REMEMBERED = 1_000
const TITLE_LENGTH = 100
const BODY_LENGTH = 300

export interface NotificationParts {
  electron: Pick<ElectronParts, 'Notification'>
  /** The notification was clicked: show the person what it is about. */
  clicked(notice: Notice): void
  /** There are no notifications here; the window can at least blink. */
  unsupported(notice: Notice): void
}

export interface Notifications {
  /** Told to the person, once for one id, however often it is asked. */
  show(notice: Notice): void
  /** A person saw it elsewhere: it is taken off the screen. */
  seen(id: string): void
  close(): void
}

/** Notices of the core as notifications of the desktop. When to tell is the core's decision. */
export function createNotifications({ electron, clicked, unsupported }: NotificationParts): Notifications {
  const told = new Set<string>()
  /** Electron forgets the click of a notification that nobody holds. */
  const shown = new Map<string, NotificationPart>()

  return {
    show(notice) {
      if (told.has(notice.id)) return
      told.add(notice.id)
      for (const id of told) {
        if (told.size <= REMEMBERED) break
        told.delete(id)
      }
      if (!electron.Notification.isSupported()) return unsupported(notice)
      const notification = new electron.Notification({
        title: cleanLine(notice.title, TITLE_LENGTH),
        body: [noticeOwner(notice), cleanLine(notice.body, BODY_LENGTH)].filter((part) => part !== '').join('\n'),
        urgency: notice.urgent ? 'critical' : 'normal',
        silent: !notice.urgent,
      })
      const forget = (): void => void shown.delete(notice.id)
      notification.on('click', () => {
        forget()
        clicked(notice)
      })
      notification.on('close', forget)
      notification.on('failed', forget)
      shown.set(notice.id, notification)
      notification.show()
    },
    seen(id) {
      shown.get(id)?.close()
      shown.delete(id)
    },
    close() {
      for (const notification of shown.values()) notification.close()
      shown.clear()
    },
  }
}

/** Where a notice leads: an alert to the alerts, what waits for an answer to the terminal, all else to the series. */
export function noticeRoute({ kind, seriesId, urgent }: Notice): string {
  if (kind === 'alert' || seriesId === null) return '/alerts'
  const terminal = kind === 'permission' || kind === 'attention' || urgent
  return `${terminal ? '/terminal' : '/series'}/${encodeURIComponent(seriesId)}`
}
