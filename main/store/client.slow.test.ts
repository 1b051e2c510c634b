import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connect } from './client.ts'
import { workerUrl } from '../package/worker-url.ts'
import { facts, openTestStore, seriesRow, testFolder, usage } from './testing.ts'

let folder: ReturnType<typeof testFolder>
beforeEach(() => {
  folder = testFolder()
})
afterEach(() => folder.remove())

it('rejects what waits and what follows when the thread dies', async () => {
  const path = join(folder.dir, 'baton.db')
  writeFileSync(path, '')
  const worker = new Worker(workerUrl(import.meta.url, 'worker.ts', 'store-worker.js'), {
    workerData: { path },
    execArgv: [],
  })
  const connected = await connect(worker)
  if (!connected.ok) throw new Error(connected.problem.cause)
  const store = connected.value
  await store.createSeries(seriesRow())
  // More than a dying thread can answer.
  const waiting = Array.from({ length: 2_000 }, () => store.listSeries())
  const outcomes = Promise.allSettled(waiting)
  await worker.terminate()
  const rejected = (await outcomes).filter((outcome) => outcome.status === 'rejected')
  expect(rejected.length).toBeGreaterThan(0)
  for (const { reason } of rejected) expect(reason).toMatchObject({ name: 'StoreError', code: 'store-worker-died' })
  await expect(store.series('s1')).rejects.toMatchObject({ code: 'store-worker-died' })
  await expect(store.close()).resolves.toBeUndefined()
})

it('tells a bug in a call as one and serves on', async () => {
  const store = await openTestStore(folder.dir)
  await expect(store.createSeries(null as never)).rejects.toMatchObject({
    code: 'store-defect',
    problem: { cause: expect.stringContaining('TypeError') as string },
  })
  await expect(store.createSeries({ ...seriesRow(), state: () => 1 })).rejects.toThrow('could not be cloned')
  expect(await store.listSeries()).toEqual([])
  await store.close()
})

it('leaves the event loop free while the thread adds up and writes', { timeout: 60_000 }, async () => {
  const store = await openTestStore(folder.dir)
  await store.createSeries(seriesRow())
  await store.addSession({ sessionId: 'a', launchId: 'l1', seriesId: 's1', at: 0 })
  const batches = Array.from({ length: 40 }, (_, batch) =>
    facts({ usages: Array.from({ length: 1_000 }, (_, n) => usage({ messageId: `m${batch}-${n}` })) }),
  )
  for (const batch of batches) await store.recordFacts(batch)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const started = performance.now()
  const wanted = [{ sessionIds: ['a'], from: 0, until: null }]
  const drawn = await Promise.all(Array.from({ length: 30 }, () => store.histories(wanted, 100)))
  const took = performance.now() - started
  delay.disable()
  expect(drawn.at(-1)?.[0]?.cost.at(-1)).toBe(20_000)
  expect((await store.usageOfSeries('s1')).requests).toBe(40_000)
  // In one thread the loop would have stood still for the whole of it.
  expect(took).toBeGreaterThan(100)
  expect(delay.max / 1e6).toBeLessThan(took / 2)
  await store.close()
})
