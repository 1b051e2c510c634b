import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CirclePlay,
  CircleQuestionMark,
  CircleStop,
  CircleX,
  Clock,
  Hand,
} from 'lucide-react'
import type { HoldView, SeriesStatus, SessionState } from '../../contract/series.ts'
import { classes } from './classes.ts'
import { needsPerson, SESSION_WORDS, statusWords } from './status-words.ts'

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
  const icon = asks ? Hand : LOOKS[status].icon
  const color = asks ? LOOKS['needs-attention'].color : LOOKS[status].color
  return <Pill icon={icon} color={color} words={statusWords(status, hold)} iconOnly={iconOnly} className={className} />
}

const SESSION_LOOKS: Record<SessionState, { icon: typeof Clock; color: string }> = {
  busy: LOOKS.running,
  idle: { icon: CircleDashed, color: LOOKS.paused.color },
  waiting: { icon: Hand, color: LOOKS['needs-attention'].color },
  ended: LOOKS.stopped,
  unknown: { icon: CircleQuestionMark, color: LOOKS.stopped.color },
}

/** The same of one session. */
export function SessionPill({ state, className }: { state: SessionState; className?: string }) {
  const { icon, color } = SESSION_LOOKS[state]
  return <Pill icon={icon} color={color} words={SESSION_WORDS[state]} iconOnly={false} className={className} />
}

interface PillProps {
  icon: typeof Clock
  color: string
  words: string
  iconOnly: boolean
  className: string | undefined
}

function Pill({ icon: Icon, color, words, iconOnly, className }: PillProps) {
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
