import { EventEmitter } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import type { Notice } from '../../contract/notice.ts'
import { coreOver, dataFolder, filled, keptSeries } from '../core/testing.ts'
import { openCore } from '../core/open.ts'
import type { CoreClient } from '../server/types.ts'
import { openCoreHost } from './core-host.ts'
import { fakeElectron, fakeEvent, type FakeWindow } from './fake-electron.ts'
import type { FakePort } from './fake-ports.ts'
import { startShell } from './shell.ts'

const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV'

/** How an app that a test leaves open is ended. */
const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A PATH where the session bus says that tray icons are seen. */
function pathWithTray(dataDir: string): string {
  const bin = path.join(dataDir, 'bin')
  mkdirSync(bin)
  writeFileSync(path.join(bin, 'gdbus'), '#!/bin/sh\necho "(<true>,)"\n')
  chmodSync(path.join(bin, 'gdbus'), 0o755)
  return bin
}

/** The whole desktop app over a real core; only Electron is a fake. Without a PATH no tray can be proven. */
function shellOver(dataDir: string, argv: string[] = [], programs = '/nowhere', platform: NodeJS.Platform = 'linux') {
  const fake = fakeElectron()
  const events = new EventEmitter()
  const stderr: string[] = []
  const env = { PATH: programs, HOME: dataDir, BATON_DATA_DIR: dataDir }
  const quits = (): string[] => fake.app.calls.filter((call) => /^(quit|exit \d)$/.test(call))
  const started = startShell({
    electron: fake.electron,
    process: {
      argv: ['/electron', '/app', ...argv],
      cwd: () => dataDir,
      env,
      execPath: '/electron',
      platform,
      resourcesPath: dataDir,
      on: (event: string, listener: (...args: never[]) => void) => {
        events.on(event, listener as (...args: unknown[]) => void)
        return process
      },
      stderr: { write: (text: string) => stderr.push(text) > 0 } as never,
    },
    home: dataDir,
    // A desktop that runs on this machine has the usual port.
    openCore: (options) => openCore({ ...options, serve: { port: 0 }, telemetry: null }),
    environment: async () => ({ PATH: '/nowhere', HOME: dataDir }),
    loadUpdater: () => Promise.reject(new Error('not in a checkout')),
  })
  ends.push(async () => {
    if (quits().length > 0) return
    events.emit('SIGTERM')
    await vi.waitFor(() => expect(quits()).not.toEqual([]), { timeout: 10_000 })
  })
  return { ...fake, events, stderr, started, quits }
}

const firstWindow = ({ windows }: { windows: FakeWindow[] }): FakeWindow => {
  const [window] = windows
  if (window === undefined) throw new Error('no window was made')
  return window
}

/** A command beside the app, at the core that the app hosts. */
async function beside(dataDir: string): Promise<CoreClient> {
  const host = await openCoreHost({ dataDir, env: {}, port: 0, open: openCore })
  if (!host.ok) throw new Error(host.problem.cause)
  expect(host.value.own).toBe(false)
  return host.value.client
}

it('settles before Electron is ready what cannot be settled later', () => {
  const { app, schemes } = shellOver(dataFolder(), [], '/nowhere', 'win32')
  // Nothing was awaited: this is what stands before `ready` can come.
  expect(app.calls).toEqual(['enableSandbox', 'id dev.baton.desktop', 'lock with 0 arguments', 'ready'])
  expect(schemes.map(({ scheme }) => scheme)).toEqual(['app'])
  expect(app.emitter.listenerCount('web-contents-created')).toBe(1)
})

it('keeps what Electron writes in the data folder, so that each folder has an app of its own', () => {
  const dataDir = dataFolder()
  expect(shellOver(dataDir).app.paths).toEqual({ userData: `${dataDir}/desktop` })
})

it('opens its window, and serves its page over a port', async () => {
  const dataDir = dataFolder()
  await filled(dataDir, (store) => store.createSeries(keptSeries('s1')))
  const all = shellOver(dataDir)
  await all.started
  const { webContents, visible, loaded } = firstWindow(all)
  expect([visible, loaded]).toEqual([true, ['app://baton/']])
  expect(all.session.request).not.toBeNull()
  expect(all.answers.has('app')).toBe(true)
  const port = webContents.posted.at(-1)?.ports[0] as FakePort
  const heard: string[] = []
  port.on('message', (event) => void heard.push((event as { data: string }).data))
  port.start()
  port.postMessage(JSON.stringify({ type: 'call', id: 1, method: 'series.list', params: {} }))
  await vi.waitFor(() => expect(heard.join('\n')).toContain('"id":"s1"'))
  await vi.waitFor(() => expect(all.trays[0]?.tooltips).toEqual(['Baton: 1 paused']))
})

it('a second launch explains itself and ends', async () => {
  const dataDir = dataFolder()
  const fake = fakeElectron()
  fake.app.isFirst = false
  const stderr: string[] = []
  const core = await coreOver(dataDir, { serve: { port: 0 } })
  await startShell({
    electron: fake.electron,
    process: {
      ...process,
      argv: ['/electron', '/app'],
      cwd: () => dataDir,
      env: { BATON_DATA_DIR: dataDir },
      stderr: { write: (text: string) => stderr.push(text) > 0 } as never,
    },
    home: dataDir,
    openCore,
    environment: async () => ({ PATH: '/nowhere', HOME: dataDir }),
    loadUpdater: () => Promise.reject(new Error('never')),
  })
  expect(fake.app.calls.slice(-1)).toEqual(['exit 1'])
  expect(stderr.join('')).toContain(`Baton already runs (pid ${process.pid})`)
  expect(fake.windows).toEqual([])
  await core.close()
})

it('brings its window back for a second launch, and for a click on the dock', async () => {
  const all = shellOver(dataFolder())
  await all.started
  const window = firstWindow(all)
  window.hide()
  all.app.emitter.emit('second-instance', {}, [], '')
  await vi.waitFor(() => expect(window.visible).toBe(true))
  window.hide()
  all.app.emitter.emit('activate')
  await vi.waitFor(() => expect(window.visible).toBe(true))
})

it('ends when its window is closed where no tray is proven', async () => {
  const all = shellOver(dataFolder())
  await all.started
  firstWindow(all).emitter.emit('close', fakeEvent())
  await vi.waitFor(() => expect(all.quits()).toEqual(['quit']), { timeout: 10_000 })
  expect(all.asked).toEqual([])
  expect(all.trays.every(({ destroyed }) => destroyed)).toBe(true)
})

it('hides its window where a tray is proven, unless the setting says to quit', async () => {
  const dataDir = dataFolder()
  const all = shellOver(dataDir, [], pathWithTray(dataDir))
  await all.started
  const window = firstWindow(all)
  window.emitter.emit('close', fakeEvent())
  await vi.waitFor(() => expect(window.visible).toBe(false))
  expect(all.quits()).toEqual([])
  const core = await beside(dataDir)
  const before = await core.call('settings.get', {})
  if (!before.ok) throw new Error(before.problem.cause)
  const { settings, revision } = before.value
  const desktop = { ...settings.desktop, closeToTray: false, keepAwake: true }
  const set = await core.call('settings.set', { settings: { ...settings, desktop }, revision })
  expect(set.ok).toBe(true)
  // Nothing runs: the machine may sleep.
  await vi.waitFor(() =>
    expect(all.trays[0]?.menus.at(-1)?.find(({ label }) => label?.startsWith('Keep awake'))?.checked).toBe(true),
  )
  expect(all.blockers.size).toBe(0)
  window.emitter.emit('close', fakeEvent())
  await vi.waitFor(() => expect(all.quits()).toEqual(['quit']), { timeout: 10_000 })
})

it('opens no window when the system started it and a tray is proven', async () => {
  const dataDir = dataFolder()
  const all = shellOver(dataDir, ['--hidden'], pathWithTray(dataDir))
  await all.started
  expect(all.windows).toEqual([])
  all.app.emitter.emit('second-instance', {}, [], '')
  await vi.waitFor(() => expect(firstWindow(all).visible).toBe(true))
})

it('ends with a core that `baton quit` ended', async () => {
  const dataDir = dataFolder()
  const all = shellOver(dataDir)
  await all.started
  await (await beside(dataDir)).call('core.quit', { force: false })
  await vi.waitFor(() => expect(all.quits()).toEqual(['quit']), { timeout: 10_000 })
})

it('tells what happens, and a click leads there', async () => {
  const dataDir = dataFolder()
  await filled(dataDir, (store) => store.createSeries(keptSeries(ULID, { task: 'checkout' })))
  const all = shellOver(dataDir)
  await all.started
  const core = await beside(dataDir)
  expect(await core.call('series.stop', { id: ULID })).toMatchObject({ ok: true })
  await vi.waitFor(() => expect(all.notifications).toHaveLength(1))
  const [notification] = all.notifications
  expect(notification?.options.title).toContain('checkout')
  expect(notification?.options.body).toMatch(/^p\n/)
  notification?.emitter.emit('click')
  await vi.waitFor(() => expect(firstWindow(all).loaded.at(-1)).toBe(`app://baton/#/series/${ULID}`))
  await vi.waitFor(async () => {
    const notices = await new Promise<Notice[]>((resolve) => {
      const watch = core.watch('page', {
        board(board) {
          resolve(board.notices)
          watch.close()
        },
        change() {},
        notify() {},
        closed() {},
      })
    })
    expect(notices.map(({ kind, seen }) => [kind, seen])).toEqual([['finished', true]])
  })
  expect(all.notifications).toHaveLength(1)
})

it('has the setting decide what starts it at login', async () => {
  const dataDir = dataFolder()
  const all = shellOver(dataDir)
  await all.started
  const core = await beside(dataDir)
  const before = await core.call('settings.get', {})
  if (!before.ok) throw new Error(before.problem.cause)
  const { settings, revision } = before.value
  await core.call('settings.set', {
    settings: {
      ...settings,
      desktop: { ...settings.desktop, launchAtLogin: true },
      appearance: { ...settings.appearance, theme: 'dark' },
    },
    revision,
  })
  const file = `${dataDir}/.config/autostart/baton.desktop`
  await vi.waitFor(() => expect(existsSync(file)).toBe(true))
  expect(readFileSync(file, 'utf8')).toContain(`Exec="/electron" "/app" "--data-dir=${dataDir}" "--hidden"`)
  expect(all.electron.nativeTheme.themeSource).toBe('dark')
})

it('says why it cannot start, and ends', async () => {
  const dataDir = dataFolder()
  writeFileSync(`${dataDir}/baton.db`, 'no database')
  const all = shellOver(dataDir)
  await all.started
  expect(all.errorBoxes[0]).toMatch(/^Baton cannot start: .*baton\.db/)
  expect(all.quits()).toEqual(['exit 1'])
})

it('ends safely, and says why, where no window can be made', async () => {
  const all = shellOver(dataFolder())
  all.electron.BrowserWindow = function none() {
    throw new Error('no display')
  } as never
  await all.started
  expect(all.errorBoxes).toEqual(['Baton cannot open its window: Error: no display'])
  expect(all.quits()).toEqual(['quit'])
})

it('says that its folder cannot be made', async () => {
  const dataDir = dataFolder()
  writeFileSync(`${dataDir}/file`, '')
  const fake = fakeElectron()
  await startShell({
    electron: fake.electron,
    process: {
      ...process,
      argv: ['/electron', '/app'],
      cwd: () => dataDir,
      env: { BATON_DATA_DIR: `${dataDir}/file` },
    },
    home: dataDir,
    openCore,
    environment: async () => ({}),
    loadUpdater: () => Promise.reject(new Error('never')),
  })
  expect(fake.errorBoxes[0]).toContain('it is not a folder')
  expect(fake.app.calls.at(-1)).toBe('exit 1')
})
