import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { RunEvent, RunEventType } from '../../contract/events.ts'
import type { Timing } from '../../main/series/timing.ts'
import { REPOSITORY } from './world.ts'

export interface BatonRun {
  pid: number
  /** What stdout said so far, one object per line. */
  events: readonly RunEvent[]
  stdout(): string
  stderr(): string
  /** The first event of the type, past or to come, that satisfies the predicate. */
  waitForEvent<T extends RunEventType>(
    type: T,
    predicate?: (event: Extract<RunEvent, { type: T }>) => boolean,
    timeoutMs?: number,
  ): Promise<Extract<RunEvent, { type: T }>>
  kill(signal: NodeJS.Signals): void
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

export interface BatonOptions {
  env: Record<string, string>
  cwd: string
  /** The module that Node runs; `e2e/support/core.ts` (unbundled, quick waits) if left out. */
  entry?: string
  /** Waits of this test, in place of those of `core.ts`. */
  timing?: Partial<Timing>
  /** The start of a command line that runs what follows it, such as `nice`. */
  under?: readonly string[]
}

const PATIENCE_MS = 90_000
const QUICK_ENTRY = join(REPOSITORY, 'e2e/support/core.ts')
/** The shipped command, bundled. */
export const SHIPPED_ENTRY = join(REPOSITORY, 'bin/baton.js')

/** Starts the `baton` command. Its output is read line by line as JSON when `args` hold `--json`. */
export function runBaton(args: readonly string[], options: BatonOptions): BatonRun {
  const { cwd, entry = QUICK_ENTRY, timing, under = [] } = options
  const env = { ...options.env, ...(timing ? { BATON_TEST_TIMING: JSON.stringify(timing) } : {}) }
  const [program = process.execPath, ...words] = [...under, process.execPath, entry, ...args]
  const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const events: RunEvent[] = []
  const listeners = new Set<() => void>()
  let stdout = ''
  let stderr = ''
  let rest = ''
  let over = false
  const json = args.includes('--json')
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    stdout += data
    const lines = (rest + data).split('\n')
    rest = lines.pop() ?? ''
    // A line that is no JSON breaks the command's contract; the throw fails the test.
    if (json) for (const line of lines) events.push(JSON.parse(line) as RunEvent)
    tell()
  })
  child.stderr.setEncoding('utf8').on('data', (data: string) => {
    stderr += data
  })
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      over = true
      tell()
      resolve({ code, signal })
    })
  })

  function waitForEvent<T extends RunEventType>(
    type: T,
    predicate: (event: Extract<RunEvent, { type: T }>) => boolean = () => true,
    timeoutMs: number = PATIENCE_MS,
  ): Promise<Extract<RunEvent, { type: T }>> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        listeners.delete(look)
        clearTimeout(timer)
      }
      const fail = (why: string): void => {
        finish()
        const seen = events.map((event) => event.type).join(' ')
        reject(new Error(`No ${type}: ${why}. Seen: ${seen || 'nothing'}\n${stderr.slice(-4000)}`))
      }
      const look = (): void => {
        const found = events.find(
          (event): event is Extract<RunEvent, { type: T }> =>
            event.type === type && predicate(event as Extract<RunEvent, { type: T }>),
        )
        if (found) {
          finish()
          resolve(found)
        } else if (over) fail('the command ended')
      }
      const timer = setTimeout(() => fail(`${timeoutMs} ms passed`), timeoutMs)
      listeners.add(look)
      look()
    })
  }

  return {
    pid: child.pid ?? -1,
    events,
    stdout: () => stdout,
    stderr: () => stderr,
    waitForEvent,
    kill: (signal) => child.kill(signal),
    exited,
  }
}
