import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ContextMeasured, UsageRecorded } from '../../contract/facts.ts'
import {
  facts,
  launchRow,
  openTestStore,
  reading,
  runEvent,
  seriesRow,
  testFolder,
  transition,
  usage,
} from './testing.ts'
import type { History, HistoryWanted, Store } from './types.ts'

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

const used = (sessionId: string, at: number, figure: number | null, more: Partial<ContextMeasured> = {}) =>
  reading({ sessionId, at, used: figure, messageId: `m${at}`, ...more })
const spent = (sessionId: string, at: number, costUsd: number | null): UsageRecorded =>
  usage({ sessionId, at, costUsd, messageId: `${sessionId}${at}` })

async function historyOf(wanted: Partial<HistoryWanted>, limit = 100): Promise<History> {
  const [history] = await store.histories([{ sessionIds: ['a'], from: 0, until: null, ...wanted }], limit)
  if (history === undefined) throw new Error('no history')
  return history
}

it('adds up the cost of a session over time, without what has no price', async () => {
  const usages = [spent('a', 30, 0.5), spent('a', 10, 0.25), spent('a', 20, null), spent('b', 15, 9)]
  await store.recordFacts(facts({ usages }))
  expect([...(await historyOf({})).cost]).toEqual([10, 0.25, 30, 0.75])
  // A stretch begins with what was spent before it.
  expect([...(await historyOf({ from: 20 })).cost]).toEqual([30, 0.75])
  expect([...(await historyOf({ until: 30 })).cost]).toEqual([10, 0.25])
})

it('gives context of any source in order, unknown as it was', async () => {
  const line = { source: 'statusline', model: 'claude-y' } as const
  const contexts = [used('a', 10, 100), used('a', 20, 200, line), used('a', 30, null), used('b', 15, 900)]
  await store.recordFacts(facts({ contexts }))
  const history = await historyOf({})
  expect([...history.context]).toEqual([10, 100, 20, 200, 30, Number.NaN])
  expect([...(await historyOf({ from: 20, until: 30 })).context]).toEqual([20, 200])
})

it('knows the model and window of last, whichever reading told them', async () => {
  const contexts = [
    used('a', 10, 1, { model: 'claude-x', window: 200_000 }),
    used('a', 20, 2, { model: 'claude-y', window: null }),
    used('a', 30, 3, { model: null, window: null }),
  ]
  await store.recordFacts(facts({ contexts }))
  expect(await historyOf({})).toMatchObject({ model: 'claude-y', window: 200_000 })
  expect(await historyOf({ until: 20 })).toMatchObject({ model: 'claude-x', window: 200_000 })
  expect(await historyOf({ sessionIds: ['none'] })).toMatchObject({ model: null, window: null })
})

it('lays the sessions of one launch together and thins them, peaks kept', async () => {
  const contexts = Array.from({ length: 50 }, (_, index) => used('a', index + 1, index === 20 ? 9_000 : index))
  const after = Array.from({ length: 50 }, (_, index) => used('b', index + 101, index === 30 ? 8_000 : index))
  const usages = [...contexts, ...after].map(({ sessionId, at }) => spent(sessionId, at, 0.5))
  await store.recordFacts(facts({ contexts: [...after, ...contexts], usages }))
  const history = await historyOf({ sessionIds: ['b', 'a'] }, 10)
  const times = [...history.context].filter((_, index) => index % 2 === 0)
  expect(times).toHaveLength(10)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect([...history.context]).toEqual(expect.arrayContaining([9_000, 8_000]))
  expect([...history.cost].slice(-2)).toEqual([150, 50])
})

it('answers for each that is wanted, in that order, also for none', async () => {
  await store.recordFacts(facts({ contexts: [used('a', 10, 1), used('b', 20, 2)] }))
  const wanted = ['b', 'none', 'a'].map((id) => ({ sessionIds: [id], from: 0, until: null }))
  expect((await store.histories(wanted, 9)).map(({ context }) => [...context])).toEqual([[20, 2], [], [10, 1]])
  expect(await store.histories([], 9)).toEqual([])
})

it('tells events without context readings, from a moment on', async () => {
  const told = (words: string, ms: number) => ({ ...runEvent(words), at: new Date(ms).toISOString() })
  const context = {
    type: 'context',
    at: told('', 25).at,
    series: 's1',
    sessionId: 'a',
    used: 1,
    window: 2,
    percent: 50,
  }
  await store.appendEvents('s1', [told('one', 10), told('two', 20)])
  // In whatever order its fields were written.
  const { type, ...rest } = context
  await store.appendEvents('s1', [
    { ...context, type: 'context', source: 'transcript' },
    { ...rest, source: 'transcript', type: 'context' },
    told('three', 30),
  ])
  expect(type).toBe('context')
  expect((await store.toldEvents('s1', 0)).map(({ seq }) => seq)).toEqual([1, 2, 5])
  expect(await store.toldEvents('s1', 20)).toMatchObject([{ seq: 2 }, { seq: 5, event: { for: 'three' } }])
  expect(await store.toldEvents('s1', 31)).toEqual([])
})

it('tells when transitions were, but those that are not meant', async () => {
  const steps = [
    ['hold', 10],
    ['retry', 20],
    ['release', 30],
  ] as const
  for (const [name, at] of steps) await store.commit(transition({ name, at }))
  expect([...(await store.transitionTimes('s1', 0, ['retry']))]).toEqual([10, 30])
  expect([...(await store.transitionTimes('s1', 10, []))]).toEqual([20, 30])
})

it('finds the launches of a session, newest first, by every id that it had', async () => {
  const launches = [
    launchRow({ id: 'l1', sessionId: 'a', intentAt: 1 }),
    launchRow({ id: 'l2', sessionId: 'a', intentAt: 2, mode: 'resume' }),
    launchRow({ id: 'l3', sessionId: 'c', intentAt: 3 }),
  ]
  await store.commit(transition({ launches }))
  await store.addSession({ sessionId: 'b', launchId: 'l3', seriesId: 's1', at: 3 })
  const found = async (id: string) => (await store.launchesOf(id)).map((launch) => launch.id)
  expect(await found('a')).toEqual(['l2', 'l1'])
  expect(await found('b')).toEqual(['l3'])
  expect(await found('c')).toEqual(['l3'])
  expect(await found('l1')).toEqual(['l1'])
  expect(await found('x')).toEqual([])
})

it('knows where the figures of a stretch were measured', async () => {
  const contexts = [used('a', 10, 1), used('a', 20, 2, { source: 'statusline', messageId: 'other' })]
  await store.recordFacts(facts({ contexts }))
  expect((await historyOf({})).sources).toEqual(['statusline', 'transcript'])
  expect((await historyOf({ from: 15 })).sources).toEqual(['statusline'])
  expect((await historyOf({ until: 15 })).sources).toEqual(['transcript'])
  expect((await historyOf({ sessionIds: ['b'] })).sources).toEqual([])
})
