import { afterEach, beforeEach, expect, it } from 'vitest'
import { DEFAULT_POLICY, type Policy } from '../../contract/policy.ts'
import { Settings } from '../../contract/settings.ts'
import { openTestStore, testFolder } from '../store/testing.ts'
import type { Store } from '../store/types.ts'
import { SeriesBook } from './book.ts'
import { drivenForTest } from './driver/driven-for-tests.ts'
import { ready } from './testing.ts'

let folder: ReturnType<typeof testFolder>
let store: Store
let book: SeriesBook
beforeEach(async () => {
  folder = testFolder()
  store = await openTestStore(folder.dir)
  const { ports, env } = drivenForTest(store, folder.dir, 0)
  book = new SeriesBook({ ...ports, dataDir: folder.dir, env })
  await book.open(false)
})
afterEach(async () => {
  await book.close()
  await store.close()
  folder.remove()
})

async function kept(id: string, policy: Partial<Policy>, status: 'paused' | 'completed' = 'paused'): Promise<void> {
  const state = ready({ id, task: id, status })
  const times = { createdAt: 0, updatedAt: 0 }
  await store.createSeries({
    id,
    project: '/p',
    task: id,
    status,
    state,
    policy: { ...DEFAULT_POLICY, ...policy },
    ...times,
  })
}
const limit = (maxSessions: number): Settings => Settings.parse({ policy: { maxSessions } })
const maxSessionsOf = async (id: string) => ((await store.series(id))?.policy as Policy | undefined)?.maxSessions

it('lets unfinished series follow the settings, but for what a flag said', async () => {
  await kept('FOLLOWS', { maxSessions: 5 })
  await kept('FLAG', { maxSessions: 7 })
  await kept('DONE', { maxSessions: 5 }, 'completed')
  const before = limit(5)
  await book.followSettings(before, limit(6))
  expect(await Promise.all(['FOLLOWS', 'FLAG', 'DONE'].map(maxSessionsOf))).toEqual([6, 7, 5])
  await book.followSettings(limit(6), Settings.parse({}))
  expect(await maxSessionsOf('FOLLOWS')).toBeUndefined()
  expect((await store.events('FOLLOWS', 0)).map(({ event }) => event)).toMatchObject([
    { type: 'policy.changed', changes: { maxSessions: 6 } },
    { type: 'policy.changed', changes: { maxSessions: null } },
  ])
  expect(await store.lastSeq('FLAG')).toBe(0)
})

it('follows two changes in their order, though the first is still being kept', async () => {
  await kept('A', { maxSessions: 5 })
  await Promise.all([book.followSettings(limit(5), limit(6)), book.followSettings(limit(6), limit(7))])
  expect(await maxSessionsOf('A')).toBe(7)
})
