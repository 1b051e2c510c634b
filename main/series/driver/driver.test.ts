import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { openTestStore } from '../../store/testing.ts'
import { newSeries } from '../state.ts'
import { drivenForTest, hostedForTest } from './driven-for-tests.ts'
import { SeriesDriver } from './driver.ts'

const AT = Date.parse('2026-01-01T00:00:00Z')

async function driver() {
  const folder = mkdtempSync(join(tmpdir(), 'baton-driver-'))
  const store = await openTestStore(folder)
  onTestFinished(() => store.close())
  const state = newSeries('S', folder, 'x', [{ number: 1, title: 'One', done: false }], AT)
  await store.createSeries({
    id: 'S',
    project: folder,
    task: 'x',
    status: 'running',
    state,
    policy: DEFAULT_POLICY,
    createdAt: AT,
    updatedAt: AT,
  })
  const faults: unknown[] = []
  const ports = { ...drivenForTest(store, folder, AT).ports, fault: (error: unknown) => void faults.push(error) }
  return { driver: new SeriesDriver(ports, state, DEFAULT_POLICY, {}), store, faults }
}

it('stops the loop and says so when a fact cannot be taken in', async () => {
  const { driver: driven, store, faults } = await driver()
  const broken = driven.submit(() => Promise.reject(new Error('no such thing\u001b[31m')))
  await expect(broken).rejects.toThrow('no such thing')
  await vi.waitFor(() => expect(driven.state.hold?.kind).toBe('fault'))
  expect(faults).toHaveLength(1)
  const told = (await store.events('S', 0)).map(({ event }) => event)
  expect(told).toMatchObject([{ type: 'needs-attention', why: expect.stringContaining('(no such thing[31m)') }])

  await expect(driven.submit(() => Promise.reject(new Error('again')))).rejects.toThrow('again')
  await driven.submit({ type: 'Ticked', at: AT, hooksSetting: null })
  expect(faults).toHaveLength(2)
  expect(await store.lastSeq('S')).toBe(1)
})

it('takes the next fact after one that failed', async () => {
  const { driver: driven } = await driver()
  await expect(driven.submit(() => Promise.reject(new Error('once')))).rejects.toThrow('once')
  await driven.command('pause')
  expect(driven.state.status).toBe('paused')
})

it('takes new values and takes limits away, and says which', async () => {
  const { driver: driven, store } = await driver()
  await driven.changePolicy({ maxSessions: 3, thresholdPercent: 60 })
  await driven.changePolicy({ thresholdPercent: 60 }, ['maxSessions', 'maxCostUsd'])
  await driven.changePolicy({ thresholdPercent: 60 }, ['maxSessions'])
  const expected = { ...DEFAULT_POLICY, thresholdPercent: 60 }
  expect(driven.policy).toEqual(expected)
  expect((await store.series('S'))?.policy).toEqual(expected)
  const told = (await store.events('S', 0)).map(({ event }) => event)
  expect(told).toMatchObject([
    { type: 'policy.changed', changes: { maxSessions: 3, thresholdPercent: 60 } },
    { type: 'policy.changed', changes: { maxSessions: null } },
  ])
})

it('counts what a session uses after it was cleared to the series', async () => {
  const { driver: driven, store } = await driver()
  const session = hostedForTest(driven, 'S-1')
  onTestFinished(async () => {
    await session.end()
    await session.close()
  })
  driven.hosts(session)
  const signal = { type: 'PromptSubmitted', prompt: 'go', agentId: null, transcriptPath: null } as const
  await driven.signal('S-1', { ...signal, sessionId: 'cleared' })
  await vi.waitFor(() => expect(session.sessionId).toBe('cleared'))
  expect(await store.sessionsOf('S')).toEqual([{ sessionId: 'cleared', launchId: 'S-1', at: AT }])
})
