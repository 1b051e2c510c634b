import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ContextMeasured } from '../../contract/facts.ts'
import { facts, openTestStore, reading, testFolder } from './testing.ts'
import { thin } from './thin.ts'
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

const record = (...contexts: ContextMeasured[]) => store.recordFacts(facts({ contexts }))
const history = () => store.contextHistory('a', 100)
const unknown = (at: number) => reading({ used: null, messageId: null, at })

it('gives the latest reading of each source, also when an older one is told later', async () => {
  const line = reading({ source: 'statusline', messageId: null, promptId: 'p1', at: 7_000 })
  const late = reading({ messageId: 'm2', used: 60_000, at: 8_000 })
  await record(late, line, reading(), reading({ sessionId: 'b', at: 9_000 }))
  expect(await store.contextOf('a')).toEqual([line, late])
  expect(await history()).toEqual([reading(), line, late])
  expect(await store.contextOf('none')).toEqual([])
})

it('drops what a file read again repeats', async () => {
  const all = [reading(), reading({ messageId: 'm2', used: 60_000, at: 6_000 }), unknown(6_500), unknown(7_500)]
  await record(...all)
  const kept = await history()
  await record(...all)
  expect(await history()).toEqual(kept)
})

it('drops the same figure of the same message, wherever it comes again', async () => {
  await record(reading(), reading({ messageId: 'm2', used: 60_000, at: 6_000 }), reading({ at: 7_000, promptId: 'p' }))
  expect((await history()).map(({ messageId }) => messageId)).toEqual(['m1', 'm2'])
})

it('keeps another figure, window or source of the same message', async () => {
  const all = [
    reading(),
    reading({ used: 51_000, at: 5_001 }),
    reading({ window: null, at: 5_002 }),
    reading({ source: 'statusline', at: 5_003 }),
  ]
  await record(...all)
  expect(await history()).toEqual(all)
})

it('keeps each compaction: unknown, known, unknown again', async () => {
  const all = [reading(), unknown(6_000), reading({ messageId: 'm2', used: 9, at: 7_000 }), unknown(8_000)]
  await record(...all, unknown(8_500))
  expect(await history()).toEqual(all)
  expect((await store.contextOf('a'))[0]).toEqual(unknown(8_000))
})

it('keeps the first, the last and the peak of a history that it thins', async () => {
  const all = Array.from({ length: 500 }, (_, n) =>
    reading({ messageId: `m${n}`, used: n === 250 ? 199_999 : n, at: n }),
  )
  await record(...all)
  const thinned = await store.contextHistory('a', 20)
  expect(thinned).toHaveLength(20)
  expect(thinned[0]).toEqual(all[0])
  expect(thinned.at(-1)).toEqual(all.at(-1))
  expect(thinned.map(({ used }) => used)).toContain(199_999)
  expect(thinned).toEqual(thinned.toSorted((a, b) => a.at - b.at))
})

it('thins to any number', () => {
  const items = [3, 1, 4, 1, 5, 9, 2, 6]
  const weigh = (item: number) => item
  expect(thin(items, 8, weigh)).toEqual(items)
  expect(thin(items, 7, weigh)).toHaveLength(7)
  expect(thin(items, 3, weigh)).toEqual([3, 9, 6])
  expect(thin(items, 2, weigh)).toEqual([3, 6])
  expect(thin(items, 1, weigh)).toEqual([6])
  expect(thin(items, 0, weigh)).toEqual([])
})

it('keeps the latest figure of what the agent says it cost', async () => {
  const cost = (totalUsd: number, at: number, source: 'statusline' | 'cost-state' = 'statusline') => ({
    sessionId: 'a',
    source,
    totalUsd,
    at,
  })
  expect(await store.reportedCostOf('a')).toBeNull()
  await store.recordFacts(facts({ costs: [cost(1, 10), cost(3, 30), cost(2, 20)] }))
  expect(await store.reportedCostOf('a')).toBe(3)
  await store.recordFacts(facts({ costs: [cost(4, 40, 'cost-state')] }))
  expect(await store.reportedCostOf('a')).toBe(4)
})
