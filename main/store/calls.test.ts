import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { callsOf } from './calls.ts'
import { openDatabase } from './database.ts'
import { testFolder } from './testing.ts'

const FULL = 2

let folder: ReturnType<typeof testFolder>
beforeEach(() => {
  folder = testFolder()
})
afterEach(() => folder.remove())

it('syncs transitions again after a reading, also after one that failed', () => {
  const path = join(folder.dir, 'baton.db')
  writeFileSync(path, '')
  const opened = openDatabase(path)
  if (!opened.ok) throw new Error(opened.problem.cause)
  const database = opened.value
  const calls = callsOf(database)
  const synchronous = (): unknown => database.pragma('synchronous', { simple: true })
  const cursor = { path: '/t', dev: '1', ino: '2', offset: 3, headHash: 'h' }
  calls.recordFacts({ usages: [], contexts: [], costs: [], cursor })
  expect([calls.cursor('/t'), synchronous()]).toEqual([cursor, FULL])
  // No such series: refused by its foreign key.
  const event = { type: 'nudge', at: '', series: 's', sessionId: 'x', used: 1, window: 2 } as never
  expect(() => calls.appendEvents('s', [event])).toThrow(/FOREIGN KEY/)
  expect(synchronous()).toBe(FULL)
  database.close()
})
