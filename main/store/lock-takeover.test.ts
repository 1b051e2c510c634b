import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CoreLockRecord } from './lock-file.ts'
import { replaceStale, takeLock } from './lock-takeover.ts'
import { processStart } from './process-start.ts'
import { testFolder } from './testing.ts'

let folder: ReturnType<typeof testFolder>
let path: string
let mine: CoreLockRecord
beforeEach(async () => {
  folder = testFolder()
  path = join(folder.dir, 'core.lock')
  const pidStart = String(await processStart(process.pid))
  mine = { pid: process.pid, pidStart, startedAt: 'now', url: null, token: null, version: '1' }
})
afterEach(() => folder.remove())

it('replaces the lock that was found stale', async () => {
  writeFileSync(path, 'stale')
  expect(await replaceStale(path, 'stale', mine)).toBe('replaced')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(mine)
  expect(readdirSync(folder.dir)).toEqual(['core.lock'])
})

it('lets the lock be that another starter has taken since', async () => {
  const other = JSON.stringify({ ...mine, startedAt: 'a moment ago' })
  writeFileSync(path, other)
  expect(await replaceStale(path, 'stale', mine)).toBe('changed')
  expect(readFileSync(path, 'utf8')).toBe(other)
  expect(readdirSync(folder.dir)).toEqual(['core.lock'])
})

it('does not touch a stale lock while another starter takes it over', async () => {
  const other = { ...mine, startedAt: 'a moment ago' }
  writeFileSync(path, 'stale')
  writeFileSync(`${path}.takeover`, JSON.stringify(other))
  expect(await replaceStale(path, 'stale', mine)).toEqual(other)
  expect(readFileSync(path, 'utf8')).toBe('stale')
  expect(readdirSync(folder.dir)).toEqual(['core.lock', 'core.lock.takeover'])
})

it('gives the live owner to who comes second', async () => {
  expect(await takeLock(path, mine)).toBeNull()
  expect(await takeLock(path, { ...mine, startedAt: 'later' })).toEqual(mine)
})
