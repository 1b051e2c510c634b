import { setTimeout as delay } from 'node:timers/promises'
import type { Settings } from '../../contract/settings.ts'
import type { TelemetryState } from '../../contract/telemetry.ts'
import type { TelemetryFigures } from '../telemetry/prometheus/input.ts'
import { createReceivedTotals } from '../telemetry/prometheus/received-totals.ts'

/** A receiver that does not answer within it is told as unknown: Prometheus itself waits 10 s. */
const TELEMETRY_WAIT_MS = 2_000

/** Wanted, and not there: its thread could not be started, or ended. */
const DOWN: TelemetryFigures = {
  received: { metrics: {}, logs: {}, traces: {} },
  receivers: [
    { protocol: 'http', state: 'failed' },
    { protocol: 'grpc', state: 'failed' },
  ],
  queues: { receive: null, forward: null },
}

export interface TelemetryParts {
  /** Null: this core receives none. Its state is null while nothing runs. */
  telemetry: { state(): Promise<TelemetryState | null> } | null
  settings(): Settings
  fault(error: unknown): void
  /** For tests. */
  waitMs?: number
}

/** What the receiver knows of itself. Null: there is none, or it does not say in time. */
export function createTelemetryFigures(parts: TelemetryParts): () => Promise<TelemetryFigures | null> {
  const { telemetry, fault, waitMs = TELEMETRY_WAIT_MS } = parts
  const totals = createReceivedTotals()
  return async () => {
    if (telemetry === null) return null
    const answer = telemetry.state().catch((error: unknown) => {
      fault(error)
      return null
    })
    const late = new AbortController()
    const first = await Promise.race([answer, waited(waitMs, late.signal)])
    late.abort()
    if (first === LATE) return null
    if (first === null) return parts.settings().telemetry.enabled ? DOWN : null
    const { since, received, receivers, queue, forward } = first
    return {
      received: totals({ since, received }),
      receivers,
      queues: { receive: queue.requests, forward: forward?.queued.requests ?? null },
    }
  }
}

const LATE = Symbol('late')

/** Also when it is not needed any more. */
function waited(ms: number, signal: AbortSignal): Promise<typeof LATE> {
  return delay(ms, LATE, { signal, ref: false }).catch(() => LATE)
}
