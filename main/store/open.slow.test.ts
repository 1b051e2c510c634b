import Sqlite from 'better-sqlite3'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { SCHEMA_VERSION } from './migrations.ts'
import { openStore } from './open.ts'
import { openTestStore, runEvent, seriesRow, testFolder, transition } from './testing.ts'

let folder: ReturnType<typeof testFolder>
beforeEach(() => {
  folder = testFolder()
})
afterEach(() => folder.remove())

async function problemOfOpening(dir: string) {
  const opened = await openStore({ dir })
  if (opened.ok) await opened.value.close()
  return opened.ok ? null : opened.problem
}

it('makes a folder and a database that only their owner can read', async () => {
  const dir = join(folder.dir, 'a', 'b')
  const store = await openTestStore(dir)
  await store.createSeries(seriesRow())
  expect(statSync(dir).mode & 0o777).toBe(0o700)
  const modes = ['baton.db', 'baton.db-wal', 'baton.db-shm'].map((name) => statSync(join(dir, name)).mode & 0o777)
  expect(modes).toEqual([0o600, 0o600, 0o600])
  await store.close()
})

it('keeps what was saved over a close and takes no call after it', async () => {
  const store = await openTestStore(folder.dir)
  await store.createSeries(seriesRow())
  const last = store.commit(transition({ events: [runEvent('last')] }))
  await Promise.all([store.close(), store.close()])
  expect(await last).toHaveLength(1)
  await expect(store.listSeries()).rejects.toMatchObject({ code: 'store-closed' })
  const again = await openTestStore(folder.dir)
  expect(await again.series('s1')).toEqual(
    seriesRow({ state: { step: 1 }, policy: { shared: false }, updatedAt: 2_000 }),
  )
  await again.close()
})

it('says that the data folder is a file', async () => {
  const path = join(folder.dir, 'file')
  writeFileSync(path, '')
  expect(await problemOfOpening(path)).toMatchObject({ code: 'data-folder-unwritable', thing: path })
})

it('refuses what is no database and leaves it as it is', async () => {
  const path = join(folder.dir, 'baton.db')
  writeFileSync(path, 'not a database, but long enough to have a header '.repeat(200))
  const before = readFileSync(path)
  expect(await problemOfOpening(folder.dir)).toMatchObject({ code: 'database-corrupt', thing: path })
  expect(readFileSync(path)).toEqual(before)
})

it('finds a damaged page', async () => {
  const store = await openTestStore(folder.dir)
  await store.createSeries(seriesRow())
  await store.commit(
    transition({ events: Array.from({ length: 500 }, (_, n) => runEvent(`event ${n} ${'x'.repeat(200)}`)) }),
  )
  await store.close()
  const path = join(folder.dir, 'baton.db')
  const bytes = readFileSync(path)
  bytes.fill(0xaa, bytes.length - 3 * 4096, bytes.length - 4096)
  writeFileSync(path, bytes)
  expect(await problemOfOpening(folder.dir)).toMatchObject({ code: 'database-corrupt' })
})

it('refuses a database of a newer version', async () => {
  const database = new Sqlite(join(folder.dir, 'baton.db'))
  database.pragma(`user_version = ${SCHEMA_VERSION + 1}`)
  database.close()
  const problem = await problemOfOpening(folder.dir)
  expect(problem).toMatchObject({ code: 'database-newer' })
  expect(problem?.remedy).toContain('update Baton')
})

it('says that another program holds the database', { timeout: 20_000 }, async () => {
  await (await openTestStore(folder.dir)).close()
  const other = new Sqlite(join(folder.dir, 'baton.db'))
  other.pragma('journal_mode = DELETE')
  other.exec('BEGIN EXCLUSIVE')
  expect(await problemOfOpening(folder.dir)).toMatchObject({ code: 'database-busy' })
  other.close()
})

const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0

it.runIf(isRootOnLinux)('says that the file system is read-only', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-read-only-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,ro', 'tmpfs', dir])
  try {
    expect(await problemOfOpening(dir)).toMatchObject({ code: 'data-folder-unwritable', thing: dir })
  } finally {
    execFileSync('umount', [dir])
    rmdirSync(dir)
  }
})

it('says why a worker did not start', async () => {
  const opened = await openStore({ dir: folder.dir, workerUrl: pathToFileURL(join(folder.dir, 'none.js')) })
  expect(opened).toMatchObject({ ok: false, problem: { code: 'store-worker-died' } })
})
