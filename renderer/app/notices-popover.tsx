import { Bell, BellOff } from 'lucide-react'
import { useState } from 'react'
import { cleanLine } from '../../contract/text.ts'
import { noticeOwner, type Notice } from '../../contract/notice.ts'
import { useBoard } from '../stores/board.ts'
import { runCommand } from '../stores/commands.ts'
import { useCanControl } from '../stores/core.ts'
import { Age } from '../ui/age.tsx'
import { Button, buttonClasses } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Popover } from '../ui/popover.tsx'
import { useShortcut } from '../ui/use-shortcut.ts'
import { goTo } from './navigate.ts'
import { NoticeIcon } from './notice-icon.tsx'
import { noticePath } from './notify.ts'

/** The contract takes no more ids at once. */
const AT_ONCE = 1_000

/** What happened, newest first, with a count of what nobody has seen yet. */
export function NoticesPopover() {
  const [open, setOpen] = useState(false)
  const notices = useBoard((state) => state.notices)
  const unseen = notices.filter(({ seen }) => !seen)
  const mayMark = useCanControl()
  useShortcut('notices', () => setOpen((now) => !now))
  const markSeen = (some: readonly Notice[]): void => {
    const ids = some.filter(({ seen }) => !seen).map(({ id }) => id)
    if (mayMark && ids.length > 0) void runCommand('notice.seen', { ids: ids.slice(0, AT_ONCE) }, { tell: false })
  }
  const show = (notice: Notice): void => {
    markSeen([notice])
    setOpen(false)
    goTo(noticePath(notice))
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title="What happened"
      align="start"
      className="flex max-h-[70vh] w-96 max-w-[calc(100vw-2rem)] flex-col"
      trigger={
        <button
          type="button"
          aria-label={unseen.length > 0 ? `What happened: ${unseen.length} not seen` : 'What happened'}
          className={classes(buttonClasses('ghost'), 'relative w-8 px-0! text-muted [&_svg]:size-4!')}
        >
          <Bell aria-hidden />
          {unseen.length > 0 && (
            <span
              aria-hidden
              className="absolute top-0.5 right-0.5 min-w-3.5 rounded-full bg-accent px-0.5 text-center text-[0.625rem] leading-3.5 font-semibold text-on-accent"
            >
              {unseen.length > 99 ? '99+' : unseen.length}
            </span>
          )}
        </button>
      }
    >
      <div className="flex items-center justify-between border-b border-border px-3 py-1.5">
        <h2 className="font-semibold">What happened</h2>
        <Button size="sm" variant="ghost" disabled={!mayMark || unseen.length === 0} onClick={() => markSeen(notices)}>
          Mark all as seen
        </Button>
      </div>
      {notices.length === 0 ? (
        <EmptyState icon={<BellOff />} title="Nothing happened yet">
          Thresholds, permissions asked for, cycles, limits, alerts and the end of a series are told here.
        </EmptyState>
      ) : (
        <ul className="min-h-0 overflow-y-auto p-1">
          {notices.map((notice) => (
            <Item key={notice.id} notice={notice} onOpen={() => show(notice)} />
          ))}
        </ul>
      )}
    </Popover>
  )
}

function Item({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const { kind, title, body, at, seen } = notice
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full items-start gap-2.5 rounded px-2 py-1.5 text-left hover:bg-surface-2"
      >
        <NoticeIcon kind={kind} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className={classes('flex-1 truncate', !seen && 'font-semibold')}>{cleanLine(title)}</span>
            <Age at={at} className="text-sm whitespace-nowrap text-muted" />
          </span>
          <span className="block truncate text-muted">{cleanLine(body)}</span>
          <span className="block truncate text-sm text-muted">{noticeOwner(notice)}</span>
        </span>
        <span className={classes('mt-1.5 size-2 shrink-0 rounded-full', !seen && 'bg-accent')}>
          {!seen && <span className="sr-only">not seen</span>}
        </span>
      </button>
    </li>
  )
}
