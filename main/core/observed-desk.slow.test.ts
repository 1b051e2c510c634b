import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { noScan } from '../../contract/observed.ts'
import { success } from '../../contract/problem.ts'
import { Settings } from '../../contract/settings.ts'
import type { AdoptRequest } from '../series/adoption.ts'
import type { SeriesBook } from '../series/book.ts'
import { markOf } from '../sessions/process-mark.ts'
import { openTestStore, testFolder } from '../store/testing.ts'
import type { TranscriptFile } from '../store/scan-types.ts'
import type { Store } from '../store/types.ts'
import { createObservedDesk, type ObservedDesk } from './observed-desk.ts'

const PATIENCE = { timeout: 10_000 }

let folder: ReturnType<typeof testFolder>
let home: string
let store: Store
let desk: ObservedDesk
let settings: Settings
const adopted: AdoptRequest[] = []
const changed = vi.fn<() => void>()
const looked = vi.fn<() => void>()
/** The reading of transcripts: told by hand. */
let read: (ids: string[]) => void = () => {}

beforeEach(async () => {
  folder = testFolder()
  home = realpathSync(folder.dir)
  mkdirSync(join(home, '.claude/sessions'), { recursive: true })
  store = await openTestStore(join(home, 'data'))
  settings = Settings.parse({})
  adopted.length = 0
  changed.mockClear()
  looked.mockClear()
  const book = {
    drivers: () => [],
    adopt: async (request: AdoptRequest) => {
      adopted.push(request)
      return success({ seriesId: 'S', resumed: false, afterSeq: 0 })
    },
  }
  desk = createObservedDesk({
    store,
    book: book as unknown as SeriesBook,
    env: { HOME: home, MARK: 'of the core' },
    settings: () => settings,
    discovery: {
      onSessions: (listener) => void (read = listener),
      handlers: {
        'scan.state': async () => success(noScan('')),
        'scan.look': async () => {
          looked()
          return success(noScan(''))
        },
      },
    },
    changed,
    fault: (error) => {
      throw error
    },
  })
})
afterEach(async () => {
  await desk.close()
  await store.close()
  folder.remove()
})

async function record(sessionId: string, change: Partial<TranscriptFile> = {}): Promise<string> {
  const path = join(home, '.claude/projects/-p', `${sessionId}.jsonl`)
  const at = Date.now()
  const times = { bornAt: at, firstAt: at, lastAt: at, changedAt: at }
  const place = { dev: '1', ino: sessionId, offset: 0, size: 0, headHash: '' }
  const file: TranscriptFile = {
    path,
    agent: 'claude',
    sessionId,
    agentId: null,
    project: home,
    title: null,
    ...times,
    ...place,
    context: null,
    reported: [],
    ending: 'turn-ended',
    damagedLines: 0,
    reader: '{}',
    ...change,
  }
  await store.recordScan({ files: [file], requests: [], limits: [] })
  return path
}

function list(sessionId: string, status: string): void {
  const { pid, start } = markOf(process.pid, '')
  const entry = { pid, sessionId, status, cwd: home, startedAt: Date.now(), updatedAt: Date.now(), procStart: start }
  writeFileSync(join(home, '.claude/sessions', `${pid}.json`), JSON.stringify(entry))
}

const seen = () => desk.observed().map(({ sessionId, state }) => `${sessionId} ${state}`)

it('tells what changes, once, and at once when a registry or a transcript does', async () => {
  desk.begin()
  list('one', 'idle')
  await vi.waitFor(() => expect(seen()).toEqual(['one idle']), PATIENCE)
  expect(changed).toHaveBeenCalledTimes(1)
  list('one', 'busy')
  await vi.waitFor(() => expect(seen()).toEqual(['one busy']), PATIENCE)
  expect(changed).toHaveBeenCalledTimes(2)
  await record('two')
  read(['two'])
  await vi.waitFor(() => expect(seen().toSorted()).toEqual(['one busy', 'two ended']), PATIENCE)
})

it('tells figures that move all the time at the pace of its looks, and then as they are', async () => {
  await record('one')
  desk.begin()
  await vi.waitFor(() => expect(seen()).toEqual(['one ended']), PATIENCE)
  for (let turn = 1; turn <= 3; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as they come
    await record('one', { offset: turn, lastAt: Date.now() + turn * 1_000 })
    read(['one'])
  }
  const last = new Date(Date.now() + 2_000).toISOString()
  await vi.waitFor(() => expect((desk.observed()[0]?.lastAt ?? '') > last).toBe(true), PATIENCE)
  await vi.waitFor(() => expect(changed.mock.calls.length).toBeGreaterThan(1), PATIENCE)
  // A look by time may fall among the three.
  expect(changed.mock.calls.length).toBeLessThan(4)
})

it('shows nothing where a person wants nothing discovered', async () => {
  settings = Settings.parse({ usage: { discover: false } })
  list('one', 'idle')
  desk.begin()
  await desk.close()
  expect([seen(), changed.mock.calls.length]).toEqual([[], 0])
})

it('hands a session over to be adopted, with what is known of it', async () => {
  const path = await record('one')
  const ask = { sessionId: 'one', task: 't', description: 'Do it', flags: { maxSessions: 2 }, end: true }
  expect(await desk.handlers['session.adopt'](ask)).toEqual(success({ seriesId: 'S', afterSeq: 0 }))
  expect(adopted).toMatchObject([
    { ...ask, project: home, transcript: path, configDir: join(home, '.claude'), unlisted: null },
  ])
  expect(adopted[0]?.env).toMatchObject({ MARK: 'of the core' })
  await desk.handlers['session.adopt']({ ...ask, env: { MARK: 'of the caller' } })
  expect(adopted[1]?.env).toEqual({ MARK: 'of the caller' })
})

it.each<[string, Partial<TranscriptFile> | null, string]>([
  ['is not known, not even after a look', null, 'session-unknown'],
  ['is of another agent', { agent: 'codex' }, 'agent-not-hosted'],
  ['tells no folder', { project: null }, 'project-unknown'],
])('refuses one that %s', async (_, file, code) => {
  if (file !== null) await record('one', file)
  const made = await desk.handlers['session.adopt']({ sessionId: 'one', task: 't', flags: {}, end: false })
  expect(made).toMatchObject({ ok: false, problem: { code } })
  expect(looked).toHaveBeenCalledTimes(file === null ? 1 : 0)
  expect(adopted).toEqual([])
})

it('refuses one in which nothing was said', async () => {
  list('one', 'idle')
  const made = await desk.handlers['session.adopt']({ sessionId: 'one', task: 't', flags: {}, end: false })
  expect(made).toMatchObject({ ok: false, problem: { code: 'session-empty' } })
})
