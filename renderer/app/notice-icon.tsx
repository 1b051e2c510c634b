import { BellRing, CircleAlert, CircleCheck, Clock, ClockCheck, Gauge, Hand, RefreshCw } from 'lucide-react'
import type { NoticeKind } from '../../contract/notice.ts'

const ICONS: Record<NoticeKind, { icon: typeof Clock; color: string }> = {
  soft: { icon: Gauge, color: 'text-waiting' },
  due: { icon: Gauge, color: 'text-attention' },
  permission: { icon: Hand, color: 'text-attention' },
  cycle: { icon: RefreshCw, color: 'text-running' },
  finished: { icon: CircleCheck, color: 'text-done' },
  limit: { icon: Clock, color: 'text-waiting' },
  'limit-over': { icon: ClockCheck, color: 'text-running' },
  attention: { icon: CircleAlert, color: 'text-attention' },
  alert: { icon: BellRing, color: 'text-attention' },
}

/** Beside the words that say the same. */
export function NoticeIcon({ kind }: { kind: NoticeKind }) {
  const { icon: Icon, color } = ICONS[kind]
  return <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color}`} />
}
