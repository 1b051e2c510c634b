import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Load, LoadResult } from './otlp-sender-entry.ts'

/** Sends telemetry from a process of its own; ids and times go on from load to load. One load at a time. */
export interface Sender {
  pid: number
  play(load: Load): Promise<LoadResult>
  close(): void
}

type Told = { ok: true; result: LoadResult } | { ok: false; why: string }

export function startSender(env: Record<string, string>): Sender {
  const child = fork(join(import.meta.dirname, 'otlp-sender-entry.ts'), { env })
  return {
    pid: child.pid ?? -1,
    async play(load) {
      child.send(load)
      const [told] = (await once(child, 'message')) as [Told]
      if (!told.ok) throw new Error(`the sender was refused: ${told.why}`)
      return told.result
    },
    close: () => void child.kill('SIGTERM'),
  }
}
