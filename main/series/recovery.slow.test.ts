import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { openTestStore, testFolder } from '../store/testing.ts'
import type { Store } from '../store/types.ts'
import { drivenForTest, type DrivenForTest } from './driver/driven-for-tests.ts'
import { SeriesDriver } from './driver/driver.ts'
import { keep } from './driver/keeping.ts'
import { VERIFY_VARIABLE } from './driver/verify-command.ts'
import { step } from './effects.ts'
import { recoverSeries } from './recovery.ts'
import type { CyclerState } from './state.ts'

const AT = Date.parse('2026-01-01T00:00:00Z')

let folder: ReturnType<typeof testFolder>
let store: Store
let before: DrivenForTest
beforeEach(async () => {
  folder = testFolder()
  const docs = join(folder.dir, 'dev/active/x')
  mkdirSync(docs, { recursive: true })
  for (const part of ['plan', 'context', 'tasks']) writeFileSync(join(docs, `x-${part}.md`), '- [ ] One\n')
  store = await openTestStore(folder.dir)
  before = drivenForTest(store, folder.dir, AT)
  const { state, policy } = before
  const times = { createdAt: AT, updatedAt: AT }
  await store.createSeries({ id: 'S', project: folder.dir, task: 'x', status: 'running', state, policy, ...times })
})
afterEach(async () => {
  await store.close()
  folder.remove()
})

/** What a core left that ended in this state, taken up by the next one. The store is read as it was left. */
async function takenUp(state: CyclerState): Promise<SeriesDriver> {
  before.state = { ...state, launch: null }
  await keep(before, step('start', state), { type: 'Begun', at: AT })
  const driver = new SeriesDriver({ ...before.ports, fault: vi.fn() }, state, DEFAULT_POLICY, before.env)
  await recoverSeries(driver)
  return driver
}

test('a process that was spawned but never written down is ended; one that only names its session is not', async () => {
  const { state } = before
  const sessionId = state.launch?.sessionId ?? ''
  const run = (...args: string[]) => spawn('/bin/sh', ['-c', 'sleep 300; :', 'agent', ...args], { stdio: 'ignore' })
  const launched = run('--settings', `${folder.dir}/launches/S-1/settings.json`, '--session-id', sessionId)
  const stranger = run(`${sessionId}.jsonl`)
  await Promise.all([once(launched, 'spawn'), once(stranger, 'spawn')])
  const ended = once(launched, 'exit')
  await takenUp(state)
  await ended
  expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null])
  stranger.kill('SIGKILL')
}, 20_000)

test('the verify command that a killed core left is ended before it is run again', async () => {
  const env = { ...before.env, [VERIFY_VARIABLE]: 'S' }
  const left = spawn('/bin/sh', ['-c', 'sleep 300; :'], { env, stdio: 'ignore', detached: true })
  const other = spawn('sleep', ['300'], { env: { ...env, [VERIFY_VARIABLE]: 'T' }, stdio: 'ignore' })
  await Promise.all([once(left, 'spawn'), once(other, 'spawn')])
  const ended = once(left, 'exit')
  await takenUp({ ...before.state, step: { name: 'checking' }, launch: null })
  await ended
  expect([other.exitCode, other.signalCode]).toEqual([null, null])
  other.kill('SIGKILL')
}, 20_000)

test('a loss is judged by the last reading that was kept, not by the state', async () => {
  const { launch } = before.state
  if (launch === null) throw new Error('no launch')
  const { sessionId } = launch
  const reading = { at: AT, sessionId, used: 190_000, window: 200_000, model: 'm', promptId: null, messageId: null }
  const contexts = [{ ...reading, source: 'statusline' as const }]
  await store.recordFacts({ usages: [], contexts, costs: [], cursor: null })
  const live = {
    ...launch,
    pid: 2 ** 22 + 1,
    pidStart: '1',
    startedAt: AT,
    prompted: true,
    turns: 1,
    used: 10,
    window: 200_000,
  }
  const driver = await takenUp({ ...before.state, step: { name: 'working' }, launch: live })
  expect(driver.state.launch?.used).toBe(190_000)
  expect(driver.state.step).toMatchObject({ name: 'snapshotting', kind: 'mechanical' })
}, 20_000)
