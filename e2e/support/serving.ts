import { vi } from 'vitest'
import type { CoreClient } from '../../main/server/types.ts'
import { askJson } from './ask.ts'
import { runBaton } from './baton.ts'
import type { Stage } from './hand-played.ts'
import { clientOf } from './watch.ts'

type InWorld = Pick<Stage, 'world'>

export interface Serving {
  client: CoreClient
  end(): Promise<void>
}

/** `baton serve` in a world, on free ports; resolves when it answers. */
export async function serve({ world }: InWorld): Promise<Serving> {
  const ports = ['--port', '0', '--otlp-http-port', '0', '--otlp-grpc-port', '0']
  const run = runBaton(['serve', '--json', ...ports], { env: world.env, cwd: world.home })
  const client = await vi.waitFor(() => clientOf({ world }), { timeout: 60_000, interval: 100 })
  return {
    client,
    end: async () => {
      run.kill('SIGTERM')
      await run.exited
    },
  }
}

/** What `baton env` says that a session elsewhere needs. `grpc`: port of that receiver. */
export async function toldByEnv({ world }: InWorld): Promise<{ variables: Record<string, string>; grpc: number }> {
  const where = { env: world.env, cwd: world.home }
  const [said] = await askJson<{ variables: Record<string, string>; grpc: number }>(where, 'env', '--shell', 'bash')
  if (said === undefined) throw new Error('`baton env --json` said nothing')
  return said
}
