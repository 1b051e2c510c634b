import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkpoint, openTestStore, seriesRow, testFolder, transition } from './testing.ts'
import type { Store } from './types.ts'

let folder: ReturnType<typeof testFolder>
let store: Store
beforeEach(async () => {
  folder = testFolder()
  store = await openTestStore(folder.dir)
  await store.createSeries(seriesRow())
})
afterEach(async () => {
  await store.close()
  folder.remove()
})

const plan = { path: 'dev/active/t/t-plan.md', text: '# Plan é\n' }
const tasks = { path: 'dev/active/t/t-tasks.md', text: '- [ ] one\n' }

function keep(n: number, contents: { path: string; text: string }[]) {
  return store.commit(transition({ checkpoint: { row: checkpoint(n), contents } }))
}

function blobs(): string[] {
  const database = new Sqlite(join(folder.dir, 'baton.db'), { readonly: true })
  const texts = database.prepare<[], { text: string }>('SELECT text FROM blobs ORDER BY text').all()
  database.close()
  return texts.map(({ text }) => text)
}

it('gives back a checkpoint and its files as they were, in their order', async () => {
  await keep(1, [tasks, plan])
  expect(await store.checkpoints('s1')).toEqual([checkpoint(1)])
  expect(await store.checkpointContents('s1', 1)).toEqual([tasks, plan])
})

it('tells a checkpoint without files from none', async () => {
  await keep(1, [])
  expect(await store.checkpointContents('s1', 1)).toEqual([])
  expect(await store.checkpointContents('s1', 2)).toBeNull()
  expect(await store.checkpointContents('s2', 1)).toBeNull()
})

it('keeps a text once and removes it with the last checkpoint that holds it', async () => {
  const later = { ...tasks, text: '- [x] one\n' }
  await keep(1, [plan, tasks])
  await keep(2, [plan, later, { ...plan, path: 'copy.md' }])
  expect(blobs()).toEqual([plan.text, tasks.text, later.text])
  await store.deleteCheckpoint('s1', 1)
  expect(blobs()).toEqual([plan.text, later.text])
  expect(await store.checkpointContents('s1', 2)).toHaveLength(3)
  await store.deleteCheckpoint('s1', 2)
  expect(blobs()).toEqual([])
  expect(await store.checkpoints()).toEqual([])
})

it('never writes over a checkpoint, nor lets the transition through', async () => {
  await keep(1, [plan])
  const again = transition({
    state: { step: 9 },
    checkpoint: { row: checkpoint(1, { reason: 'other' }), contents: [tasks] },
  })
  await expect(store.commit(again)).rejects.toMatchObject({ code: 'store-defect' })
  expect(await store.checkpoints('s1')).toEqual([checkpoint(1)])
  expect(blobs()).toEqual([plan.text])
  expect(await store.series('s1')).toMatchObject({ state: { step: 1 } })
})

it('lists the checkpoints of all series or of one, by number', async () => {
  await store.createSeries(seriesRow({ id: 's2', task: 'u' }))
  await keep(10, [])
  await keep(9, [])
  const row = checkpoint(1, { seriesId: 's2' })
  await store.commit(transition({ seriesId: 's2', checkpoint: { row, contents: [] } }))
  expect((await store.checkpoints('s1')).map(({ n }) => n)).toEqual([9, 10])
  expect((await store.checkpoints()).map(({ seriesId, n }) => `${seriesId}/${n}`)).toEqual(['s1/9', 's1/10', 's2/1'])
})
