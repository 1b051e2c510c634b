import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { markOf } from '../../sessions/process-mark.ts'
import { blockWriter } from '../../store/request-block.ts'
import type { TranscriptFile } from '../../store/scan-types.ts'
import { openTestStore, testFolder } from '../../store/testing.ts'
import type { Store } from '../../store/types.ts'
import type { HostedNow } from './match.ts'
import { createObservedSessions, type ObservedSessions } from './observed-sessions.ts'

const MINUTE = 60_000
const NOW = Date.parse('2026-11-22T18:00:00Z')
const PAGE = { live: false, limit: 100, offset: 0 }

const folder = testFolder()
const home = realpathSync(folder.dir)
const configDir = join(home, '.claude')
const project = join(home, 'project')
let store: Store
let hosted: HostedNow[] = []
let sessions: ObservedSessions

beforeAll(async () => {
  mkdirSync(join(configDir, 'sessions'), { recursive: true })
  mkdirSync(project)
  store = await openTestStore(join(home, 'data'))
  await record('resting', { title: 'Tidy\u202E up', turns: 6 })
  await record('ended', { lastAt: NOW - 2 * MINUTE })
  await record('older', { lastAt: NOW - 2 * 24 * 60 * MINUTE })
  await record('hosted', { lastAt: NOW - 3 * MINUTE })
  await record('thread', { agent: 'codex', model: 'gpt-x', window: 400_000, lastAt: NOW - 4 * MINUTE })
})
afterAll(async () => {
  await store.close()
  folder.remove()
})
beforeEach(() => {
  hosted = []
  sessions = createObservedSessions({
    store,
    configDirs: () => [configDir, configDir],
    hosted: () => hosted,
    policy: () => DEFAULT_POLICY,
    now: () => NOW,
  })
  // The test itself stands for the process of two sessions.
  list('resting', 'idle')
})

interface Told {
  agent?: 'claude' | 'codex'
  title?: string
  model?: string
  window?: number | null
  lastAt?: number
  turns?: number
}

/** A transcript as a scan tells of it: each turn adds 10,000 tokens. */
async function record(sessionId: string, told: Told = {}): Promise<void> {
  const { agent = 'claude', title = null, model = 'claude-opus-4-5', window = null, lastAt = NOW, turns = 1 } = told
  const path = join(configDir, 'projects', '-p', `${sessionId}.jsonl`)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, '')
  const writer = blockWriter()
  const none = { output: 100, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, webSearches: 0 }
  for (let turn = 1; turn <= turns; turn += 1) {
    const at = lastAt - (turns - turn) * MINUTE
    const ids = { session: sessionId, message: `m${sessionId}${turn}`, request: `r${sessionId}${turn}`, agentId: null }
    const how = { model, failed: false, endsTurn: true, fast: false, cost: 0.5, costIsOwn: false, at }
    writer.add({ ...ids, ...how, ...none, input: turn * 10_000 })
  }
  const file: TranscriptFile = {
    path,
    agent,
    sessionId,
    agentId: null,
    project,
    title,
    bornAt: lastAt - turns * MINUTE,
    firstAt: lastAt - turns * MINUTE,
    lastAt,
    dev: '1',
    ino: sessionId,
    offset: 0,
    size: 0,
    changedAt: lastAt,
    headHash: '',
    context: { used: turns * 10_000, window, model, at: lastAt },
    reported: [],
    ending: 'turn-ended',
    damagedLines: 0,
    reader: '{}',
  }
  await store.recordScan({ files: [file], requests: [writer.take()], limits: [] })
}

function list(sessionId: string, status: string): void {
  const { pid, start } = markOf(process.pid, '')
  const entry = { pid, sessionId, status, cwd: project, startedAt: NOW - 60 * MINUTE, updatedAt: NOW, procStart: start }
  writeFileSync(join(configDir, 'sessions', `${pid}.json`), JSON.stringify(entry))
}

const named = (list: { sessionId: string; state: string }[]) =>
  list.map(({ sessionId, state }) => `${sessionId} ${state}`)

describe('the board', () => {
  it('has what lives and what was heard of today, the latest first', async () => {
    expect(named(await sessions.board())).toEqual(['resting idle', 'ended ended', 'hosted ended', 'thread ended'])
  })

  it('tells of each what its ledger and its agent know', async () => {
    const [resting, ended] = await sessions.board()
    expect(resting).toMatchObject({
      agent: 'claude',
      title: 'Tidy up',
      project,
      state: 'idle',
      stateSource: 'registry',
      pid: process.pid,
      model: 'claude-opus-4-5',
      context: { used: 60_000, window: 200_000, percent: 30, source: 'transcript' },
      requests: 6,
      turns: 6,
      costUsd: 3,
      captured: null,
      parallel: 0,
      adopt: { can: true, why: null },
    })
    // 80,000 tokens to go, 10,000 a turn.
    expect(resting?.forecast?.due).toBe(140_000)
    expect(resting?.forecast?.turns.mid).toBeCloseTo(8, 0)
    expect(ended).toMatchObject({ forecast: null, parallel: 1, adopt: { can: true } })
  })

  it('leaves out what is hosted, and counts it with those in its folder', async () => {
    hosted = [{ sessionId: 'hosted', state: 'busy', pid: 1, project }]
    const board = await sessions.board()
    expect(named(board)).toEqual(['resting idle', 'ended ended', 'thread ended'])
    expect(board[0]?.parallel).toBe(1)
  })

  it('has a session in which nothing was said yet, and one that waits, however old', async () => {
    list('fresh', 'idle')
    const [fresh] = await sessions.board()
    expect(fresh).toMatchObject({ sessionId: 'fresh', state: 'idle', project, requests: 0, context: null })
    expect(fresh?.adopt).toMatchObject({ can: false, why: 'nothing was said in it yet' })
    list('older', 'waiting')
    expect(named(await sessions.board())).toContain('older waiting')
  })
})

describe('pages', () => {
  it('have all, hosted ones by their hooks', async () => {
    hosted = [{ sessionId: 'hosted', state: 'busy', pid: 1, project }]
    const { sessions: all, more } = await sessions.page(PAGE)
    expect(named(all)).toEqual(['resting idle', 'ended ended', 'hosted busy', 'thread ended', 'older ended'])
    expect(all[2]).toMatchObject({ stateSource: 'hooks', adopt: { can: false } })
    expect(more).toBe(false)
  })

  it('come one after the other', async () => {
    const first = await sessions.page({ ...PAGE, limit: 2 })
    const rest = await sessions.page({ ...PAGE, limit: 2, offset: 2 })
    expect([named(first.sessions), first.more]).toEqual([['resting idle', 'ended ended'], true])
    expect([named(rest.sessions), rest.more]).toEqual([['hosted ended', 'thread ended'], true])
  })

  it('can be narrowed down to what lives, to an agent, to one session', async () => {
    expect(named((await sessions.page({ ...PAGE, live: true })).sessions)).toEqual(['resting idle'])
    expect(named((await sessions.page({ ...PAGE, agent: 'codex' })).sessions)).toEqual(['thread ended'])
    expect(named((await sessions.page({ ...PAGE, project: '/elsewhere' })).sessions)).toEqual([])
    expect(named((await sessions.page({ ...PAGE, sessionId: 'older' })).sessions)).toEqual(['older ended'])
    expect((await sessions.page({ ...PAGE, sessionId: 'none' })).sessions).toEqual([])
  })

  it('begin with those that have no transcript yet', async () => {
    list('fresh', 'idle')
    expect(named((await sessions.page({ ...PAGE, limit: 1 })).sessions)).toEqual(['fresh idle', 'resting ended'])
    expect(named((await sessions.page({ ...PAGE, limit: 1, offset: 1 })).sessions)).toEqual(['ended ended'])
  })
})

it('finds one with what lies behind it', async () => {
  expect(await sessions.find('resting')).toMatchObject({
    session: { path: join(configDir, 'projects/-p/resting.jsonl') },
    live: { state: 'idle', pid: process.pid },
  })
  expect(await sessions.find('none')).toBeNull()
})
