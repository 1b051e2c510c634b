import type { ReceiverView, TelemetryState } from '../../contract/telemetry.ts'
import type { CoreClient } from '../server/types.ts'
import { PROBE_WAYS, sendProbe, type ProbeWay } from '../telemetry/probe/send.ts'
import type { Check } from './doctor-checks.ts'

const NAMES: Record<ProbeWay, string> = {
  'http/json': 'otlp json',
  'http/protobuf': 'otlp protobuf',
  grpc: 'otlp grpc',
}
const RECEIVER = 'telemetry'

/** Sends a probe by each way to the live core and looks whether each was counted. `at`: ms since the epoch. */
export async function checkProbes(client: CoreClient, at: number): Promise<Check[]> {
  const before = await stateOf(client)
  if (before === 'unknown')
    return [
      {
        name: RECEIVER,
        ok: 'warning',
        said: 'the core does not say how its receiver stands',
        remedy: 'see `baton logs`',
      },
    ]
  if (before === null)
    return [
      {
        name: RECEIVER,
        ok: 'warning',
        said: 'the core that runs takes no telemetry',
        remedy: 'switch it on in the settings (telemetry.enabled), or start it without --no-otlp',
      },
    ]
  const ports = before.receivers.flatMap(receiverCheck)
  const ways = PROBE_WAYS.flatMap((way) => {
    const port = portOf(before, way)
    return port === null ? [] : [{ way, port }]
  })
  const results = await Promise.all(
    ways.map(async ({ way, port }) => ({ way, port, result: await sendProbe(way, port, at) })),
  )
  const after = await stateOf(client)
  const taken = results.filter(({ result }) => result.taken).length
  const counted = after === null || after === 'unknown' ? 0 : probesOf(after) - probesOf(before)
  const checks = results.map(({ way, port, result }): Check => {
    const name = NAMES[way]
    if (result.taken) return { name, ok: 'ok', said: `a probe by ${way} arrived at port ${port}`, remedy: '' }
    return {
      name,
      ok: 'problem',
      said: `a probe by ${way} did not arrive at port ${port}: ${result.why}`,
      remedy: 'see `baton logs`, and the receiver in the telemetry view',
    }
  })
  if (counted >= taken) return [...ports, ...checks]
  const lost = `${taken} probes were taken, and the core counts ${counted}`
  return [...ports, ...checks, { name: RECEIVER, ok: 'problem', said: lost, remedy: 'see `baton logs`' }]
}

function receiverCheck({ protocol, state, problem }: ReceiverView): Check[] {
  if (problem === null || state === 'listening') return []
  const said = `${protocol}: ${problem.thing}: ${problem.cause}`
  return [{ name: RECEIVER, ok: 'warning', said, remedy: problem.remedy }]
}

function portOf({ receivers }: TelemetryState, way: ProbeWay): number | null {
  const protocol = way === 'grpc' ? 'grpc' : 'http'
  return receivers.find((receiver) => receiver.protocol === protocol)?.port ?? null
}

function probesOf({ received }: TelemetryState): number {
  return received.logs['probe'] ?? 0
}

async function stateOf(client: CoreClient): Promise<TelemetryState | null | 'unknown'> {
  const asked = await client.call('telemetry.state', {})
  return asked.ok ? asked.value : 'unknown'
}
