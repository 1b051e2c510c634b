import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL, fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Settings } from '../contract/settings.ts'
import { connect } from '../main/store/client.ts'
import type { FromThread, ThreadInput, ToThread } from '../main/telemetry/types.ts'

/** What Electron's binary is searched for when its fuses are set; then version, count and one digit a fuse. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** As Electron 45 is delivered: version 1, eight fuses. */
const FUSES_AS_DELIVERED = '10111001'
/** Packaging reads every file of node_modules. ms */
const PACKAGING_LIMIT = 120_000

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const work = mkdtempSync(path.join(tmpdir(), 'baton-packaging-'))
const app = path.join(work, 'out', 'linux-unpacked')
const resources = path.join(app, 'resources')
const unpacked = path.join(resources, 'app.asar.unpacked')
let packed: string[] = []

beforeAll(() => {
  execFileSync(
    process.execPath,
    [
      path.join(ROOT, 'node_modules/electron-builder/cli.js'),
      '--linux',
      'dir',
      '--x64',
      '--publish',
      'never',
      `-c.electronDist=${standIn()}`,
      `-c.directories.output=${path.join(work, 'out')}`,
    ],
    { cwd: ROOT, env: { PATH: process.env['PATH'], HOME: work }, stdio: 'pipe' },
  )
  packed = listPackage(path.join(resources, 'app.asar'), { isPack: false }).map((file) => file.slice(1))
}, PACKAGING_LIMIT)

afterAll(() => rmSync(work, { recursive: true, force: true }))

/** A folder that looks like Electron's to the packager: the real binary cannot be had everywhere. */
function standIn(): string {
  const folder = path.join(work, 'electron')
  mkdirSync(path.join(folder, 'resources'), { recursive: true })
  const wire = Buffer.concat([Buffer.from(FUSE_SENTINEL), Buffer.from([1, 8]), Buffer.from(FUSES_AS_DELIVERED)])
  writeFileSync(path.join(folder, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\n'), wire]), { mode: 0o755 })
  writeFileSync(path.join(folder, 'version'), '45.4.1')
  return folder
}

it('holds the app, its page and what they need', () => {
  expect(packed).toEqual(
    expect.arrayContaining([
      'package.json',
      'dist/desktop.js',
      'dist/preload.cjs',
      'dist/ui/index.html',
      'node_modules/zod/package.json',
      'node_modules/prom-client/package.json',
      'node_modules/@opentelemetry/api/package.json',
      'node_modules/ws/package.json',
      'node_modules/@xterm/headless/package.json',
    ]),
  )
})

it('holds no sources, tests, maps, command line or other platforms’ binaries', () => {
  const tops = new Set(packed.map((file) => file.split('/')[0]))
  expect([...tops].sort()).toEqual(['dist', 'node_modules', 'package.json'])
  const unwanted = /\.map$|\.tsx?$|\.test\.js$|(darwin|win32)-(x64|arm64)(\.node|\/)|^dist\/cli\.js$/
  expect(packed.filter((file) => unwanted.test(file))).toEqual([])
  const forBuilding = /^node_modules\/(react|electron|vite|vitest|@anthropic-ai)\//
  expect(packed.filter((file) => forBuilding.test(file))).toEqual([])
})

it('lays beside the archive what cannot be loaded from it', () => {
  const wanted = [
    'dist/store-worker.js',
    'dist/telemetry-worker.js',
    'dist/git-worker.js',
    'dist/scan-worker.js',
    'dist/read-worker.js',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    'node_modules/node-pty/build/Release/pty.node',
  ]
  expect(wanted.filter((file) => !existsSync(path.join(unpacked, file)))).toEqual([])
})

it('starts the store from what lies beside the archive, with nothing else', async () => {
  // Out of the reach of this checkout's node_modules, as on a machine of somebody else.
  const database = path.join(work, 'baton.db')
  writeFileSync(database, '')
  const worker = new Worker(pathToFileURL(path.join(unpacked, 'dist/store-worker.js')), {
    workerData: { path: database },
    execArgv: [],
  })
  const store = await connect(worker)
  if (!store.ok) throw new Error(store.problem.cause)
  expect(await store.value.listSeries()).toEqual([])
  await store.value.close()
})

it('starts the telemetry receiver from what lies beside the archive, with nothing else', async () => {
  const settings = Settings.parse({ telemetry: { httpPort: 0, grpcPort: 0 } }).telemetry
  const input: ThreadInput = { settings, dataDir: work, version: '0', forwardHeaders: null }
  const worker = new Worker(pathToFileURL(path.join(unpacked, 'dist/telemetry-worker.js')), {
    workerData: input,
    execArgv: [],
  })
  // It asks the ledger before it listens: what was seen before.
  worker.on('message', (message: FromThread) => {
    if (message.type === 'ledger') tell(worker, { type: 'ledger-done', id: message.id, ok: true, value: [] })
  })
  const started = await new Promise<FromThread>((resolve, reject) => {
    worker.on('message', (message: FromThread) => message.type === 'started' && resolve(message))
    worker.on('error', reject)
  })
  expect(started).toMatchObject({ receivers: [{ state: 'listening' }, { state: 'listening' }] })
  await worker.terminate()
})

function tell(worker: Worker, message: ToThread): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  worker.postMessage(message)
}

it('gives other programs the plugin, the icons, the rules and the dashboard as files', () => {
  expect(existsSync(path.join(resources, 'assets/plugin/.claude-plugin/plugin.json'))).toBe(true)
  expect(existsSync(path.join(resources, 'assets/icons/tray/attention@2x.png'))).toBe(true)
  expect(existsSync(path.join(resources, 'assets/prometheus/baton.rules.yml'))).toBe(true)
  expect(existsSync(path.join(resources, 'assets/grafana/baton-dashboard.json'))).toBe(true)
})

it('the fuses of the release are set', async () => {
  const wire = await getCurrentFuseWire(path.join(app, 'baton'))
  expect({
    runAsNode: wire[FuseV1Options.RunAsNode],
    nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    inspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
    cookies: wire[FuseV1Options.EnableCookieEncryption],
    integrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
    onlyArchive: wire[FuseV1Options.OnlyLoadAppFromAsar],
    snapshot: wire[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot],
    fileProtocol: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
  }).toEqual({
    runAsNode: FuseState.DISABLE,
    nodeOptions: FuseState.DISABLE,
    inspect: FuseState.DISABLE,
    cookies: FuseState.ENABLE,
    integrity: FuseState.ENABLE,
    onlyArchive: FuseState.ENABLE,
    snapshot: FuseState.DISABLE,
    fileProtocol: FuseState.DISABLE,
  })
})

it('is of a size that one downloads without a thought', () => {
  const size = (file: string) => statSync(path.join(resources, file)).size
  expect(size('app.asar')).toBeLessThan(15_000_000)
})
