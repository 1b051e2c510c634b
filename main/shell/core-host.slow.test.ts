import { createServer } from 'node:net'
import { once } from 'node:events'
import { afterEach, expect, it, vi } from 'vitest'
import type { Channel } from '../../contract/channel.ts'
import { coreOver, dataFolder } from '../core/testing.ts'
import { openCore } from '../core/open.ts'
import { acquireCoreLock } from '../store/lock.ts'
import { openCoreHost, type CoreHost } from './core-host.ts'

const open: CoreHost[] = []
afterEach(async () => {
  for (const host of open.splice(0)) await host.close()
})

async function hostOver(dataDir: string, port = 0, waitMs = 5_000): Promise<CoreHost> {
  const env = { PATH: process.env['PATH'], HOME: dataDir }
  const outcome = await openCoreHost({
    dataDir,
    env,
    port,
    open: (options) => openCore({ ...options, telemetry: null }),
    waitMs,
  })
  if (!outcome.ok) throw new Error(outcome.problem.cause)
  open.push(outcome.value)
  return outcome.value
}

/** A page's end and the core's end of a way between them. */
function pair(): { page: Channel & { heard: string[]; closed: string[] }; core: Channel } {
  const heard: string[] = []
  const closed: string[] = []
  let user: Parameters<Channel['open']>[0] | null = null
  const core: Channel = {
    send: (data) => void heard.push(typeof data === 'string' ? data : '(bytes)'),
    buffered: () => 0,
    open: (ends) => (user = ends),
    close: () => void closed.push('closed'),
  }
  const page = { ...core, heard, closed, send: (data: string | Uint8Array) => user?.received(data) }
  return { page, core }
}

it('is opened here when nobody holds the folder, and serves pages', async () => {
  const host = await hostOver(dataFolder())
  expect(host.own).toBe(true)
  const { page, core } = pair()
  host.serve(core)
  page.send(JSON.stringify({ type: 'call', id: 1, method: 'series.list', params: {} }))
  await vi.waitFor(() => expect(page.heard.join('\n')).toContain('"id":1'))
  expect(page.heard[0]).toMatch(/"type":"hello".*"role":"control"/)
})

it('takes another port when its own is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const host = await hostOver(dataFolder(), port)
  expect(host.own).toBe(true)
  other.close()
})

it('attaches to a core that lives, relays its pages, and leaves it alone', async () => {
  const dataDir = dataFolder()
  const core = await coreOver(dataDir, { serve: { port: 0 } })
  const host = await hostOver(dataDir)
  expect(host).toMatchObject({ own: false, pid: process.pid })
  expect(await host.client.call('series.list', {})).toEqual({ ok: true, value: [] })
  const { page, core: end } = pair()
  host.serve(end)
  page.send(JSON.stringify({ type: 'call', id: 7, method: 'series.list', params: {} }))
  await vi.waitFor(() => expect(page.heard.join('\n')).toContain('"id":7'))
  await host.close()
  expect(await core.client.call('series.list', {})).toEqual({ ok: true, value: [] })
  await core.close()
  await vi.waitFor(() => expect(page.closed).toEqual(['closed']))
})

it('waits for one that holds the folder for a moment', async () => {
  const dataDir = dataFolder()
  const lock = await acquireCoreLock({ dir: dataDir, version: '1' })
  if (!lock.ok) throw new Error(lock.problem.cause)
  const opening = hostOver(dataDir)
  await lock.value.release()
  expect((await opening).own).toBe(true)
})

it('says who holds the folder and does not answer', async () => {
  const dataDir = dataFolder()
  const lock = await acquireCoreLock({ dir: dataDir, version: '1' })
  if (!lock.ok) throw new Error(lock.problem.cause)
  const outcome = await openCoreHost({
    dataDir,
    env: {},
    port: 0,
    open: (options) => openCore({ ...options, telemetry: null }),
    waitMs: 1,
  })
  expect(outcome).toMatchObject({ ok: false, problem: { code: 'data-folder-locked', thing: dataDir } })
  expect(!outcome.ok && outcome.problem.cause).toContain(`pid ${process.pid}`)
  await lock.value.release()
})
