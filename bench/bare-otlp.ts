import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { OtlpUrls } from './otlp-core.ts'

/** A bare `node:http` and a bare grpc-js server, which drain and decode and do no more, in a process of their own. */
export interface BareOtlp {
  pid: number
  urls: OtlpUrls
  close(): void
}

export async function startBareOtlp(env: Record<string, string>): Promise<BareOtlp> {
  const child = fork(join(import.meta.dirname, 'bare-otlp-entry.ts'), { env })
  const [ports] = (await once(child, 'message')) as [{ http: number; grpc: number }]
  return {
    pid: child.pid ?? -1,
    urls: { http: `http://127.0.0.1:${ports.http}`, grpc: `http://127.0.0.1:${ports.grpc}` },
    close: () => void child.kill('SIGTERM'),
  }
}
