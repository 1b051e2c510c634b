import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { storeOver } from './over-port.ts'
import type { StoreError } from './store-error.ts'
import { facts, openTestStore, seriesRow, testFolder, usage } from './testing.ts'
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

/** A second thread that writes by itself; what it reads goes back to the test. */
const WRITER = `
const { parentPort, workerData } = require('node:worker_threads')
import(workerData.url).then(async ({ storeOver }) => {
  const store = storeOver(workerData.port)
  for (let n = 0; n < 50; n += 1)
    await store.recordFacts({ ...workerData.batch, usages: [{ ...workerData.usage, messageId: 'thread' + n }] })
  const failed = await store.createSeries({ ...workerData.series, id: 'other' }).catch((error) => error.code)
  parentPort.postMessage({ requests: (await store.usageOfSession('a')).requests, failed })
})
`

it(
  'serves another thread beside the core, which ends by itself when it waits for nothing',
  { timeout: 60_000 },
  async () => {
    await store.createSeries(seriesRow())
    const port = store.port()
    const url = new URL('./over-port.ts', import.meta.url).href
    const workerData = { url, port, batch: facts(), usage: usage(), series: seriesRow() }
    const worker = new Worker(WRITER, { eval: true, workerData, transferList: [port], execArgv: [] })
    const told = once(worker, 'message')
    const exited = once(worker, 'exit')
    for (let n = 0; n < 50; n += 1) await store.recordFacts(facts({ usages: [usage({ messageId: `core${n}` })] }))
    const [message] = await told
    expect(message).toMatchObject({ failed: 'series-exists' })
    expect((message as { requests: number }).requests).toBeGreaterThanOrEqual(50)
    expect(await exited).toEqual([0])
    expect((await store.usageOfSession('a')).requests).toBe(100)
  },
)

it('rejects what waits and what follows when the store is closed, and closes for itself alone', async () => {
  const one = storeOver(store.port())
  const other = storeOver(store.port())
  expect(await one.listSeries()).toEqual([])
  await one.close()
  await expect(one.listSeries()).rejects.toMatchObject({ code: 'store-closed' })
  expect(await other.listSeries()).toEqual([])
  const waiting = Promise.allSettled(Array.from({ length: 500 }, () => other.listSeries()))
  await store.close()
  const codes = (await waiting).map((one) => (one.status === 'rejected' ? (one.reason as StoreError).code : 'answered'))
  expect(['answered', 'store-closed']).toEqual(expect.arrayContaining(codes))
  await expect(other.listSeries()).rejects.toMatchObject({ code: 'store-closed' })
  await expect(storeOver(store.port()).listSeries()).rejects.toMatchObject({ code: 'store-closed' })
})
