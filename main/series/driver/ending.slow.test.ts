import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bytes, prompt } from '../../agents/claude/transcript/lines-for-tests.ts'
import { openTestStore, testFolder } from '../../store/testing.ts'
import type { Store } from '../../store/types.ts'
import { drivenForTest, hostedForTest, type DrivenForTest } from './driven-for-tests.ts'
import { runEffect } from './effects.ts'
import { endSession, exitedByItself } from './ending.ts'
import { keep } from './keeping.ts'
import { step } from '../effects.ts'

const AT = Date.parse('2026-01-01T00:00:00Z')

let folder: ReturnType<typeof testFolder>
let store: Store
let driven: DrivenForTest
beforeEach(async () => {
  folder = testFolder()
  store = await openTestStore(folder.dir)
  driven = drivenForTest(store, folder.dir, AT)
  const { state, policy } = driven
  const times = { createdAt: AT, updatedAt: AT }
  await store.createSeries({ id: 'S', project: folder.dir, task: 'x', status: 'running', state, policy, ...times })
})
afterEach(async () => {
  await driven.session?.end()
  await store.close()
  folder.remove()
})

test('a session that exits while it is ended is told once, and the next one stays', async () => {
  const first = hostedForTest(driven, 'S-1')
  driven.hosts(first)
  process.kill(first.mark.pid, 'SIGKILL')
  await first.terminal.exited
  const byItself = exitedByItself(driven, 'S-1')
  await endSession(driven)
  const second = hostedForTest(driven, 'S-2')
  driven.hosts(second)
  await byItself
  await vi.waitFor(() => expect(driven.told).toMatchObject([{ type: 'LaunchGone', launchId: 'S-1' }]))
  expect(driven.session).toBe(second)
})

test.each([true, false])('a session stopped at once (%s) can be resumed when it was prompted', async (unsafe) => {
  const transcript = join(folder.dir, 'transcript.jsonl')
  writeFileSync(transcript, bytes(prompt('go')))
  const { launch } = driven.state
  driven.state = {
    ...driven.state,
    launch: launch && { ...launch, transcript },
    step: { name: 'ending', wish: { purpose: 'pause', reason: 'interrupted' }, unsafe },
  }
  await endSession(driven)
  // One that was ended after its handover is not to be resumed, so nobody reads its transcript for that.
  await vi.waitFor(() => expect(driven.told).toMatchObject([{ type: 'LaunchGone', resumable: unsafe }]))
})

test('nothing is spawned for a launch that a person ended before its process was there', async () => {
  let discarded = 0
  driven.ready = {
    argv: [],
    spawn: () => {
      throw new Error('spawned all the same')
    },
    discard: () => Promise.resolve(void (discarded += 1)),
  }
  const starting = runEffect(driven, { do: 'start' })
  driven.state = {
    ...driven.state,
    step: { name: 'ending', wish: { purpose: 'pause', reason: 'interrupted' }, unsafe: true },
  }
  await starting
  expect([discarded, driven.session]).toEqual([1, null])
})

test('a launch that is intended again counts as open, for the core after the next crash', async () => {
  const exit = { exitCode: null, signal: null, ms: 0, resumable: false, screen: '' }
  const gone = { type: 'LaunchGone', at: AT, launchId: 'S-1', look: null as never, ...exit } as const
  const { launch } = driven.state
  const again = { ...driven.state, launch: launch && { ...launch, intendedAt: AT + 1 } }
  await keep(driven, step('start', again), gone)
  expect(await store.launches({ seriesId: 'S', live: true })).toMatchObject([{ id: 'S-1', endedAt: null }])

  await keep(driven, step('ended', { ...again, launch: null, step: { name: 'ready' } }), gone)
  expect(await store.launches({ seriesId: 'S', live: true })).toEqual([])
})
