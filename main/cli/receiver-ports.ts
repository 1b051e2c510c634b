import type { ReceiverPorts } from '../agents/telemetry-address.ts'
import { readSettings } from '../series/settings-file.ts'
import { liveCore } from './core-access.ts'

/** Where telemetry is taken, and how far that is known. */
export interface KnownPorts extends ReceiverPorts {
  /** These are ports of a core that runs now; otherwise those of the settings. */
  live: boolean
  /** What a person should know of them, one sentence without a full stop; null: nothing. */
  why: string | null
}

/** The ports of the core that owns the data folder now, else those that the next one will take. */
export async function receiverPorts(dataDir: string): Promise<KnownPorts> {
  const { settings: read } = await readSettings(dataDir)
  const settings = read.ok ? read.value.telemetry : null
  const wanted = { http: settings?.httpPort || STANDARD.http, grpc: settings?.grpcPort || STANDARD.grpc }
  const core = await liveCore(dataDir)
  if (core === null) {
    const off = settings?.enabled === false
    const why = off
      ? 'the receiver is switched off in the settings'
      : 'no core is running, these are the ports it is to take'
    return { ...wanted, live: false, why }
  }
  const state = await core.client.call('telemetry.state', {})
  await core.close()
  if (!state.ok) return { ...wanted, live: false, why: `the core does not say its ports: ${state.problem.cause}` }
  if (state.value === null) return { ...wanted, live: false, why: 'the core that runs takes no telemetry' }
  const { receivers } = state.value
  const port = (protocol: 'http' | 'grpc') => receivers.find((one) => one.protocol === protocol)?.port ?? null
  const [http, grpc] = [port('http'), port('grpc')]
  if (http === null && grpc === null) return { ...wanted, live: false, why: 'the core that runs could bind no port' }
  const same = (http === null || http === wanted.http) && (grpc === null || grpc === wanted.grpc)
  const why = same ? null : 'the core that runs has other ports than the settings name, for as long as it lives'
  return { http, grpc, usual: wanted, live: true, why }
}

/** OpenTelemetry's own, and the defaults of the settings. */
const STANDARD = { http: 4318, grpc: 4317 }
