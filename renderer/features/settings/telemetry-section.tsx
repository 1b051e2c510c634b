import { hrefOf } from '../../app/navigate.ts'
import { telemetryPath } from '../../app/routes.ts'
import { Field } from '../../ui/field.tsx'
import { NumberInput, type NumberInputProps } from '../../ui/number-input.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { FIELD_PAIR } from './policy-fields.ts'
import { Part, type SectionProps } from './section.tsx'
import { ForwardPart } from './forward-part.tsx'
import type { TelemetryDraft } from './telemetry-draft.ts'

const TAKEN = [
  {
    value: 'another',
    title: 'Take another one',
    help: 'Any free port; sessions that Baton hosts find it by themselves',
  },
  { value: 'without', title: 'Go on without', help: 'Nothing is received by this protocol' },
] as const

/** What is received, from whom, how long it is kept, and where it is sent on to. */
export function TelemetrySection({ draft, onChange, errors, disabled }: SectionProps) {
  const { telemetry } = draft
  const { enabled, takenPort, hosted, hostedTraces, metricsNames } = telemetry
  const set = (change: Partial<TelemetryDraft>): void => onChange({ ...draft, telemetry: { ...telemetry, ...change } })
  const number = (field: NumberName, label: string, help: string, more: Partial<NumberInputProps> = {}) => (
    <Field label={label} help={help} error={errors[field]}>
      {(ids) => (
        <NumberInput
          {...ids}
          {...more}
          disabled={disabled || !enabled}
          value={telemetry[field]}
          onChange={(value) => set({ [field]: value })}
        />
      )}
    </Field>
  )
  return (
    <>
      <Part
        title="Receiver"
        help={
          <>
            Takes the OpenTelemetry of the sessions on this machine. It listens on this machine alone. What comes is on{' '}
            <a className="text-accent underline underline-offset-2" href={hrefOf(telemetryPath())}>
              Telemetry
            </a>
            . What you change holds at once; a session that runs goes on sending to where it was told to.
          </>
        }
      >
        <Switch
          label="Receive telemetry"
          checked={enabled}
          disabled={disabled}
          onChange={(on) => set({ enabled: on })}
        />
        <div className={FIELD_PAIR}>
          {number('httpPort', 'Port for HTTP', 'JSON and protobuf. Usually 4318; 0: any free one.', {
            grouping: false,
          })}
          {number('grpcPort', 'Port for gRPC', 'Usually 4317; 0: any free one.', { grouping: false })}
          <Field label="When a port is taken">
            {({ id }) => (
              <Select
                id={id}
                label="When a port is taken"
                options={TAKEN}
                value={takenPort}
                disabled={disabled || !enabled}
                onChange={(value) => set({ takenPort: value })}
              />
            )}
          </Field>
        </div>
      </Part>
      <Part title="Sessions that Baton hosts">
        <Switch
          label="Have them send here"
          help="A session that sends elsewhere already, by your environment or your settings, goes on doing so"
          checked={hosted}
          disabled={disabled || !enabled}
          onChange={(on) => set({ hosted: on })}
        />
        <Switch
          label="With their traces"
          help="A beta of Claude Code"
          checked={hostedTraces}
          disabled={disabled || !enabled || !hosted}
          onChange={(on) => set({ hostedTraces: on })}
        />
      </Part>
      <Part title="What is kept">
        <div className={FIELD_PAIR}>
          {number('dedupeMinutes', 'Know a point again for', 'What is sent twice within this time is counted once.', {
            unit: 'min',
          })}
          {number('keepDays', 'Keep figures by the minute for', 'Those by the day stay.', { unit: 'days' })}
        </div>
      </Part>
      <Part title="Prometheus">
        <Switch
          label="Name projects and series in /metrics"
          help="Else a short hash stands for each"
          checked={metricsNames}
          disabled={disabled}
          onChange={(on) => set({ metricsNames: on })}
        />
      </Part>
      <ForwardPart {...{ telemetry, errors }} disabled={disabled || !enabled} onChange={set} />
    </>
  )
}

type NumberName = 'httpPort' | 'grpcPort' | 'dedupeMinutes' | 'keepDays'
