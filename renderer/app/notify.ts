import { noticeOwner, type Notice } from '../../contract/notice.ts'
import { toast } from '../ui/toast-list.ts'
import { goTo } from './navigate.ts'
import { alertsPath, seriesPath, terminalPath } from './routes.ts'

/** Where a press on a notice leads: to the terminal where something is to be done or seen there, else to the series. */
export function noticePath({ kind, seriesId }: Pick<Notice, 'kind' | 'seriesId'>): string {
  if (kind === 'alert' || seriesId === null) return alertsPath()
  return kind === 'finished' || kind === 'cycle' ? seriesPath(seriesId) : terminalPath(seriesId)
}

/** Shows a notice to the person: by the system where they allowed it, else within the page. */
export function showNotice(notice: Notice): void {
  const open = (): void => goTo(noticePath(notice))
  const title = [notice.title, noticeOwner(notice)].filter((part) => part !== '').join(' – ')
  if (mayNotify() && !document.hasFocus()) {
    const shown = new Notification(title, { body: notice.body, tag: notice.id, icon: '/icon.svg' })
    shown.addEventListener('click', () => {
      window.focus()
      open()
      shown.close()
    })
    return
  }
  const kind = notice.urgent ? 'attention' : 'info'
  toast({ title, body: notice.body, kind, action: { label: 'Open', run: open } })
}

function mayNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'granted'
}
