import { BellRing, Check, CircleAlert } from 'lucide-react'
import { cleanLine } from '../../../contract/text.ts'
import type { Alert } from '../../../contract/alerts.ts'
import { hrefOf } from '../../app/navigate.ts'
import { Age } from '../../ui/age.tsx'
import { Button, buttonClasses } from '../../ui/button.tsx'
import { projectName } from '../../ui/format.ts'
import { alertPlace } from './alert-place.ts'
import { Deliveries } from './deliveries.tsx'

interface StandingAlertProps {
  alert: Alert
  disabled: boolean
  onAcknowledge: () => void
}

/** One that stands: what it is about, since when, whom it was told, and what to do. */
export function StandingAlert({ alert, disabled, onAcknowledge }: StandingAlertProps) {
  const { title, body, project, firedAt, acknowledgedAt, urgent, deliveries } = alert
  const known = acknowledgedAt !== null
  const Icon = urgent ? CircleAlert : BellRing
  const color = known ? 'text-muted' : urgent ? 'text-attention' : 'text-waiting'
  const place = alertPlace(alert)
  return (
    <article
      aria-label={cleanLine(title)}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-2 rounded-md border border-border bg-surface px-3.5 py-3"
    >
      <Icon aria-hidden className={`mt-0.5 size-4 ${color}`} />
      <div className="flex min-w-0 flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <p className="font-semibold wrap-anywhere">
            {urgent && <span className="sr-only">Urgent: </span>}
            {cleanLine(title)}
          </p>
          <p className="text-muted">
            {project !== null && <>{cleanLine(projectName(project), 80)} · </>}
            {cleanLine(body)} · fired <Age at={firedAt} />
            {known && (
              <>
                {' '}
                · acknowledged <Age at={acknowledgedAt} />
              </>
            )}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {place !== null && (
            <a href={hrefOf(place.path)} className={buttonClasses('secondary', 'sm')}>
              {place.label}
            </a>
          )}
          {!known && (
            <Button size="sm" icon={<Check aria-hidden />} disabled={disabled} onClick={onAcknowledge}>
              Acknowledge
            </Button>
          )}
        </div>
      </div>
      <div className="col-start-2">
        <Deliveries deliveries={deliveries} />
      </div>
    </article>
  )
}
