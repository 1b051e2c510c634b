import { afterEach, beforeEach, expect, it } from 'vitest'
import { launchRow, openTestStore, seriesRow, testFolder, transition } from './testing.ts'
import type { Store } from './types.ts'

let folder: ReturnType<typeof testFolder>
let store: Store
beforeEach(async () => {
  folder = testFolder()
  store = await openTestStore(folder.dir)
  await store.createSeries(seriesRow())
  await store.createSeries(seriesRow({ id: 's2', task: 'u' }))
})
afterEach(async () => {
  await store.close()
  folder.remove()
})

it('writes a launch as an intent and completes it', async () => {
  await store.commit(transition({ launches: [launchRow()] }))
  const running = launchRow({ pid: 7, pidStart: '4711', startedAt: 1_600 })
  await store.commit(transition({ launches: [running] }))
  expect(await store.launches({ live: true })).toEqual([running])
  const ended = { ...running, endedAt: 1_700.5, exitCode: null, signal: 'SIGTERM' }
  await store.commit(transition({ launches: [ended] }))
  expect(await store.launches({ live: true })).toEqual([])
  expect(await store.launches({ live: false })).toEqual([ended])
})

it('finds launches by series, in the order they were meant', async () => {
  const second = launchRow({ id: 'l0', n: 2, sessionId: 'b', intentAt: 1_600 })
  const other = launchRow({ id: 'l9', seriesId: 's2', sessionId: 'c', intentAt: 1_400 })
  await store.commit(transition({ launches: [second, launchRow()] }))
  await store.commit(transition({ seriesId: 's2', launches: [other] }))
  expect((await store.launches({ seriesId: 's1' })).map(({ id }) => id)).toEqual(['l1', 'l0'])
  expect((await store.launches({})).map(({ id }) => id)).toEqual(['l9', 'l1', 'l0'])
})

it('adds to the processes of a launch, a reused pid beside the old one', async () => {
  await store.commit(transition({ launches: [launchRow()] }))
  const shell = { pid: 20, start: '1', command: 'sh' }
  await store.recordProcesses('l1', [shell, { pid: 10, start: '2', command: 'node' }])
  await store.recordProcesses('l1', [
    { ...shell, command: 'bash' },
    { ...shell, start: '9' },
  ])
  expect(await store.processes('l1')).toEqual([
    { pid: 10, start: '2', command: 'node' },
    { pid: 20, start: '1', command: 'bash' },
    { pid: 20, start: '9', command: 'sh' },
  ])
  expect(await store.processes('l2')).toEqual([])
})

it('keeps the series and the first time of a session that another launch resumes', async () => {
  await store.addSession({ sessionId: 'b', launchId: 'l1', seriesId: 's1', at: 20 })
  await store.addSession({ sessionId: 'a', launchId: 'l1', seriesId: 's1', at: 10 })
  await store.addSession({ sessionId: 'a', launchId: 'l2', seriesId: 's1', at: 30 })
  expect(await store.sessionsOf('s1')).toEqual([
    { sessionId: 'a', launchId: 'l2', at: 10 },
    { sessionId: 'b', launchId: 'l1', at: 20 },
  ])
})
