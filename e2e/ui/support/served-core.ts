import { runBaton, type BatonRun } from '../../support/baton.ts'
import type { World } from '../../support/world.ts'

/** `baton serve` of a world, in a process of its own. */
export interface ServedCore {
  pid: number
  /** `http://127.0.0.1:<port>` */
  url: string
  port: number
  /** The address that lets one browser in, once. */
  entry: string
  /** Where telemetry is sent to. */
  receivers: { http: string; grpc: string }
  stderr(): string
  /** Ends it as a person would, and waits until it is gone. */
  stop(): Promise<void>
}

interface Listening {
  type: 'listening'
  url: string
  token: string
  otlpHttp: string
  otlpGrpc: string
  pid: number
}

/** Cores of other tests run beside. */
const FREE_PORTS = ['--otlp-http-port', '0', '--otlp-grpc-port', '0']
/** How long a core may take to listen on a machine that does other things as well. ms */
const PATIENCE_MS = 60_000

/** @param port The port of an earlier one, to be at the same address again; 0: any free one. */
export async function serveCore(world: World, port = 0): Promise<ServedCore> {
  const run = runBaton(['serve', '--json', '--port', String(port), ...FREE_PORTS], { env: world.env, cwd: world.home })
  const listening = await firstLine(run)
  return {
    pid: run.pid,
    url: listening.url,
    port: Number(new URL(listening.url).port),
    entry: `${listening.url}/#t=${listening.token}`,
    receivers: { http: listening.otlpHttp, grpc: listening.otlpGrpc },
    stderr: run.stderr,
    async stop() {
      run.kill('SIGTERM')
      await run.exited
    },
  }
}

async function firstLine(run: BatonRun): Promise<Listening> {
  const line = () => (run.events as readonly unknown[])[0] as Listening | undefined
  const until = Date.now() + PATIENCE_MS
  let over = false
  void run.exited.then(() => (over = true))
  for (;;) {
    const found = line()
    if (found?.type === 'listening') return found
    if (over || Date.now() > until) throw new Error(`baton serve does not listen: ${run.stdout()}${run.stderr()}`)
    // oxlint-disable-next-line no-await-in-loop -- the line is waited for
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
