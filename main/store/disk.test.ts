import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { callsOf } from './calls.ts'
import { openDatabase } from './database.ts'
import { openStore } from './open.ts'
import { problemOf } from './sqlite-problems.ts'
import { openTestStore, runEvent, seriesRow, testFolder, transition } from './testing.ts'

const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0

/** A file system of its own with room for `megabytes`. */
function smallDisk(megabytes: number): string {
  const dir = mkdtempSync(join(tmpdir(), 'baton-small-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir])
  onTestFinished(() => {
    execFileSync('umount', [dir])
    rmdirSync(dir)
  })
  return dir
}

function problemOfCall(call: () => unknown, path: string) {
  try {
    call()
  } catch (error) {
    return problemOf(error, path)
  }
  return null
}

const big = () => transition({ events: [runEvent('x'.repeat(100_000))] })

it.runIf(isRootOnLinux)('says that the disk is full, lives on, and goes on once there is room', async () => {
  const dir = smallDisk(2)
  const store = await openTestStore(dir)
  onTestFinished(() => store.close())
  await store.createSeries(seriesRow())
  writeFileSync(join(dir, 'ballast'), Buffer.alloc(1_000_000))
  let kept = 0
  const fill = async () => {
    for (; kept < 100; kept++) await store.commit(big())
  }
  await expect(fill()).rejects.toMatchObject({
    name: 'StoreError',
    code: 'disk-full',
    problem: { remedy: expect.stringContaining('free some space') as string },
  })
  expect(await store.lastSeq('s1')).toBe(kept)
  rmSync(join(dir, 'ballast'))
  expect(await store.commit(big())).toMatchObject([{ seq: kept + 1 }])
  expect(await store.transitions('s1')).toHaveLength(kept + 1)
})

it.runIf(isRootOnLinux)('says at the start that the disk is full', async () => {
  const dir = smallDisk(1)
  expect(() => writeFileSync(join(dir, 'ballast'), Buffer.alloc(2_000_000))).toThrow('ENOSPC')
  expect(await openStore({ dir })).toMatchObject({ ok: false, problem: { code: 'disk-full' } })
})

it('rolls a transition back that does not fit', () => {
  const folder = testFolder()
  onTestFinished(folder.remove)
  const path = join(folder.dir, 'baton.db')
  writeFileSync(path, '')
  const opened = openDatabase(path)
  if (!opened.ok) throw new Error(opened.problem.cause)
  const database = opened.value
  onTestFinished(() => void database.close())
  const calls = callsOf(database)
  calls.createSeries(seriesRow())
  const pages = Number(database.pragma('page_count', { simple: true }))
  database.pragma(`max_page_count = ${pages + 10}`)
  expect(problemOfCall(() => calls.commit(big()), path)).toMatchObject({ code: 'disk-full', thing: path })
  expect(database.inTransaction).toBe(false)
  expect(calls.series('s1')).toEqual(seriesRow())
  expect(calls.lastSeq('s1')).toBe(0)
  database.pragma('max_page_count = 1000000')
  expect(calls.commit(big())).toMatchObject([{ seq: 1 }])
})

it('says that the database cannot be written any more', () => {
  const folder = testFolder()
  onTestFinished(folder.remove)
  const path = join(folder.dir, 'baton.db')
  writeFileSync(path, '')
  const opened = openDatabase(path)
  if (!opened.ok) throw new Error(opened.problem.cause)
  const database = opened.value
  onTestFinished(() => void database.close())
  const calls = callsOf(database)
  database.pragma('query_only = ON')
  const problem = problemOfCall(() => calls.createSeries(seriesRow()), path)
  expect(problem).toMatchObject({ code: 'data-folder-unwritable', thing: path })
  expect(calls.listSeries()).toEqual([])
})
