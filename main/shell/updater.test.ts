import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { testLog } from './testing.ts'
import { startUpdates, type UpdaterPart, type UpdaterParts, type Updates } from './updater.ts'

let resources: string
let running: Updates | null = null
beforeEach(() => {
  resources = mkdtempSync(path.join(tmpdir(), 'baton-resources-'))
  writeFileSync(path.join(resources, 'app-update.yml'), 'provider: generic')
})
afterEach(() => {
  running?.close()
  rmSync(resources, { recursive: true, force: true })
})

function fakeUpdater() {
  const emitter = new EventEmitter()
  const seen = { checks: 0, installs: 0, checkFails: false }
  const updater: UpdaterPart = {
    autoDownload: false,
    autoInstallOnAppQuit: false,
    logger: console,
    on: (event: string, listener: (...args: never[]) => void) => {
      emitter.on(event, listener as (...args: unknown[]) => void)
      return undefined as never
    },
    async checkForUpdates() {
      seen.checks++
      if (seen.checkFails) throw new Error('net::ERR_INTERNET_DISCONNECTED')
      return null
    },
    quitAndInstall: () => void seen.installs++,
  }
  return { updater, emitter, seen }
}

async function started(change: Partial<UpdaterParts> = {}) {
  const fake = fakeUpdater()
  const said: string[] = []
  const log = testLog()
  const loads = { count: 0 }
  running = await startUpdates({
    isPackaged: true,
    resources,
    async load() {
      loads.count++
      return fake.updater
    },
    ready: (version) => void said.push(`ready ${version}`),
    failed: (why) => void said.push(`failed ${why}`),
    quitThen: async (install) => {
      said.push('quit asked')
      install()
    },
    log,
    ...change,
  })
  return { ...fake, said, log, loads, updates: running }
}

it('is not even loaded in a checkout, nor in a build that nobody publishes', async () => {
  expect((await started({ isPackaged: false })).loads.count).toBe(0)
  expect((await started({ resources: path.join(resources, 'none') })).loads.count).toBe(0)
})

it('fetches by itself, and puts nothing in place before Baton ends', async () => {
  const { updater, emitter, seen, said, updates } = await started()
  expect(seen).toMatchObject({ checks: 1, installs: 0 })
  expect(updater).toMatchObject({ autoDownload: true, autoInstallOnAppQuit: true })
  expect(updates.waiting()).toBeNull()
  emitter.emit('update-downloaded', { version: '0.2.0' })
  expect([updates.waiting(), said, seen.installs]).toEqual(['0.2.0', ['ready 0.2.0'], 0])
})

it('installs at once only through the same question as any end', async () => {
  const { updates, said, seen } = await started()
  await updates.install()
  expect([said, seen.installs]).toEqual([['quit asked'], 1])
  const refused = await started({ quitThen: async () => {} })
  await refused.updates.install()
  expect(refused.seen.installs).toBe(0)
})

it('shows what fails, and goes on', async () => {
  const { emitter, said, log } = await started()
  emitter.emit('error', new Error('signature does not fit'))
  expect(said).toEqual(['failed signature does not fit'])
  expect(log.lines).toEqual(['warn update failed'])
  const unloaded = await started({ load: () => Promise.reject(new Error('no such module')) })
  expect(unloaded.said).toEqual(['failed no such module'])
  expect(unloaded.updates.waiting()).toBeNull()
})
