import { CircleAlert, CircleCheck, CirclePause, CirclePlay, CircleStop, CircleX, Clock, Hand } from 'lucide-react'
import type { HoldView, SeriesStatus } from '../../contract/series.ts'
import { classes } from './classes.ts'
import { needsPerson, statusWords } from './status-words.ts'

const LOOKS: Record<SeriesStatus, { icon: typeof Clock; color: string }> = {
  running: { icon: CirclePlay, color: 'text-running bg-running/10' },
  waiting: { icon: Clock, color: 'text-waiting bg-waiting/10' },
  paused: { icon: CirclePause, color: 'text-paused bg-paused/10' },
  'needs-attention': { icon: CircleAlert, color: 'text-attention bg-attention/10' },
  completed: { icon: CircleCheck, color: 'text-done bg-done/10' },
  stopped: { icon: CircleStop, color: 'text-stopped bg-stopped/10' },
  failed: { icon: CircleX, color: 'text-failed bg-failed/10' },
}

export interface StatusPillProps {
  status: SeriesStatus
  hold: Pick<HoldView, 'kind' | 'human'> | null
  /** The icon alone; the word is still there for a screen reader. */
  iconOnly?: boolean
  className?: string
}

/** The state, by icon and word: never by colour alone. */
export function StatusPill({ status, hold, iconOnly = false, className }: StatusPillProps) {
  const asks = status === 'waiting' && needsPerson(status, hold)
  const Icon = asks ? Hand : LOOKS[status].icon
  const color = asks ? LOOKS['needs-attention'].color : LOOKS[status].color
  const words = statusWords(status, hold)
  return (
    <span
      className={classes(
        'inline-flex h-5.5 shrink-0 items-center gap-1 rounded-full text-sm font-medium whitespace-nowrap',
        iconOnly ? 'w-5.5 justify-center' : 'px-2',
        color,
        className,
      )}
      title={iconOnly ? words : undefined}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className={iconOnly ? 'sr-only' : undefined}>{words}</span>
    </span>
  )
}
