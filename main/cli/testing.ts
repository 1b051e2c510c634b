import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { RunEvent, StoredEvent } from '../../contract/events.ts'
import { createFollowHub } from '../server/follow-hub.ts'
import { createTestCore, serve } from '../server/test-core.ts'
import type { RpcHandlers } from '../server/types.ts'
import { acquireCoreLock } from '../store/lock.ts'
import { createProgram } from './program.ts'
import { SAMPLE_VIEW, SERIES_ID } from './render/samples.ts'

/** A folder whose core is the test: real lock, real server, real client, and the handlers that a test gives. */
export async function liveTestCore(handlers: Partial<RpcHandlers>) {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'baton-command-')))
  const dataDir = join(dir, 'data')
  const events: StoredEvent[] = []
  let view = SAMPLE_VIEW
  const core = createTestCore()
  const hub = createFollowHub(
    {
      events: async (_id, afterSeq, limit) => events.filter((stored) => stored.seq > afterSeq).slice(0, limit),
      view: async (id) => (id === SERIES_ID ? view : null),
    },
    () => {},
  )
  const server = await serve(core, { handlers: { ...core.handlers, ...handlers }, follow: hub })
  const lock = await acquireCoreLock({ dir: dataDir, version: 'test' })
  if (!lock.ok) throw new Error(lock.problem.cause)
  await lock.value.publish({ url: server.url, token: core.token })
  return {
    dir,
    events,
    /** Stores an event and shows the series as it stands after it. */
    happen(event: RunEvent, change: Partial<typeof SAMPLE_VIEW> = {}) {
      events.push({ seq: events.length + 1, event })
      view = { ...view, ...change }
      hub.changed(SERIES_ID)
    },
    view: () => view,
    async baton(...words: string[]) {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()]
      const env = { HOME: dir, BATON_DATA_DIR: dataDir, MARK: 'of the caller' }
      const io = { stdin: process.stdin, stdout, stderr, env, cwd: dir, entry: '/no/such/script' }
      const code = await createProgram(io as unknown as Parameters<typeof createProgram>[0]).run(words)
      return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') }
    },
    /** The core dies: its connections break and nobody holds the folder. */
    async die() {
      await lock.value.release()
      await server.close()
    },
    async close() {
      await lock.value.release()
      await server.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
export type LiveTestCore = Awaited<ReturnType<typeof liveTestCore>>
