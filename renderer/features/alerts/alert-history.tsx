import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { Alert } from '../../../contract/alerts.ts'
import { cleanLine } from '../../../contract/text.ts'
import { Age } from '../../ui/age.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { formatDuration, projectName } from '../../ui/format.ts'
import { Deliveries } from './deliveries.tsx'

/** Rows at first; more on demand. */
const AT_FIRST = 30

/** What is over, the latest first; a row opens to what each channel did. */
export function AlertHistory({ alerts }: { alerts: readonly Alert[] }) {
  const [all, setAll] = useState(false)
  if (alerts.length === 0) return null
  return (
    <section aria-labelledby="alerts-history" className="grid gap-2">
      <h2 id="alerts-history" className="font-semibold">
        History
      </h2>
      <ul className="rounded-md border border-border bg-surface">
        {(all ? alerts : alerts.slice(0, AT_FIRST)).map((alert) => (
          <Row key={alert.id} alert={alert} />
        ))}
      </ul>
      {!all && alerts.length > AT_FIRST && (
        <Button size="sm" className="justify-self-start" onClick={() => setAll(true)}>
          Show {alerts.length - AT_FIRST} more
        </Button>
      )}
    </section>
  )
}

function Row({ alert }: { alert: Alert }) {
  const { title, project, firedAt, endedAt, acknowledgedAt, deliveries, ruleId } = alert
  const [open, setOpen] = useState(false)
  const details = useId()
  const failed = deliveries.some(({ state }) => state === 'failed')
  return (
    <li className="border-b border-border last:border-b-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={details}
        onClick={() => setOpen(!open)}
        className="flex min-h-8 w-full items-center gap-2 px-2.5 py-1.5 text-left hover:bg-surface-2"
      >
        <ChevronRight
          aria-hidden
          className={classes('size-4 shrink-0 text-muted transition-transform', open && 'rotate-90')}
        />
        <span className="min-w-0 flex-1 truncate">{cleanLine(title)}</span>
        {failed && <span className="shrink-0 text-sm text-failed">a channel failed</span>}
        <span className="hidden w-36 shrink-0 truncate text-right text-sm text-muted @min-[56rem]:block">
          {project === null ? '' : cleanLine(projectName(project), 40)}
        </span>
        <span className="w-28 shrink-0 text-right text-sm whitespace-nowrap text-muted">
          {endedAt !== null && `stood ${formatDuration(Date.parse(endedAt) - Date.parse(firedAt))}`}
        </span>
        <Age at={firedAt} className="w-20 shrink-0 text-right text-sm whitespace-nowrap text-muted" />
      </button>
      <div id={details} hidden={!open} className="grid gap-1 pr-2.5 pb-2.5 pl-8.5 text-sm">
        {open && (
          <>
            <p className="text-muted">
              Rule <code className="font-mono">{cleanLine(ruleId, 40)}</code>
              {acknowledgedAt !== null && (
                <>
                  {' '}
                  · acknowledged <Age at={acknowledgedAt} />
                </>
              )}
            </p>
            <Deliveries deliveries={deliveries} />
          </>
        )}
      </div>
    </li>
  )
}
