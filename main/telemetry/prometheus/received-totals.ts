import type { TelemetryState } from '../../../contract/telemetry.ts'

type Received = TelemetryState['received']

/** The receiver counts from its own start, and starts anew when its settings change: here the counts go on. */
export function createReceivedTotals(): (state: Pick<TelemetryState, 'since' | 'received'>) => Received {
  const none = (): Received => ({ metrics: {}, logs: {}, traces: {} })
  let before = none()
  let last: Pick<TelemetryState, 'since' | 'received'> = { since: '', received: none() }
  return (state) => {
    if (state.since !== last.since) before = sum(before, last.received)
    last = state
    return sum(before, state.received)
  }
}

function sum(a: Received, b: Received): Received {
  return { metrics: each(a.metrics, b.metrics), logs: each(a.logs, b.logs), traces: each(a.traces, b.traces) }
}

function each(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]))
}
