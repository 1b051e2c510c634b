import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from 'vite'
import { REPOSITORY, type World } from '../e2e/support/world.ts'
import { version } from '../main/package/files.ts'
import type { Timing } from '../main/series/timing.ts'
import { connect } from '../main/server/client.ts'
import type { CoreAddress } from '../main/server/client-call.ts'
import type { CoreClient } from '../main/server/types.ts'
import { readCoreLock } from '../main/store/lock.ts'
import { bundle } from './bundle.ts'
import { loopDelayOf, watchLoop } from './loop-delay.ts'

/** A core in a process of its own, bundled as the product ships it. */
export interface BenchCore {
  pid: number
  address: CoreAddress
  client: CoreClient
  /** Starts the clock of `loopDelay` anew. */
  watchLoop(): void
  /** Event-loop delay since then, 99th percentile, ms. */
  loopDelay(): Promise<number>
  close(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
}

const START_LIMIT_MS = 30_000
const LOOK_AGAIN_MS = 20

/** A package of its own, with the assets of the repository; inside it, so that libraries are found; ignored by git. */
const BUILT = join(import.meta.dirname, `results/built-${process.pid}`)
let built: Promise<string> | null = null
let page: Promise<string> | null = null

/** Bundles the core once per run of the bench. */
function buildCore(): Promise<string> {
  built ??= (async () => {
    const entries = {
      core: 'bench/core-entry.ts',
      'store-worker': 'main/store/worker.ts',
      'git-worker': 'main/checkpoints/git-worker.ts',
      'telemetry-worker': 'main/telemetry/worker.ts',
      'scan-worker': 'main/discovery/worker.ts',
      'read-worker': 'main/discovery/read-worker.ts',
      'scan-entry': 'bench/scan-entry.ts',
    }
    await bundle(entries, BUILT)
    await writeFile(join(BUILT, 'package.json'), JSON.stringify({ type: 'module', version: version() }))
    await symlink(join(REPOSITORY, 'assets'), join(BUILT, 'assets'))
    return join(BUILT, 'core.js')
  })()
  return built
}

/** The bundled core that only reads transcripts (`scan-entry.ts`). */
export async function buildScanEntry(): Promise<string> {
  await buildCore()
  return join(BUILT, 'scan-entry.js')
}

/** Bundles the page that the cores give out, once per run of the bench. Resolves with its folder. */
export function buildPage(): Promise<string> {
  page ??= (async () => {
    await buildCore()
    const outDir = join(BUILT, 'dist', 'ui')
    const root = join(REPOSITORY, 'renderer')
    const configFile = join(REPOSITORY, 'vite.ui.config.ts')
    await build({ root, configFile, logLevel: 'error', build: { outDir, emptyOutDir: true, manifest: true } })
    return outDir
  })()
  return page
}

export async function removeBuild(): Promise<void> {
  await rm(BUILT, { recursive: true, force: true })
}

/** Ports for telemetry; 0: any free one. */
export interface TelemetryPorts {
  http: number
  grpc: number
}

export async function startCore(
  world: World,
  timing: Partial<Timing> = {},
  ports: TelemetryPorts = { http: 0, grpc: 0 },
): Promise<BenchCore> {
  const entry = await buildCore()
  const env = { ...world.env, BATON_BENCH_TIMING: JSON.stringify(timing) }
  const receive = ['--otlp-http-port', String(ports.http), '--otlp-grpc-port', String(ports.grpc)]
  const child = spawn(process.execPath, [entry, 'serve', '--port', '0', ...receive, '--data-dir', world.dataDir], {
    cwd: world.root,
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const address = await addressOf(child, world.dataDir)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return {
    pid: child.pid ?? -1,
    address,
    client: connect(address),
    watchLoop: () => watchLoop(child),
    loopDelay: () => loopDelayOf(child),
    close: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

async function addressOf(child: ChildProcess, dataDir: string): Promise<CoreAddress> {
  const until = Date.now() + START_LIMIT_MS
  while (Date.now() < until && child.exitCode === null) {
    const lock = await readCoreLock(dataDir)
    if (lock !== null && lock.url !== null && lock.token !== null) return { url: lock.url, token: lock.token }
    await delay(LOOK_AGAIN_MS)
  }
  throw new Error('the core of the bench did not start')
}
