import type { Channel } from '../../contract/channel.ts'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { CoreOptions, RunningCore } from '../core/open.ts'
import { connect } from '../server/client.ts'
import { openCoreChannel } from '../server/core-channel.ts'
import { relay } from '../server/relay.ts'
import type { Access, CoreClient } from '../server/types.ts'
import { readCoreLock, type CoreLockRecord } from '../store/lock.ts'

/** The core that this app shows: in this process, or another one's that holds the data folder. */
export interface CoreHost {
  /** It lives in this process and ends with it. */
  own: boolean
  pid: number
  client: CoreClient
  /** Serves a page over its channel. */
  serve(channel: Channel): void
  /** Resolves when a core of this process has ended. That another one's has ended is seen by who watches its board. */
  ended: Promise<void>
  /** Ends a core of our own, its series going on with the next one; lets go of another's. */
  close(): Promise<void>
}

export interface CoreHostParts {
  dataDir: string
  /** What series are started with: the login shell's. */
  env: NodeJS.ProcessEnv
  /** The port of `baton serve` and the desktop; else any free one. */
  port: number
  open(options: CoreOptions): Promise<Outcome<RunningCore>>
  /** How long a holder that does not listen may take to do so, or to be gone. */
  waitMs?: number
}

/** The windows of this app, as the core's lists and logs call them. */
const WINDOW: Access = { role: 'control', clientId: null, name: 'desktop' }
/** A command such as `baton status` holds the folder for less than this; a core takes as long to start or to end. */
const WAIT_MS = 15_000
const LOOK_AGAIN_MS = 100

/** Opens the core here, or attaches to the one that lives. Problems: those of `openCore`. */
export async function openCoreHost(parts: CoreHostParts): Promise<Outcome<CoreHost>> {
  const until = performance.now() + (parts.waitMs ?? WAIT_MS)
  for (;;) {
    const holder = await readCoreLock(parts.dataDir)
    if (holder !== null) {
      const host = foreignHost(holder)
      if (host !== null) return success(host)
    } else {
      const opened = await openOwn(parts)
      if (opened.ok || opened.problem.code !== 'data-folder-locked') return opened
    }
    if (performance.now() > until) return silentHolder(parts.dataDir, holder)
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

async function openOwn({ dataDir, env, port, open }: CoreHostParts): Promise<Outcome<CoreHost>> {
  const options = { dataDir, telemetry: {}, recover: true, idleExitMs: null, env }
  let opened = await open({ ...options, serve: { port } })
  if (!opened.ok && opened.problem.code === 'port-in-use') opened = await open({ ...options, serve: { port: 0 } })
  if (!opened.ok) return opened
  const core = opened.value
  return success({
    own: true,
    pid: process.pid,
    client: core.client,
    serve: (channel) => core.serve(channel, WINDOW),
    ended: core.ended,
    close: () => core.close(),
  })
}

/** Null: it does not listen, because it starts, ends, or is a command at work. */
function foreignHost({ url, token, pid }: CoreLockRecord): CoreHost | null {
  if (url === null || token === null) return null
  const address = { url, token, pid }
  return {
    own: false,
    pid,
    client: connect(address),
    serve: (channel) => relay(channel, openCoreChannel(address)),
    ended: new Promise(() => {}),
    close: async () => {},
  }
}

function silentHolder(dataDir: string, holder: CoreLockRecord | null): Outcome<never> {
  const who = holder === null ? 'another Baton' : `another Baton (pid ${holder.pid})`
  return failure(
    'data-folder-locked',
    dataDir,
    `${who} holds the data folder and does not answer`,
    'wait until it is done, or end it with `baton quit`, and start Baton again',
  )
}
