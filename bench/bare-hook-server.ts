import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { loopDelayOf, watchLoop } from './loop-delay.ts'

/** A bare `node:http` server in a process of its own, whose figures say what the machine alone costs at the moment. */
export interface BareHookServer {
  url: string
  watchLoop(): void
  loopDelay(): Promise<number>
  close(): void
}

export async function startBareHookServer(env: Record<string, string>): Promise<BareHookServer> {
  const child = fork(join(import.meta.dirname, 'bare-hook-entry.ts'), { env })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    watchLoop: () => watchLoop(child),
    loopDelay: () => loopDelayOf(child),
    close: () => void child.kill('SIGTERM'),
  }
}
