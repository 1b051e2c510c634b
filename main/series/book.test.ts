import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, testFolder } from '../store/testing.ts'
import type { Store } from '../store/types.ts'
import { SeriesBook } from './book.ts'
import { drivenForTest, type DrivenForTest } from './driver/driven-for-tests.ts'
import { keep } from './driver/keeping.ts'
import { step } from './effects.ts'

const AT = Date.parse('2026-01-01T00:00:00Z')
/** No process has it. */
const DEAD = { pid: 2 ** 22 + 1, pidStart: '1', startedAt: AT, prompted: true }

let folder: ReturnType<typeof testFolder>
let project: string
let store: Store
let before: DrivenForTest
let book: SeriesBook
beforeEach(async () => {
  folder = testFolder()
  project = realpathSync(folder.dir)
  const docs = join(project, 'dev/active/x')
  mkdirSync(docs, { recursive: true })
  for (const part of ['plan', 'context', 'tasks']) writeFileSync(join(docs, `x-${part}.md`), '- [x] One\n')
  store = await openTestStore(folder.dir)
  before = drivenForTest(store, project, AT)
  const { state, policy } = before
  const times = { createdAt: AT, updatedAt: AT }
  await store.createSeries({ id: 'S', project, task: 'x', status: 'running', state, policy, ...times })
  book = new SeriesBook({ ...before.ports, dataDir: folder.dir, env: before.env })
})
afterEach(async () => {
  await book.close()
  await store.close()
  folder.remove()
})

test('a run typed after a crash that left only the end is answered by that end, once', async () => {
  const { state } = before
  const ending = { name: 'ending', wish: { purpose: 'complete', reason: 'completed' }, unsafe: false } as const
  const left = { ...state, step: ending, launch: state.launch && { ...state.launch, ...DEAD } }
  before.state = { ...state, launch: null }
  await keep(before, step('checkpoint', left, { events: [{ type: 'needs-attention', why: 'told before' }] }), {
    type: 'Begun',
    at: AT,
  })
  const request = { project, task: 'x', flags: {}, again: false, env: before.env }
  const answered = book.run(request)
  await book.open(true)

  const answer = await answered
  expect(answer).toMatchObject({ ok: true, value: { seriesId: 'S', resumed: true } })
  const events = answer.ok ? await store.events('S', answer.value.afterSeq) : []
  expect(events.map(({ event }) => event.type)).toEqual(['session.ended', 'series.completed'])
  expect(await book.run(request)).toMatchObject({ ok: false, problem: { code: 'task-done' } })
})

test('a core that is to quit pauses a series that is between two sessions, too', async () => {
  await book.open(false)
  const state = { ...before.state, launch: null, step: { name: 'ready' as const } }
  await keep(before, step('checkpoint', state), { type: 'Begun', at: AT })
  await book.command('S', 'checkpoint')
  expect(book.driver('S')).toMatchObject({ session: null, going: true })

  await book.pauseAll()
  expect(book.driver('S')).toMatchObject({ session: null, going: false, state: { status: 'paused' } })
  expect((await store.series('S'))?.status).toBe('paused')
})
