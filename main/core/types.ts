import type { Channel } from '../../contract/channel.ts'
import type { ReceiverView } from '../../contract/telemetry.ts'
import type { TransitionProbe } from '../series/driver/ports.ts'
import type { Timing } from '../series/timing.ts'
import type { Remote } from '../server/remote.ts'
import type { Access, CoreClient } from '../server/types.ts'
import type { DiscoveryMode } from './discovery-desk.ts'
import type { TelemetryPorts } from './telemetry-desk.ts'

export interface CoreOptions {
  dataDir: string
  /** Null: no server; the core serves this process alone. `remote`: as `prepareRemote` gives it. */
  serve: { port: number; remote?: Remote | null } | null
  /** Null: no telemetry receiver, whatever the settings say. Those of the settings unless they are named. */
  telemetry: TelemetryPorts | null
  /** Whether series that ran go on. */
  recover: boolean
  /** The core ends this long after its last series and client; null: when it is told to. */
  idleExitMs: number | null
  /** What series are started with that go on without a caller. */
  env: NodeJS.ProcessEnv
  /** Whether all transcripts of the machine are read; left out: by a core that serves, in another one when it is asked. */
  discovery?: DiscoveryMode
  /** For tests: other waits, and who looks on at transitions. */
  timing?: Partial<Timing>
  probe?: TransitionProbe
}

export interface CoreStatus {
  /** Something runs or lives here that must not end with the core. */
  busy: boolean
  /** Series that go on by themselves, or have a session open. */
  running: number
}

export interface RunningCore {
  client: CoreClient
  url: string | null
  token: string | null
  /** The telemetry receivers as they were bound; none: there are none. */
  receivers: ReceiverView[]
  /** Serves a client of this process, or of one that it trusts, over a channel of its own. */
  serve(channel: Channel, access: Access): void
  status(): CoreStatus
  /** Resolves when the core has closed, whoever closed it. */
  ended: Promise<void>
  close(): Promise<void>
}
