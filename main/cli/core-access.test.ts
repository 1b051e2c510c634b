import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestCore, serve } from '../server/test-core.ts'
import { acquireCoreLock } from '../store/lock.ts'
import { folderFreed, liveCore, lockOwner } from './core-access.ts'
import { ensureCore, problemInLog } from './detached-core.ts'

let dir = ''
const started: number[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'baton-access-'))
})
afterEach(() => {
  for (const pid of started.splice(0)) process.kill(pid, 'SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

const ENV = { PATH: process.env.PATH ?? '', HOME: tmpdir() }

async function locked() {
  const lock = await acquireCoreLock({ dir, version: 'test' })
  if (!lock.ok) throw new Error(lock.problem.cause)
  return lock.value
}

describe('the core of a data folder', () => {
  it('is none where nothing was ever run', async () => {
    expect(await liveCore(join(dir, 'never'))).toBeNull()
  })

  it('is talked to once it has said where it listens', async () => {
    const lock = await locked()
    expect(await liveCore(dir)).toBeNull()
    const core = createTestCore()
    const server = await serve(core)
    await lock.publish({ url: server.url, token: core.token })
    const live = await liveCore(dir)
    expect(live).toMatchObject({ pid: process.pid, own: false, url: server.url })
    expect(await live?.client.call('series.get', { id: '01SERIES' })).toMatchObject({ ok: true })
    expect(await folderFreed(dir, 1000)).toMatchObject({ ok: true, value: { url: server.url } })
    await server.close()
    await lock.release()
  })

  it('is waited for while a brief command holds the folder, and not for ever', async () => {
    const lock = await locked()
    expect(await folderFreed(dir, 0)).toMatchObject({ ok: false, problem: { code: 'data-folder-locked' } })
    const freed = folderFreed(dir, 10_000)
    await lock.release()
    expect(await freed).toEqual({ ok: true, value: null })
  })
})

/** Takes the lock as a core does, and no more. */
const STAND_IN = `
import { writeFileSync } from 'node:fs'
import { acquireCoreLock } from ${JSON.stringify(new URL('../store/lock.ts', import.meta.url).href)}
const dir = process.argv[process.argv.indexOf('--data-dir') + 1]
writeFileSync(dir + '/argv', JSON.stringify(process.argv.slice(2)))
const lock = await acquireCoreLock({ dir, version: 'test' })
await lock.value.publish({ url: 'http://127.0.0.1:9', token: 't' })
setInterval(() => {}, 1000)
`

/** A stand-in for the `baton` script that a core is started with. */
function script(body: string): string {
  const path = join(dir, 'baton.mjs')
  writeFileSync(path, body)
  return path
}

describe('a core of its own', () => {
  it('is started apart from this terminal, with the folder and its own port, and found by its lock', async () => {
    const core = await ensureCore(dir, ENV, script(STAND_IN))
    expect(core).toMatchObject({ ok: true, value: { own: false, url: 'http://127.0.0.1:9' } })
    const pid = (await lockOwner(dir))?.pid ?? 0
    started.push(pid)
    expect(JSON.parse(readFileSync(join(dir, 'argv'), 'utf8'))).toEqual([
      'serve',
      '--idle-exit',
      '--port',
      '0',
      '--otlp-http-port',
      '0',
      '--otlp-grpc-port',
      '0',
      '--data-dir',
      dir,
    ])
    expect(await ensureCore(dir, ENV, '/no/such/script')).toMatchObject({ ok: true, value: { pid } })
  })

  it.runIf(process.platform === 'linux')('has a session of its own and no terminal', async () => {
    const core = await ensureCore(dir, ENV, script(STAND_IN))
    const pid = (await lockOwner(dir))?.pid ?? 0
    started.push(pid)
    expect(core).toMatchObject({ ok: true })
    // proc_pid_stat(5): after the name in brackets come state, parent, group, session and the controlling terminal.
    const [, , group, session, terminal] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    expect([group, session, terminal]).toEqual([String(pid), String(pid), '0'])
  })

  it('that cannot start says why in its own words', async () => {
    const problem = { code: 'disk-full', thing: dir, cause: 'the disk is full', remedy: 'free some space' }
    const entry = script(
      `console.error('noise'); console.error(${JSON.stringify(JSON.stringify(problem))}); process.exit(1)`,
    )
    expect(await ensureCore(dir, ENV, entry)).toEqual({ ok: false, problem })
  })

  it('that dies without a word is told with the place of its log', async () => {
    const outcome = await ensureCore(dir, ENV, script('throw new Error("a bug")'))
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'core-not-started' } })
    expect(JSON.stringify(outcome)).toContain('Error: a bug')
    expect(JSON.stringify(outcome)).toContain('core-output.log')
  })

  it('is refused where the folder cannot be made', async () => {
    writeFileSync(join(dir, 'file'), '')
    const outcome = await ensureCore(join(dir, 'file'), ENV, '/no/such/script')
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'data-folder-unwritable' } })
  })
})

it('reads only what this start wrote to the log', () => {
  const path = join(dir, 'log')
  const older = `${JSON.stringify({ code: 'older', thing: 'a', cause: 'b', remedy: 'c' })}\n`
  writeFileSync(path, `${older}Error: it broke\nNode.js v24\n`)
  expect(problemInLog(path, older.length)).toMatchObject({
    code: 'core-not-started',
    cause: expect.stringContaining('it broke'),
  })
  expect(problemInLog(path, 0)).toMatchObject({ code: 'older' })
})
