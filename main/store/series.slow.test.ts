import { afterEach, beforeEach, expect, it } from 'vitest'
import { launchRow, openTestStore, runEvent, seriesRow, testFolder, transition } from './testing.ts'
import type { Store } from './types.ts'

let folder: ReturnType<typeof testFolder>
let store: Store
beforeEach(async () => {
  folder = testFolder()
  store = await openTestStore(folder.dir)
})
afterEach(async () => {
  await store.close()
  folder.remove()
})

it('keeps one unfinished series per project and task', async () => {
  await store.createSeries(seriesRow())
  await expect(store.createSeries(seriesRow({ id: 's2', status: 'paused' }))).rejects.toMatchObject({
    code: 'series-exists',
    problem: { remedy: expect.stringContaining('stop') as string },
  })
  await store.createSeries(seriesRow({ id: 's3', task: 'other', createdAt: 1_001 }))
  expect((await store.listSeries()).map(({ id }) => id)).toEqual(['s1', 's3'])
  expect(await store.unfinishedSeries('/p', 't')).toEqual(seriesRow())
})

it.each(['completed', 'stopped', 'failed'] as const)(
  'lets a %s series be followed by a new one, not come back beside it',
  async (status) => {
    await store.createSeries(seriesRow())
    await store.commit(transition({ status }))
    expect(await store.unfinishedSeries('/p', 't')).toBeNull()
    await store.createSeries(seriesRow({ id: 's2' }))
    await expect(store.commit(transition({ status: 'running' }))).rejects.toMatchObject({ code: 'series-exists' })
    expect(await store.series('s1')).toMatchObject({ status })
  },
)

it('makes a transition durable as a whole', async () => {
  await store.createSeries(seriesRow())
  const launch = launchRow()
  const events = [runEvent('one'), runEvent('two')]
  const stored = await store.commit(transition({ status: 'waiting', state: { step: 9 }, events, launches: [launch] }))
  expect(stored).toEqual([
    { seq: 1, event: events[0] },
    { seq: 2, event: events[1] },
  ])
  expect(await store.series('s1')).toMatchObject({ status: 'waiting', state: { step: 9 }, updatedAt: 2_000 })
  expect(await store.launches({ seriesId: 's1' })).toEqual([launch])
  expect(await store.transitions('s1')).toEqual([{ seq: 1, name: 'start', fact: 'Started', at: 2_000 }])
})

it('leaves nothing of a transition that fails in its middle', async () => {
  await store.createSeries(seriesRow())
  const elsewhere = launchRow({ seriesId: 'no-such-series' })
  const refused = store.commit(transition({ state: { step: 9 }, events: [runEvent('never')], launches: [elsewhere] }))
  await expect(refused).rejects.toMatchObject({ code: 'store-defect' })
  expect(await store.series('s1')).toEqual(seriesRow())
  expect(await store.transitions('s1')).toEqual([])
  expect(await store.lastSeq('s1')).toBe(0)
})

it('refuses a transition of a series that is not there', async () => {
  await expect(store.commit(transition())).rejects.toMatchObject({ code: 'series-unknown' })
  expect(await store.series('s1')).toBeNull()
})

it('numbers events from 1 without gaps, per series, whoever writes them', async () => {
  await store.createSeries(seriesRow())
  await store.createSeries(seriesRow({ id: 's2', task: 'u' }))
  const writes = Array.from({ length: 60 }, (_, n) => {
    const seriesId = n % 3 === 0 ? 's2' : 's1'
    const events = Array.from({ length: n % 4 }, (_, index) => runEvent(`${n}.${index}`, seriesId))
    return n % 2 === 0 ? store.appendEvents(seriesId, events) : store.commit(transition({ seriesId, events }))
  })
  const answered = (await Promise.all(writes)).flat()
  for (const seriesId of ['s1', 's2']) {
    const stored = await store.events(seriesId, 0)
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
    expect(stored).toEqual(answered.filter(({ event }) => event.series === seriesId))
    expect(await store.lastSeq(seriesId)).toBe(stored.length)
  }
})

it('gives events after a number, at most as many as asked', async () => {
  await store.createSeries(seriesRow())
  await store.appendEvents(
    's1',
    ['a', 'b', 'c', 'd'].map((words) => runEvent(words)),
  )
  expect((await store.events('s1', 1, 2)).map(({ seq }) => seq)).toEqual([2, 3])
  expect(await store.events('s1', 4)).toEqual([])
  expect(await store.events('no-such-series', 0)).toEqual([])
})

it('answers calls in the order they were made, each with what those before it did', async () => {
  await store.createSeries(seriesRow())
  const order: number[] = []
  const calls = Array.from({ length: 100 }, (_, n) =>
    (n % 2 === 0 ? store.appendEvents('s1', [runEvent(String(n))]) : store.lastSeq('s1')).then((answer) => {
      order.push(n)
      return answer
    }),
  )
  const answers = await Promise.all(calls)
  expect(order).toEqual(calls.map((_, n) => n))
  expect(answers.filter((answer) => typeof answer === 'number')).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
})

it('gives what was told after a number without context readings, and how far each series is', async () => {
  await store.createSeries(seriesRow())
  await store.createSeries(seriesRow({ id: 's2', task: 'other', status: 'paused' }))
  const at = '2026-11-22T00:00:00.000Z'
  const figures = { sessionId: 'a', used: 1, window: 2, percent: 50, source: 'transcript' as const }
  const reading = { type: 'context' as const, at, series: 's1', ...figures }
  await store.appendEvents('s1', [runEvent('a'), reading, runEvent('b'), reading, runEvent('c'), reading])
  expect((await store.toldEventsAfter('s1', 0, 2)).map(({ seq }) => seq)).toEqual([1, 3])
  expect((await store.toldEventsAfter('s1', 3, 2)).map(({ seq }) => seq)).toEqual([5])
  expect(await store.toldEventsAfter('s1', 5, 2)).toEqual([])
  expect(await store.seriesMarks()).toEqual([
    { id: 's1', status: 'running', lastSeq: 6 },
    { id: 's2', status: 'paused', lastSeq: 0 },
  ])
})
