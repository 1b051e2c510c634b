import { CircleAlert } from 'lucide-react'
import type { TelemetrySignal } from '../../../contract/telemetry.ts'
import { Field } from '../../ui/field.tsx'
import { NumberInput } from '../../ui/number-input.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { FIELD_PAIR } from './policy-fields.ts'
import { Part } from './section.tsx'
import type { ForwardDraft, TelemetryDraft, TelemetryErrors } from './telemetry-draft.ts'

const SIGNALS: { signal: TelemetrySignal; label: string }[] = [
  { signal: 'metrics', label: 'Send metrics on' },
  { signal: 'logs', label: 'Send logs on' },
  { signal: 'traces', label: 'Send traces on' },
]

interface ForwardPartProps {
  telemetry: TelemetryDraft
  errors: TelemetryErrors
  disabled: boolean
  onChange: (change: Partial<TelemetryDraft>) => void
}

/** Where all that is received is sent on to. */
export function ForwardPart({ telemetry, errors, disabled, onChange }: ForwardPartProps) {
  const { forwards, forward } = telemetry
  const off = disabled || !forwards
  const set = (change: Partial<ForwardDraft>): void => onChange({ forward: { ...forward, ...change } })
  return (
    <Part
      title="Forwarding"
      help="To a collector of your team, or to any service that takes OTLP over HTTP. What waits while it is away lies on this disk."
    >
      <Switch
        label="Send on what is received"
        checked={forwards}
        disabled={disabled}
        onChange={(on) => onChange({ forwards: on })}
      />
      <Field label="Address" help="Its base: /v1/metrics, /v1/logs and /v1/traces are added." error={errors.endpoint}>
        {(ids) => (
          <TextInput
            {...ids}
            mono
            placeholder="https://collector.example.org:4318"
            disabled={off}
            value={forward.endpoint}
            onChange={(endpoint) => set({ endpoint })}
          />
        )}
      </Field>
      <div className={FIELD_PAIR}>
        <Field label="File with headers" help="A line Name: value each; only you may be able to read it (0600).">
          {(ids) => (
            <TextInput
              {...ids}
              mono
              disabled={off}
              value={forward.headersFile}
              onChange={(headersFile) => set({ headersFile })}
            />
          )}
        </Field>
        <Field label="Variable with headers" help="Written as OTEL_EXPORTER_OTLP_HEADERS is.">
          {(ids) => (
            <TextInput
              {...ids}
              mono
              disabled={off}
              value={forward.headersVariable}
              onChange={(headersVariable) => set({ headersVariable })}
            />
          )}
        </Field>
        <Field
          label="Most that waits on disk"
          help="When it is full, the oldest is let go of, and counted."
          error={errors.queueMegabytes}
        >
          {(ids) => (
            <NumberInput
              {...ids}
              unit="MB"
              disabled={off}
              value={forward.queueMegabytes}
              onChange={(queueMegabytes) => set({ queueMegabytes })}
            />
          )}
        </Field>
      </div>
      <div>
        {SIGNALS.map(({ signal, label }) => (
          <Switch
            key={signal}
            label={label}
            checked={forward.signals.includes(signal)}
            disabled={off}
            onChange={(on) => set({ signals: withSignal(forward.signals, signal, on) })}
          />
        ))}
        {errors.signals !== undefined && (
          <p role="alert" className="flex gap-1 text-sm text-failed">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {errors.signals}
          </p>
        )}
      </div>
      <Switch
        label="Take prompts and identities out"
        help="Prompts, answers, tool input and who you are do not leave the machine"
        checked={forward.redact}
        disabled={off}
        onChange={(redact) => set({ redact })}
      />
      <Switch
        label="With Baton’s own events"
        help="Cycles, checkpoints and series as log records beside the rest"
        checked={forward.ownEvents}
        disabled={off}
        onChange={(ownEvents) => set({ ownEvents })}
      />
    </Part>
  )
}

/** In the order of the list, so that switching off and on again is no change. */
function withSignal(signals: readonly TelemetrySignal[], signal: TelemetrySignal, on: boolean): TelemetrySignal[] {
  return SIGNALS.map((one) => one.signal).filter((one) => (one === signal ? on : signals.includes(one)))
}
