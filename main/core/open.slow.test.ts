import { existsSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCoreLock } from '../store/lock.ts'
import { openCore } from './open.ts'
import { coreOver, dataFolder, filled, keptSeries } from './testing.ts'

const options = (dataDir: string) => ({ dataDir, telemetry: null, recover: false, idleExitMs: null, env: {} })

describe('a core', () => {
  it('is the only one of its data folder until it has closed', async () => {
    const dataDir = dataFolder()
    const first = await coreOver(dataDir)
    expect(await openCore({ ...options(dataDir), serve: null })).toMatchObject({
      ok: false,
      problem: { code: 'data-folder-locked' },
    })
    expect(await first.client.call('core.status', {})).toMatchObject({ ok: true, value: { pid: process.pid } })
    await first.close()
    expect(await readCoreLock(dataDir)).toBeNull()
    await (await coreOver(dataDir)).close()
  })

  it('publishes where it listens, to its own user alone', async () => {
    const dataDir = dataFolder()
    const core = await coreOver(dataDir, { serve: { port: 0 } })
    expect(await readCoreLock(dataDir)).toMatchObject({ url: core.url, token: core.token, pid: process.pid })
    expect(statSync(path.join(dataDir, 'core.lock')).mode & 0o777).toBe(0o600)
    const health = await fetch(`${core.url}/healthz`)
    expect(health.status).toBe(200)
    await core.close()
    await expect(fetch(`${core.url}/healthz`)).rejects.toThrow('fetch failed')
  })

  it('that cannot listen lets go of all that it took', async () => {
    const dataDir = dataFolder()
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const refused = await openCore({ ...options(dataDir), serve: { port } })
    expect(refused).toMatchObject({ ok: false, problem: { code: expect.stringContaining('port') as string } })
    taken.close()
    expect(existsSync(path.join(dataDir, 'core.lock'))).toBe(false)
    await (await coreOver(dataDir, { serve: { port } })).close()
  })

  it('closes once, whoever asks and how often', async () => {
    const core = await coreOver(dataFolder())
    expect(await Promise.all([core.close(), core.close(), core.ended])).toHaveLength(3)
  })

  it('ends when it is told to over its own client', async () => {
    const dataDir = dataFolder()
    const core = await coreOver(dataDir)
    expect(await core.client.call('core.quit', {})).toMatchObject({ ok: true })
    await core.ended
    expect(await readCoreLock(dataDir)).toBeNull()
  })

  it('takes up what ran, and leaves alone what was paused or stopped', async () => {
    const dataDir = dataFolder()
    const gone = path.join(dataDir, 'gone')
    await filled(dataDir, async (store) => {
      await store.createSeries(keptSeries('A', { status: 'running', project: gone }))
      await store.createSeries(keptSeries('B', { status: 'paused', task: 'u' }))
      await store.createSeries(keptSeries('C', { status: 'needs-attention', task: 'v' }))
    })
    const core = await coreOver(dataDir, { serve: { port: 0 }, recover: true })
    // Without an agent on the PATH the one that ran cannot start its session, and says so.
    await expect
      .poll(async () => (await core.client.call('series.get', { id: 'A' })).ok && (await statusOf(core, 'A')))
      .toBe('needs-attention')
    expect(await statusOf(core, 'B')).toBe('paused')
    expect(await statusOf(core, 'C')).toBe('needs-attention')
    expect(readdirSync(dataDir)).toContain('logs')
  })
})

describe('an unused core', () => {
  it('ends after its time, and not before', async () => {
    const core = await coreOver(dataFolder(), { idleExitMs: 200 })
    const started = performance.now()
    await core.ended
    expect(performance.now() - started).toBeGreaterThanOrEqual(190)
  })

  it('is told no end where it has none', async () => {
    const core = await coreOver(dataFolder(), { idleExitMs: null })
    expect(await core.client.call('core.status', {})).toMatchObject({ ok: true })
    await core.close()
  })
})

async function statusOf(core: Awaited<ReturnType<typeof coreOver>>, id: string): Promise<string> {
  const found = await core.client.call('series.get', { id })
  return found.ok ? found.value.status : found.problem.code
}
