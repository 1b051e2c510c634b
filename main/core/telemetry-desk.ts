import type { Problem } from '../../contract/problem.ts'
import type { RunEvent } from '../../contract/events.ts'
import type { Settings } from '../../contract/settings.ts'
import type { ReceiverView, TelemetryState } from '../../contract/telemetry.ts'
import { version } from '../package/files.ts'
import type { TelemetryStore } from '../store/telemetry-types.ts'
import { readForwardHeaders } from '../telemetry/forward/headers.ts'
import { ownEvents } from '../telemetry/forward/own-events.ts'
import { startTelemetry, type RunningTelemetry } from '../telemetry/start.ts'
import type { TelemetrySettings, ThreadInput } from '../telemetry/types.ts'
import { retainTelemetry } from './telemetry-retention.ts'

/** Ports that a caller wants in place of those of the settings; 0: any free one. */
export interface TelemetryPorts {
  httpPort?: number | undefined
  grpcPort?: number | undefined
}

export interface TelemetryDeskParts {
  store: TelemetryStore
  dataDir: string
  /** Where headers for forwarding may stand. */
  env: Record<string, string>
  settings(): Settings
  ports: TelemetryPorts
  /** Told what a person should know: a port that is taken, headers that cannot be read. */
  problem(problem: Problem): void
  fault(error: unknown, context?: object): void
}

export interface TelemetryDesk {
  /** Where hosted sessions export to; null: nowhere. */
  hostedEndpoint(): string | null
  /** As they were bound; none: switched off. */
  receivers(): ReceiverView[]
  /** Null: switched off. */
  state(): Promise<TelemetryState | null>
  /** Other settings are in force: where they matter here, the receiver starts anew on the ports that it has. */
  follow(before: Settings, after: Settings): void
  /** Something happened in a series: what is forwarded may tell of it. */
  event(event: RunEvent): void
  close(): Promise<void>
}

/** The receiver as the settings want it. That it cannot run is told, and nothing else ends or waits for it. */
export async function openTelemetryDesk(parts: TelemetryDeskParts): Promise<TelemetryDesk> {
  const { store, fault } = parts
  let running: RunningTelemetry | null = null
  let turn: Promise<void> = Promise.resolve()

  async function start(bound: TelemetryPorts): Promise<void> {
    const settings = parts.settings().telemetry
    if (!settings.enabled) return
    const started = await startTelemetry({
      store,
      fault,
      dataDir: parts.dataDir,
      version: version(),
      settings: withPorts(withPorts(settings, parts.ports), bound),
      forwardHeaders: await headersFor(settings),
      prices: parts.settings().usage.prices,
    })
    if (!started.ok) return parts.problem(started.problem)
    running = started.value
    for (const { problem } of running.receivers) if (problem !== null) parts.problem(problem)
  }

  /** Null: nothing is forwarded. Without the headers that are wanted nothing is sent either. */
  async function headersFor({ forward }: TelemetrySettings): Promise<ThreadInput['forwardHeaders']> {
    if (forward === null) return null
    const read = await readForwardHeaders(forward, parts.env)
    if (!read.ok) parts.problem(read.problem)
    return read
  }

  async function restart(before: TelemetrySettings, after: TelemetrySettings): Promise<void> {
    const bound = running === null ? {} : keptPorts(running.receivers, before, after)
    await running?.close()
    running = null
    await start(bound)
  }

  await start({})
  const retention = retainTelemetry({ store, fault, settings: () => parts.settings().telemetry })
  return {
    hostedEndpoint: () => (parts.settings().telemetry.hosted ? (running?.endpoint ?? null) : null),
    receivers: () => running?.receivers ?? [],
    async state() {
      await turn
      return (await running?.state()) ?? null
    },
    follow(before, after) {
      if (JSON.stringify(before.usage.prices) !== JSON.stringify(after.usage.prices)) {
        turn = turn.then(() => running?.usePrices(after.usage.prices)).catch(fault)
      }
      if (JSON.stringify(before.telemetry) === JSON.stringify(after.telemetry)) return
      turn = turn.then(() => restart(before.telemetry, after.telemetry)).catch(fault)
    },
    event(event) {
      const own = ownEvents(event)
      if (own !== null) running?.ownEvent(own)
    },
    async close() {
      await retention.close()
      await turn
      await running?.close()
      running = null
    },
  }
}

function withPorts(settings: TelemetrySettings, { httpPort, grpcPort }: TelemetryPorts): TelemetrySettings {
  return { ...settings, httpPort: httpPort ?? settings.httpPort, grpcPort: grpcPort ?? settings.grpcPort }
}

/** Sessions that run send to the ports that they were given: a restart keeps them unless others are asked for. */
function keptPorts(
  receivers: readonly ReceiverView[],
  before: TelemetrySettings,
  after: TelemetrySettings,
): TelemetryPorts {
  const port = (protocol: ReceiverView['protocol']) =>
    receivers.find((one) => one.protocol === protocol)?.port ?? undefined
  return {
    httpPort: before.httpPort === after.httpPort ? port('http') : after.httpPort,
    grpcPort: before.grpcPort === after.grpcPort ? port('grpc') : after.grpcPort,
  }
}
