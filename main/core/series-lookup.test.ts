import { expect, it } from 'vitest'
import { coreOver, dataFolder, filled, keptSeries } from './testing.ts'

const OLD = '01AAAAAAAAAAAAAAAAAAAAAAAA'
const NEW = '01AAAAAAAAAAAAAAAAAAAAAABB'
const ELSEWHERE = '01CCCCCCCCCCCCCCCCCCCCCCCC'

it('finds a series by its id, by a part of it, and by its task', async () => {
  const dir = dataFolder()
  await filled(dir, async (store) => {
    await store.createSeries(keptSeries(OLD, { task: 'tidy', project: '/p', status: 'completed' }))
    await store.createSeries(keptSeries(NEW, { task: 'tidy', project: '/p' }))
    await store.createSeries(keptSeries(ELSEWHERE, { task: 'other', project: '/p' }))
  })
  const { client } = await coreOver(dir)
  const found = async (id: string): Promise<string> => {
    const series = await client.call('series.get', { id })
    return series.ok ? series.value.id : series.problem.cause
  }
  expect(await found(OLD.toLowerCase())).toBe(OLD)
  expect(await found('aaabb')).toBe(NEW)
  expect(await found('01c')).toBe(ELSEWHERE)
  // The unfinished one is meant: it can still be steered.
  expect(await found('tidy')).toBe(NEW)
  expect(await found('01A')).toBe('2 series match it')
  expect(await found('nothing')).toBe('there is no such series')
})

it('takes no task for an answer that two projects have', async () => {
  const dir = dataFolder()
  await filled(dir, async (store) => {
    await store.createSeries(keptSeries(OLD, { task: 'tidy', project: '/p' }))
    await store.createSeries(keptSeries(NEW, { task: 'tidy', project: '/q' }))
  })
  const { client } = await coreOver(dir)
  expect(await client.call('series.get', { id: 'tidy' })).toMatchObject({ problem: { cause: '2 series match it' } })
})
