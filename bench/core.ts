import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { World } from '../e2e/support/world.ts'
import type { Timing } from '../main/series/timing.ts'
import { connect } from '../main/server/client.ts'
import type { CoreClient } from '../main/server/types.ts'
import { readCoreLock } from '../main/store/lock.ts'
import { bundle } from './bundle.ts'
import { loopDelayOf, watchLoop } from './loop-delay.ts'

/** A core in a process of its own, bundled as the product ships it. */
export interface BenchCore {
  pid: number
  client: CoreClient
  /** Starts the clock of `loopDelay` anew. */
  watchLoop(): void
  /** Event-loop delay since then, 99th percentile, ms. */
  loopDelay(): Promise<number>
  close(): Promise<void>
}

const START_LIMIT_MS = 30_000
const LOOK_AGAIN_MS = 20

/** Lies inside the repository, so that the bundle finds the package's assets; ignored by git. */
const BUILT = join(import.meta.dirname, `results/built-${process.pid}`)
let built: Promise<string> | null = null

/** Bundles the core once per run of the bench. */
function buildCore(): Promise<string> {
  built ??= (async () => {
    const entries = {
      core: 'bench/core-entry.ts',
      'store-worker': 'main/store/worker.ts',
      'git-worker': 'main/checkpoints/git-worker.ts',
    }
    await bundle(entries, BUILT)
    // With a package of its own around it, it would look for its assets there.
    await rm(join(BUILT, 'package.json'))
    return join(BUILT, 'core.js')
  })()
  return built
}

export async function removeBuild(): Promise<void> {
  await rm(BUILT, { recursive: true, force: true })
}

export async function startCore(world: World, timing: Partial<Timing> = {}): Promise<BenchCore> {
  const entry = await buildCore()
  const env = { ...world.env, BATON_BENCH_TIMING: JSON.stringify(timing) }
  const child = spawn(process.execPath, [entry, 'serve', '--port', '0', '--data-dir', world.dataDir], {
    cwd: world.root,
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { url, token } = await addressOf(child, world.dataDir)
  return {
    pid: child.pid ?? -1,
    client: connect({ url, token }),
    watchLoop: () => watchLoop(child),
    loopDelay: () => loopDelayOf(child),
    async close() {
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function addressOf(child: ChildProcess, dataDir: string): Promise<{ url: string; token: string }> {
  const until = Date.now() + START_LIMIT_MS
  while (Date.now() < until && child.exitCode === null) {
    const lock = await readCoreLock(dataDir)
    if (lock !== null && lock.url !== null && lock.token !== null) return { url: lock.url, token: lock.token }
    await delay(LOOK_AGAIN_MS)
  }
  throw new Error('the core of the bench did not start')
}
