import { beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import type { CoreClient } from '../server/types.ts'
import { launchRow, reading, runEvent, transition, usage } from '../store/testing.ts'
import { coreOver, dataFolder, filled, keptSeries } from './testing.ts'

const A = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const B = '01BX5ZZKBKACTAV9WEVGEMMVRZ'

let client: CoreClient
beforeAll(async () => {
  const dataDir = dataFolder()
  await filled(dataDir, async (store) => {
    await store.createSeries(keptSeries(A, { task: 'fix' }))
    await store.createSeries(keptSeries(B, { task: 'build', status: 'completed' }))
    const launches = [
      launchRow({ id: `${A}-1`, seriesId: A, sessionId: 'a', startedAt: 1_600, endedAt: 9_000, exitCode: 0 }),
    ]
    await store.commit(
      transition({
        seriesId: A,
        status: 'paused',
        state: keptSeries(A, { task: 'fix' }).state,
        policy: DEFAULT_POLICY,
        launches,
        events: [runEvent('you', A)],
      }),
    )
    await store.addSession({ sessionId: 'a', launchId: `${A}-1`, seriesId: A, at: 1_500 })
    await store.recordFacts({ usages: [usage()], contexts: [reading()], costs: [], cursor: null })
  })
  client = (await coreOver(dataDir)).client
})

describe('a series is named by', () => {
  it.each([
    ['its id', A],
    ['small letters', A.toLowerCase()],
    ['a beginning', '01ARZ'],
    ['an end', '69G5FAV'],
    ['its task', 'fix'],
  ])('%s', async (_, id) => {
    expect(await client.call('series.get', { id })).toMatchObject({ ok: true, value: { id: A, task: 'fix' } })
  })

  it('nothing that fits two or none', async () => {
    const two = await client.call('series.get', { id: '01' })
    expect(two).toMatchObject({ ok: false, problem: { code: 'unknown-series', cause: '2 series match it' } })
    for (const method of ['series.get', 'series.report', 'series.pause', 'series.stop'] as const) {
      expect(await client.call(method, { id: 'ZZZ' })).toMatchObject({ ok: false, problem: { code: 'unknown-series' } })
    }
  })
})

describe('a client', () => {
  it('sees series and sessions as they are kept', async () => {
    const status = await client.call('core.status', {})
    expect(status).toMatchObject({ ok: true, value: { series: [{ id: A, costUsd: 0.5 }, { id: B }] } })
    const [session] = status.ok ? status.value.sessions : []
    expect(session).toMatchObject({ sessionId: 'a', live: false, exitCode: 0, costUsd: 0.5 })
    expect(session?.context).toMatchObject({ used: 50_000, window: 200_000, percent: 25, source: 'transcript' })
    expect(await client.call('session.list', {})).toMatchObject({ ok: true, value: [{ launchId: `${A}-1` }] })
  })

  it('reads a report of what a series did', async () => {
    const report = await client.call('series.report', { id: A })
    expect(report).toMatchObject({
      ok: true,
      value: {
        status: 'paused',
        costUsd: 0.5,
        sessions: [{ n: 1, end: 'ended without a checkpoint (exit 0)', peakContext: 50_000, window: 200_000 }],
        waits: [{ for: 'you', from: '2026-11-22T00:00:00.000Z', to: null }],
      },
    })
  })

  it('cannot command a finished series, and can stop a paused one', async () => {
    expect(await client.call('series.cycle', { id: B })).toMatchObject({
      ok: false,
      problem: { code: 'series-finished' },
    })
    expect(await client.call('series.stop', { id: A })).toMatchObject({ ok: true })
    expect(await client.call('series.get', { id: A })).toMatchObject({ ok: true, value: { status: 'stopped' } })
    expect(await client.call('series.resume', { id: A })).toMatchObject({ ok: false })
  })

  it('is refused a run where there is nothing to work on', async () => {
    const request = { task: 't', flags: {}, env: {} }
    const run = await client.call('series.run', { project: '/no/such/folder', ...request })
    expect(run).toMatchObject({ ok: false, problem: { code: 'project-missing' } })
  })

  it('reads the log', async () => {
    await expect
      .poll(async () => JSON.stringify(await client.call('logs.read', { lines: 5 })))
      .toContain('core started')
    expect(await client.call('logs.read', { id: 'nobody', lines: 5 })).toEqual({ ok: true, value: { lines: [] } })
  })
})
