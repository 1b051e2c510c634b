import { afterEach, beforeEach, expect, it } from 'vitest'
import { NO_TOKENS } from '../../contract/usage.ts'
import type { UsageRecorded } from '../../contract/facts.ts'
import { facts, openTestStore, reading, seriesRow, testFolder, usage } from './testing.ts'
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

const tokens = (output: number) => ({ ...usage().tokens, output })
const host = (sessionId: string, at: number) => store.addSession({ sessionId, launchId: 'l1', seriesId: 's1', at })

async function tell(...usages: UsageRecorded[]) {
  for (const one of usages) await store.recordFacts(facts({ usages: [one] }))
}

it('adds up each response once and says which had no price', async () => {
  await host('a', 0)
  await host('b', 0)
  const unpriced = usage({ messageId: 'm2', sessionId: 'b', costUsd: null })
  await store.recordFacts(facts({ usages: [usage(), usage(), unpriced, usage({ requestId: 'r2' })] }))
  const each = usage().tokens
  expect(await store.usageOfSeries('s1')).toEqual({
    tokens: {
      input: 3 * each.input,
      output: 3 * each.output,
      cacheRead: 3 * each.cacheRead,
      cacheWrite5m: 3 * each.cacheWrite5m,
      cacheWrite1h: 3 * each.cacheWrite1h,
    },
    costUsd: 1,
    unpriced: 1,
    requests: 3,
  })
  expect(await store.usageOfSession('b')).toMatchObject({ costUsd: 0, unpriced: 1, requests: 1 })
})

it('has nothing of a session that it never saw', async () => {
  const nothing = { tokens: NO_TOKENS, costUsd: 0, unpriced: 0, requests: 0 }
  expect(await store.usageOfSession('none')).toEqual(nothing)
  expect(await store.usageOfSeries('s1')).toEqual(nothing)
})

it('counts usage that came before its session was known to be hosted', async () => {
  await tell(usage())
  expect((await store.usageOfSeries('s1')).requests).toBe(0)
  await host('a', 0)
  expect((await store.usageOfSeries('s1')).requests).toBe(1)
})

it.each([
  ['fewer first', [usage({ tokens: tokens(2), costUsd: 0.1 }), usage({ tokens: tokens(9), costUsd: 0.9 })]],
  ['more first', [usage({ tokens: tokens(9), costUsd: 0.9 }), usage({ tokens: tokens(2), costUsd: 0.1 })]],
])('keeps the telling with more output tokens, %s', async (_, tellings) => {
  await tell(...tellings)
  expect(await store.usageOfSession('a')).toMatchObject({ tokens: tokens(9), costUsd: 0.9, requests: 1 })
})

it('takes the price once there is one', async () => {
  await tell(usage({ costUsd: null }), usage({ costUsd: 0.25 }), usage({ costUsd: null }))
  expect(await store.usageOfSession('a')).toMatchObject({ costUsd: 0.25, unpriced: 0 })
})

it.each([
  ['the original first', ['a', 'fork']],
  ['the fork first', ['fork', 'a']],
])('does not count again what a fork copied, %s', async (_, order) => {
  await host('a', 1_000)
  await host('fork', 9_000)
  await tell(...order.map((sessionId) => usage({ sessionId })))
  await tell(usage({ sessionId: 'fork', messageId: 'its own', at: 9_500 }))
  expect((await store.usageOfSession('a')).requests).toBe(1)
  expect((await store.usageOfSession('fork')).requests).toBe(1)
  expect((await store.usageOfSeries('s1')).requests).toBe(2)
})

it.each([
  ['the original first', ['seen', 'fork']],
  ['the fork first', ['fork', 'seen']],
])('leaves a response with the session of the user that a hosted one was forked from, %s', async (_, order) => {
  await host('fork', 9_000)
  await tell(...order.map((sessionId) => usage({ sessionId })))
  expect((await store.usageOfSeries('s1')).requests).toBe(0)
  expect((await store.usageOfSession('seen')).requests).toBe(1)
})

it.each([
  ['a', 'copy'],
  ['copy', 'a'],
])('gives a response to the hosted session that was there, told of by %s and %s', async (...order) => {
  await host('a', 1_000)
  await tell(...order.map((sessionId) => usage({ sessionId })))
  expect((await store.usageOfSeries('s1')).requests).toBe(1)
})

it('saves the place in the file with the facts, or neither', async () => {
  const cursor = { path: '/t.jsonl', dev: '1', ino: '18446744073709551615', offset: 2 ** 40, headHash: 'aa' }
  expect(await store.cursor('/t.jsonl')).toBeNull()
  await store.recordFacts(facts({ usages: [usage()], cursor }))
  expect(await store.cursor('/t.jsonl')).toEqual(cursor)
  const broken = { ...usage({ messageId: 'm2' }), model: null as unknown as string }
  const batch = facts({
    usages: [usage({ messageId: 'm3' }), broken],
    contexts: [reading()],
    cursor: { ...cursor, offset: 9 },
  })
  await expect(store.recordFacts(batch)).rejects.toMatchObject({ code: 'store-defect' })
  expect(await store.cursor('/t.jsonl')).toEqual(cursor)
  expect((await store.usageOfSession('a')).requests).toBe(1)
  expect(await store.contextOf('a')).toEqual([])
})
