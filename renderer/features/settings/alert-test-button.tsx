import { CircleAlert, CircleCheck, Send } from 'lucide-react'
import { useState } from 'react'
import { describeProblem, type Outcome } from '../../../contract/problem.ts'
import type { AlertDelivery } from '../../../contract/alerts.ts'
import { cleanText } from '../../../contract/text.ts'
import { runCommand } from '../../stores/commands.ts'
import { Age } from '../../ui/age.tsx'
import { Button } from '../../ui/button.tsx'

interface AlertTestButtonProps {
  channel: string
  label: string
  /** The channel stands in the settings as it stands in the fields. */
  ready: boolean
  disabled: boolean
}

/** Sends a test over a channel as it is saved, and says how that went. */
export function AlertTestButton({ channel, label, ready, disabled }: AlertTestButtonProps) {
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<{ outcome: Outcome<AlertDelivery>; at: string } | null>(null)
  const test = async (): Promise<void> => {
    setBusy(true)
    const outcome = await runCommand('alert.test', { channel }, { tell: false })
    setBusy(false)
    setTold({ outcome, at: new Date().toISOString() })
  }
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <Button
        size="sm"
        icon={<Send aria-hidden />}
        busy={busy}
        disabled={disabled || !ready}
        onClick={() => void test()}
      >
        {label}
      </Button>
      {!ready && <span className="text-sm text-muted">Save it first.</span>}
      <p aria-live="polite" className="min-w-0 text-sm">
        {ready && told !== null && !busy && <Result {...told} />}
      </p>
    </div>
  )
}

function Result({ outcome, at }: { outcome: Outcome<AlertDelivery>; at: string }) {
  const good = outcome.ok && outcome.value.state === 'sent'
  const why = outcome.ok ? outcome.value.why : describeProblem(outcome.problem)
  const word = good ? 'Told' : outcome.ok && outcome.value.state === 'held' ? 'Not told' : 'Could not be told'
  const Icon = good ? CircleCheck : CircleAlert
  return (
    <span className={good ? 'text-done' : 'text-failed'}>
      <Icon aria-hidden className="mr-1 inline size-3.5" />
      <span className="wrap-anywhere whitespace-pre-line">
        {why === null ? word : `${word}: ${cleanText(why)}`}
      </span>{' '}
      <Age at={at} className="text-muted" />
    </span>
  )
}
