import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { CoreClient } from '../server/types.ts'
import type { CoreLockRecord } from '../store/lock.ts'

/** A core that a command talks to: another process, or this one. */
export interface CoreHandle {
  client: CoreClient
  pid: number
  url: string | null
  /** The core lives in this process and ends with it. */
  own: boolean
  close(): Promise<void>
}

/** A command such as `status` holds the folder for less than this when it opens a core of its own. */
const BRIEF_HOLD_MS = 5_000
const LOOK_AGAIN_MS = 50

/** The core that owns the data folder now, when it can be talked to. */
export async function liveCore(dataDir: string): Promise<CoreHandle | null> {
  const owner = await lockOwner(dataDir)
  if (owner === null || owner.url === null || owner.token === null) return null
  const { connect } = await import('../server/client.ts')
  const client = connect({ url: owner.url, token: owner.token, pid: owner.pid })
  return { client, pid: owner.pid, url: owner.url, own: false, close: async () => {} }
}

/** Asks the live core, or a core in this process that starts nothing by itself. */
export async function withCore<T>(
  dataDir: string,
  env: NodeJS.ProcessEnv,
  use: (core: CoreHandle) => Promise<T>,
): Promise<Outcome<T>> {
  const core = (await liveCore(dataDir)) ?? (await briefCore(dataDir, env))
  if ('ok' in core) return core
  try {
    return success(await use(core))
  } finally {
    await core.close()
  }
}

/** A core in this process; while another brief one holds the folder it waits for its turn. */
async function briefCore(dataDir: string, env: NodeJS.ProcessEnv): Promise<CoreHandle | Outcome<never>> {
  const freed = await folderFreed(dataDir, BRIEF_HOLD_MS)
  if (!freed.ok) return freed
  if (freed.value !== null) return freed.value
  const { openCore } = await import('../core/open.ts')
  const opened = await openCore({ dataDir, serve: null, telemetry: null, recover: false, idleExitMs: null, env })
  if (!opened.ok) return opened
  const { client, url, close } = opened.value
  return { client, pid: process.pid, url, own: true, close }
}

/** Null once nobody holds the folder; a core if one with a url holds it. */
export async function folderFreed(dataDir: string, limitMs: number): Promise<Outcome<CoreHandle | null>> {
  const until = Date.now() + limitMs
  for (;;) {
    const owner = await lockOwner(dataDir)
    if (owner === null) return success(null)
    const core = owner.url === null ? null : await liveCore(dataDir)
    if (core !== null) return success(core)
    if (Date.now() > until)
      return failure(
        'data-folder-locked',
        dataDir,
        `another baton command (pid ${owner.pid}) holds the data folder`,
        'wait until it is done, or choose another folder with --data-dir',
      )
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

export async function lockOwner(dataDir: string): Promise<CoreLockRecord | null> {
  const { readCoreLock } = await import('../store/lock.ts')
  return readCoreLock(dataDir)
}
