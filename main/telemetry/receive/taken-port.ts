import type { Outcome, Problem } from '../../../contract/problem.ts'
import type { ReceiverView } from '../../../contract/telemetry.ts'
import type { TelemetrySettings } from '../types.ts'

type Protocol = ReceiverView['protocol']

/** Where a receiver stands: bound (`value`), or not and why. */
export interface Place<T> {
  state: ReceiverView['state']
  value: T | null
  problem: Problem | null
}

/** Settings that name the port of each. */
const SETTING: Record<Protocol, string> = { http: 'telemetry.httpPort', grpc: 'telemetry.grpcPort' }

/** Opens at the port wanted; where that cannot be had, at a free one or not at all, as set. Never throws. */
export async function placeReceiver<T>(
  protocol: Protocol,
  port: number,
  takenPort: TelemetrySettings['takenPort'],
  open: (port: number) => Promise<Outcome<T>>,
): Promise<Place<T>> {
  const first = await open(port)
  if (first.ok) return { state: 'listening', value: first.value, problem: null }
  if (takenPort === 'without' || port === 0) {
    const state = takenPort === 'without' && port !== 0 ? 'off' : 'failed'
    const remedy = `${wayOut(protocol, first.problem)}, then start Baton again; until then this receiver is off`
    return { state, value: null, problem: { ...first.problem, remedy } }
  }
  const free = await open(0)
  if (!free.ok) return { state: 'failed', value: null, problem: free.problem }
  const remedy = `${wayOut(protocol, first.problem)}; until then Baton listens on another port, which \`baton env\` tells`
  return { state: 'elsewhere', value: free.value, problem: { ...first.problem, remedy } }
}

function wayOut(protocol: Protocol, { code }: Problem): string {
  const other = `set ${SETTING[protocol]} to another port`
  return code === 'port-in-use' ? `end that program, or ${other}` : other
}
