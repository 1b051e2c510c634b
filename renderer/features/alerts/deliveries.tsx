import { CircleAlert, CircleCheck, CirclePause, RotateCw, type LucideIcon } from 'lucide-react'
import type { AlertDelivery } from '../../../contract/alerts.ts'
import { cleanLine } from '../../../contract/text.ts'
import { formatTime } from '../../ui/format.ts'
import { deliveryWords } from './delivery-words.ts'

const LOOKS: Record<AlertDelivery['state'], { icon: LucideIcon; color: string }> = {
  sent: { icon: CircleCheck, color: 'text-done' },
  held: { icon: CirclePause, color: 'text-muted' },
  retrying: { icon: RotateCw, color: 'text-waiting' },
  failed: { icon: CircleAlert, color: 'text-failed' },
}
/** Of a command that failed it may be 4 kB. */
const WHY_LENGTH = 300

/** What each channel did, in one line each where there is something to say. */
export function Deliveries({ deliveries }: { deliveries: readonly AlertDelivery[] }) {
  if (deliveries.length === 0) return null
  return (
    <ul aria-label="Told over" className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {deliveries.map((delivery) => {
        const { channel, event, state, why, at } = delivery
        const { icon: Icon, color } = LOOKS[state]
        return (
          <li key={`${channel} ${event}`} className="flex min-w-0 items-start gap-1.5" title={formatTime(at)}>
            <Icon aria-hidden className={`mt-0.5 size-3.5 shrink-0 ${color}`} />
            <span className="min-w-0 wrap-anywhere">
              <span className="font-medium">{cleanLine(channel, 40)}</span>{' '}
              <span className="text-muted">
                {deliveryWords(delivery)}
                {why !== null && `: ${cleanLine(why, WHY_LENGTH)}`}
              </span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
