import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { acquireCoreLock, readCoreLock } from './lock.ts'
import { processStart } from './process-start.ts'
import { testFolder } from './testing.ts'

let folder: ReturnType<typeof testFolder>
let children: ChildProcess[] = []
beforeEach(() => {
  folder = testFolder()
})
afterEach(async () => {
  for (const child of children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  children = []
  folder.remove()
})

const lockPath = () => join(folder.dir, 'core.lock')
const acquire = () => acquireCoreLock({ dir: folder.dir, version: '1' })

async function acquired() {
  const outcome = await acquire()
  if (!outcome.ok) throw new Error(outcome.problem.cause)
  return outcome.value
}

/** A process that waits for a line, tries for the lock, says whether it has it, and lives on. */
const STARTER = `
import { acquireCoreLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}
console.log('ready')
process.stdin.once('data', async () => {
  const outcome = await acquireCoreLock({ dir: process.argv[1], version: '1' })
  console.log(outcome.ok ? 'owner' : outcome.problem.code)
})
`

async function starter() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', STARTER, folder.dir], {
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => String((await lines.next()).value)
  expect(await next()).toBe('ready')
  return {
    pid: child.pid,
    go: () => {
      child.stdin.write('go\n')
      return next()
    },
    kill: () => {
      child.kill('SIGKILL')
      return once(child, 'exit')
    },
  }
}

function staleRecord(change: object = {}): string {
  const record = { pid: process.pid, pidStart: 'another start', startedAt: 'then', url: 'u', token: 't', version: '0' }
  return JSON.stringify({ ...record, ...change })
}

it('says who holds the folder, to its owner alone, and where once it listens', async () => {
  const lock = await acquired()
  const record = { pid: process.pid, pidStart: await processStart(process.pid), url: null, token: null, version: '1' }
  expect(await readCoreLock(folder.dir)).toMatchObject(record)
  await lock.publish({ url: 'http://127.0.0.1:1', token: 'secret' })
  expect(await readCoreLock(folder.dir)).toEqual({ ...lock.record, url: 'http://127.0.0.1:1', token: 'secret' })
  expect(statSync(lockPath()).mode & 0o777).toBe(0o600)
  await lock.release()
  expect(readdirSync(folder.dir)).toEqual([])
  expect(await readCoreLock(folder.dir)).toBeNull()
})

it('sends nobody to a core that is ending, and holds the folder until it has ended', async () => {
  const lock = await acquired()
  await lock.publish({ url: 'http://127.0.0.1:1', token: 'secret' })
  await lock.withdraw()
  expect(await readCoreLock(folder.dir)).toMatchObject({ pid: process.pid, url: null, token: null })
  expect(await acquire()).toMatchObject({ ok: false, problem: { code: 'data-folder-locked' } })
  await lock.release()
  await lock.withdraw()
  expect(readdirSync(folder.dir)).toEqual([])
})

it('refuses a second owner, naming the first and the way out', async () => {
  const lock = await acquired()
  const { startedAt } = lock.record
  const refused = await acquire()
  expect(refused).toMatchObject({ ok: false, problem: { code: 'data-folder-locked', thing: folder.dir } })
  expect(!refused.ok && refused.problem.cause).toContain(`pid ${process.pid}`)
  expect(!refused.ok && refused.problem.remedy).toContain('baton quit')
  expect(await readCoreLock(folder.dir)).toMatchObject({ startedAt })
  await lock.release()
  expect(await acquire()).toMatchObject({ ok: true })
})

it.each([
  ['a pid that another process has now', staleRecord()],
  ['a pid that no process has', staleRecord({ pid: 2 ** 30 })],
  ['half a record', '{"pid": 1'],
  ['another shape', '{"pid": "1"}'],
  ['nothing', ''],
])('takes over a lock with %s', async (_, text) => {
  writeFileSync(lockPath(), text)
  expect(await readCoreLock(folder.dir)).toBeNull()
  const lock = await acquired()
  expect(await readCoreLock(folder.dir)).toEqual(lock.record)
  expect(readdirSync(folder.dir)).toEqual(['core.lock'])
})

it('has one owner of many that found the same stale lock', async () => {
  writeFileSync(lockPath(), staleRecord())
  const outcomes = await Promise.all(Array.from({ length: 20 }, acquire))
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  expect(readdirSync(folder.dir)).toEqual(['core.lock'])
})

it('takes over although a takeover was itself cut off', async () => {
  writeFileSync(lockPath(), staleRecord())
  writeFileSync(`${lockPath()}.takeover`, staleRecord({ pid: 2 ** 30 }))
  writeFileSync(`${lockPath()}.takeover.takeover`, staleRecord({ pid: 2 ** 30 - 1 }))
  await acquired()
  expect(readdirSync(folder.dir)).toEqual(['core.lock'])
})

it('waits for a takeover that is under way instead of taking over beside it', async () => {
  writeFileSync(lockPath(), staleRecord())
  const guard = `${lockPath()}.takeover`
  writeFileSync(guard, staleRecord({ pidStart: await processStart(process.pid) }))
  let settled = false
  const waiting = acquire().finally(() => (settled = true))
  const { pid, go } = await starter()
  const other = go()
  await expect.poll(() => readdirSync(folder.dir).length).toBeGreaterThanOrEqual(2)
  expect(settled).toBe(false)
  expect(readFileSync(lockPath(), 'utf8')).toBe(staleRecord())
  // The one under way ends as its owner: both that wait find a live owner.
  const live = staleRecord({ pid, pidStart: await processStart(pid ?? 0) })
  writeFileSync(lockPath(), live)
  rmSync(guard)
  expect(await waiting).toMatchObject({ ok: false, problem: { code: 'data-folder-locked' } })
  expect(await other).toBe('data-folder-locked')
})

it('leaves a lock alone that is no longer its own', async () => {
  const lock = await acquired()
  writeFileSync(lockPath(), staleRecord())
  await expect(lock.publish({ url: 'u', token: 't' })).rejects.toThrow('no longer the lock of this process')
  await lock.release()
  expect(existsSync(lockPath())).toBe(true)
})

it('has one owner of many that start at once, over and over, each after a kill', { timeout: 60_000 }, async () => {
  for (let round = 0; round < 3; round++) {
    const starters = await Promise.all(Array.from({ length: 6 }, starter))
    const answers = await Promise.all(starters.map(({ go }) => go()))
    expect(answers.toSorted()).toEqual([...Array<string>(5).fill('data-folder-locked'), 'owner'])
    const owner = starters[answers.indexOf('owner')]
    expect(await readCoreLock(folder.dir)).toMatchObject({ pid: owner?.pid })
    // Killed, the lock stays behind: from the second round on it is a takeover.
    await Promise.all(starters.map(({ kill }) => kill()))
    expect(await readCoreLock(folder.dir)).toBeNull()
    expect(readdirSync(folder.dir)).toEqual(['core.lock'])
  }
})

it('says that the folder cannot be used', async () => {
  const dir = join(folder.dir, 'file')
  writeFileSync(dir, '')
  expect(await acquireCoreLock({ dir, version: '1' })).toMatchObject({
    ok: false,
    problem: { code: 'data-folder-unwritable', thing: dir },
  })
  expect(await readCoreLock(dir)).toBeNull()
})
