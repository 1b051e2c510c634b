import type { ReceiverView } from '../../../contract/telemetry.ts'
import { openListener } from '../../server/listener.ts'
import { loopbackSite } from '../../server/site.ts'
import type { Intake, RunningReceiver, TelemetrySettings } from '../types.ts'
import { createHeld } from './held.ts'
import { createRequestHandler } from './http-requests.ts'
import { CONNECTION_LIMIT, HELD_LIMIT, PATIENCE_MS } from './limits.ts'
import { createTally } from './tally.ts'
import { placeReceiver } from './taken-port.ts'

export interface ReceiverParts {
  /** 0: any free one. */
  port: number
  takenPort: TelemetrySettings['takenPort']
  intake: Intake
  /** Bugs, what goes wrong with the server itself, and the first refusal of each kind. */
  fault(error: unknown): void
  /** How long a sender may take for headers, and for a whole request; for tests. Milliseconds. */
  timeouts?: { headers: number; request: number }
  /** How long a busy intake is waited for; for tests. Milliseconds. */
  patience?: number
}

export interface HttpReceiverParts extends ReceiverParts {
  /** Told by `/healthz` and `/readyz`; no project's name may stand in it. Without `receivers` this one is told alone. */
  health(): { receivers?: ReceiverView[]; queue: { requests: number; bytes: number }; lastError: unknown }
}

export const LOOPBACK = '127.0.0.1'

/** OTLP/HTTP on loopback. Where the port cannot be had, the view says why; this never fails. */
export async function startHttpReceiver(parts: HttpReceiverParts): Promise<RunningReceiver> {
  const { takenPort, intake, fault, timeouts, patience = PATIENCE_MS } = parts
  const tally = createTally('http', fault)
  const place = await placeReceiver('http', parts.port, takenPort, (port) => {
    const at = { address: LOOPBACK, port, tls: null, maxConnections: CONNECTION_LIMIT }
    return openListener({ ...at, timeouts, refusals: tally.refusals, fault })
  })
  const listener = place.value
  const view = (): ReceiverView => ({
    protocol: 'http',
    state: place.state,
    wantedPort: parts.port,
    port: listener?.port ?? null,
    problem: place.problem,
    ...tally.view(),
  })
  if (listener === null) return { view, close: async () => {} }
  let closing: Promise<void> | null = null
  listener.serve({
    request: createRequestHandler({
      intake,
      fault,
      tally,
      patience,
      held: createHeld(HELD_LIMIT),
      site: loopbackSite(listener.port),
      closing: () => closing !== null,
      health: () => ({ receivers: [view()], ...parts.health() }),
    }),
  })
  return { view, close: () => (closing ??= listener.close()) }
}
