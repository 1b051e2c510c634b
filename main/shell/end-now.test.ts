import { expect, it } from 'vitest'
import { coreOver, dataFolder, filled, keptSeries } from '../core/testing.ts'
import type { CoreClient } from '../server/types.ts'
import { endNow } from './end-now.ts'
import { seriesView, testLog } from './testing.ts'

const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV'

it('asks for each that goes on, and for no other', async () => {
  const dataDir = dataFolder()
  await filled(dataDir, (store) => store.createSeries(keptSeries(ULID)))
  const { client } = await coreOver(dataDir)
  const asked: unknown[] = []
  const listening: CoreClient = {
    ...client,
    call(method, params) {
      asked.push([method, params])
      return client.call(method, params)
    },
  }
  const series = [seriesView({ id: ULID, session: null }), seriesView({ id: 'x', status: 'paused', session: null })]
  const log = testLog()
  await endNow({ board: () => ({ series, settings: null, limits: [] }), client: () => listening }, log)
  expect(asked).toEqual([['series.interrupt', { id: ULID, now: true }]])
  expect(log.lines).toEqual([])
})

it('writes down what is refused, and ends the others', async () => {
  const series = [seriesView({ id: 'a' }), seriesView({ id: 'b' })]
  const { client } = await coreOver(dataFolder())
  const log = testLog()
  await endNow({ board: () => ({ series, settings: null, limits: [] }), client: () => client }, log)
  expect(log.lines).toEqual(Array(2).fill('warn a session was not ended at once'))
  await endNow({ board: () => ({ series, settings: null, limits: [] }), client: () => null }, log)
  expect(log.lines).toHaveLength(2)
})
