import { CircleAlert, CircleCheck, CircleOff, Clock, Send, type LucideIcon } from 'lucide-react'
import type { ForwardView, ReceiverView } from '../../../contract/telemetry.ts'
import { classes } from '../../ui/classes.ts'
import { FORWARDS, RECEIVERS } from './telemetry-words.ts'

const GOOD = 'text-running bg-running/10'
const WAITS = 'text-waiting bg-waiting/10'
const BAD = 'text-attention bg-attention/10'
const QUIET = 'text-stopped bg-stopped/10'

const RECEIVER_LOOKS: Record<ReceiverView['state'], { icon: LucideIcon; color: string }> = {
  listening: { icon: CircleCheck, color: GOOD },
  elsewhere: { icon: CircleAlert, color: WAITS },
  off: { icon: CircleOff, color: QUIET },
  failed: { icon: CircleAlert, color: BAD },
}

const FORWARD_LOOKS: Record<ForwardView['state'], { icon: LucideIcon; color: string }> = {
  idle: { icon: CircleCheck, color: GOOD },
  sending: { icon: Send, color: GOOD },
  waiting: { icon: Clock, color: WAITS },
  failed: { icon: CircleAlert, color: BAD },
}

export function ReceiverPill({ state }: { state: ReceiverView['state'] }) {
  return <Pill {...RECEIVER_LOOKS[state]} words={RECEIVERS[state]} />
}

export function ForwardPill({ state }: { state: ForwardView['state'] }) {
  return <Pill {...FORWARD_LOOKS[state]} words={FORWARDS[state]} />
}

function Pill({ icon: Icon, color, words }: { icon: LucideIcon; color: string; words: string }) {
  return (
    <span
      className={classes(
        'inline-flex h-5.5 shrink-0 items-center gap-1 rounded-full px-2 text-sm font-medium whitespace-nowrap',
        color,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {words}
    </span>
  )
}
