import type { Settings } from '../../../contract/settings.ts'

type Telemetry = Settings['telemetry']
type Forward = NonNullable<Telemetry['forward']>

const NUMBERS = ['httpPort', 'grpcPort', 'dedupeMinutes', 'keepDays'] as const

/** Telemetry as it stands in the fields of the screen. What is forwarded stays in its fields while that is off. */
export type TelemetryDraft = Omit<Telemetry, 'forward' | (typeof NUMBERS)[number]> &
  Record<(typeof NUMBERS)[number], number | null> & { forwards: boolean; forward: ForwardDraft }

export interface ForwardDraft extends Pick<Forward, 'signals' | 'redact' | 'ownEvents'> {
  endpoint: string
  /** "": none. */
  headersFile: string
  headersVariable: string
  queueMegabytes: number | null
}

/** What is wrong, by field. */
export type TelemetryErrors = Partial<
  Record<(typeof NUMBERS)[number] | 'endpoint' | 'signals' | 'queueMegabytes', string>
>

/** What stands in the fields before anything was ever forwarded. */
const NO_FORWARD: ForwardDraft = {
  endpoint: '',
  signals: ['metrics', 'logs', 'traces'],
  headersFile: '',
  headersVariable: '',
  redact: true,
  ownEvents: true,
  queueMegabytes: 256,
}

export function draftOfTelemetry({ forward, ...rest }: Telemetry): TelemetryDraft {
  if (forward === null) return { ...rest, forwards: false, forward: NO_FORWARD }
  const { headersFile, headersVariable } = forward
  const texts = { headersFile: headersFile ?? '', headersVariable: headersVariable ?? '' }
  return { ...rest, forwards: true, forward: { ...forward, ...texts } }
}

/** What the draft says, not checked yet. */
export function telemetryOfDraft({ forwards, forward, ...rest }: TelemetryDraft): Record<string, unknown> {
  if (!forwards) return { ...rest, forward: null }
  const { endpoint, headersFile, headersVariable, ...more } = forward
  const texts = { headersFile: textOrNull(headersFile), headersVariable: textOrNull(headersVariable) }
  return { ...rest, forward: { endpoint: endpoint.trim(), ...more, ...texts } }
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}

const PORT = 'Give a port from 1 to 65535, or 0 for any free one'
const MESSAGES: Record<keyof TelemetryErrors, string> = {
  httpPort: PORT,
  grpcPort: PORT,
  dedupeMinutes: 'Give whole minutes from 1 to 1440, which is a day',
  keepDays: 'Give whole days from 1 to 3650, which is ten years',
  endpoint: 'Give an address like https://collector.example.org:4318',
  signals: 'Choose at least one, or switch forwarding off',
  queueMegabytes: 'Give whole megabytes from 1 to 10240',
}

/** The words for a field of the telemetry that the schema does not take; nothing for any other. */
export function telemetryMessage(path: readonly string[]): TelemetryErrors {
  const [room, ...rest] = path
  const field = rest.findLast((part): part is keyof TelemetryErrors => part in MESSAGES)
  return room === 'telemetry' && field !== undefined ? { [field]: MESSAGES[field] } : {}
}

/** What the schema takes and no one can want. */
export function telemetryErrors({ httpPort, grpcPort, forwards, forward }: TelemetryDraft): TelemetryErrors {
  return {
    ...(httpPort === grpcPort && httpPort !== 0 && httpPort !== null && { grpcPort: 'Give it a port of its own' }),
    ...(forwards && forward.signals.length === 0 && { signals: MESSAGES.signals }),
  }
}
