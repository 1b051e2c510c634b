import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { failure, success } from '../../contract/problem.ts'
import { prompt } from '../agents/claude/transcript/lines-for-tests.ts'
import { transcriptPath } from '../agents/claude/transcript/path.ts'
import { markOf } from '../sessions/process-mark.ts'
import { openTestStore, testFolder } from '../store/testing.ts'
import type { Store } from '../store/types.ts'
import { prepareAdoption, type AdoptRequest } from './adoption.ts'
import { createLauncher } from './launcher.ts'
import { ready } from './testing.ts'

const ID = 'aaaaaaaa-0000-4000-8000-000000000001'
const AT = Date.parse('2026-01-01T00:00:00Z')

let folder: ReturnType<typeof testFolder>
let store: Store
let request: AdoptRequest
let project: string
let configDir: string
let child: ChildProcess | null = null

const data = testFolder()
beforeAll(async () => {
  store = await openTestStore(data.dir)
})
afterAll(async () => {
  await store.close()
  data.remove()
})

beforeEach(() => {
  folder = testFolder()
  const home = realpathSync(folder.dir)
  project = join(home, 'project')
  configDir = join(home, '.claude')
  mkdirSync(project)
  mkdirSync(join(configDir, 'sessions'), { recursive: true })
  const transcript = transcriptPath(configDir, project, ID)
  mkdirSync(join(transcript, '..'), { recursive: true })
  writeFileSync(transcript, `${JSON.stringify(prompt('Tidy the API'))}\n`)
  const how = { flags: {}, end: false, unlisted: null, env: { HOME: home, PATH: process.env['PATH'] ?? '' } }
  request = { sessionId: ID, project, transcript, configDir, task: 'tidy', description: 'Tidy the API', ...how }
})
afterEach(() => {
  child?.kill('SIGKILL')
  child = null
  folder.remove()
})

const admit = () => Promise.resolve(success(null))
const prepare = (change: Partial<AdoptRequest> = {}) =>
  prepareAdoption({ ...request, ...change }, { store, dataDir: folder.dir, admit, today: '2026-01-01' })
const refusal = async (change: Partial<AdoptRequest> = {}) => {
  const made = await prepare(change)
  return made.ok ? null : made.problem
}
const docs = () => existsSync(join(project, 'dev/active/tidy/tidy-plan.md'))

/** A process that the registry lists as the session's. */
function lives(status: string, more: object = {}, args: string[] = []): ChildProcess {
  child = args.length === 0 ? spawn('/bin/sleep', ['60']) : spawn('/bin/sh', ['-c', 'read line; :', ...args])
  const pid = child.pid ?? 0
  const entry = { pid, sessionId: ID, status, startedAt: Date.now(), procStart: markOf(pid, '').start, ...more }
  writeFileSync(join(configDir, 'sessions', `${pid}.json`), JSON.stringify(entry))
  return child
}

describe('a session that ended', () => {
  it('is ready to go on, with dev-docs made from the description', async () => {
    const { transcript } = request
    expect(await prepare()).toMatchObject({
      ok: true,
      value: { project, policy: DEFAULT_POLICY, adopted: { sessionId: ID, transcript, configDir: null } },
    })
    expect(docs()).toBe(true)
    // They are there now, and are taken as they are.
    expect(await prepare({ description: undefined })).toMatchObject({ ok: true })
  })

  it('of another configuration folder goes on in that one', async () => {
    const env = { ...request.env, HOME: join(project, 'another-home') }
    expect(await prepare({ env })).toMatchObject({ ok: true, value: { adopted: { configDir } } })
  })

  it.each<[string, Partial<AdoptRequest>, string, RegExp]>([
    ['without a task that is one', { task: '../x' }, 'task-invalid', /short name/],
    ['whose folder is gone', { project: '/nowhere/at/all' }, 'project-missing', /existing folder/],
    ['whose transcript is gone', { sessionId: 'b', transcript: '' }, 'session-elsewhere', /--resume b/],
    ['without dev-docs and without a description', { description: undefined }, 'dev-docs-missing', /say in a sentence/],
    ['with an empty description', { description: ' ' }, 'description-empty', /what is to be done/],
    ['that a process may still be', { unlisted: { pid: 77 } }, 'session-lives', /process 77 yourself/],
    ['that one of several processes may be', { unlisted: { pid: null } }, 'session-lives', /in its folder yourself/],
  ])('%s is refused', async (_, change, code, remedy) => {
    expect(await refusal(change)).toMatchObject({ code, remedy: expect.stringMatching(remedy) as string })
    expect(docs()).toBe(false)
  })

  it('in which nobody ever prompted is refused', async () => {
    writeFileSync(request.transcript, '{"type":"cost-state"}\n')
    expect(await refusal()).toMatchObject({ code: 'session-empty' })
  })

  it('is refused before anything is made where no series may begin', async () => {
    const busy = failure('work-tree-busy', project, 'another works in it', 'wait')
    const parts = { store, dataDir: folder.dir, admit: () => Promise.resolve(busy), today: '2026-01-01' }
    expect(await prepareAdoption(request, parts)).toEqual(busy)
    expect(docs()).toBe(false)
  })

  it('is refused when a series has it, or the task has one', async () => {
    const row = { project, status: 'paused' as const, state: {}, policy: DEFAULT_POLICY, createdAt: AT, updatedAt: AT }
    await store.createSeries({ ...row, id: 'S', task: 'tidy' })
    expect(await refusal()).toMatchObject({ code: 'series-unfinished', remedy: expect.stringContaining('stop S') })
    const sessionId = 'one-that-is-hosted'
    await store.addSession({ sessionId, launchId: 'S-1', seriesId: 'S', at: AT })
    const launch = { id: 'S-1', seriesId: 'S', sessionId, n: 1, mode: 'fresh' as const, project, argv: [] }
    const times = { intentAt: AT, pid: null, pidStart: null, startedAt: AT, endedAt: AT, exitCode: 0, signal: null }
    const { state, policy } = row
    const record = { seriesId: 'S', name: 'start', fact: 'Begun', at: AT, status: 'paused' as const, state, policy }
    await store.commit({ ...record, events: [], launches: [{ ...launch, ...times }], checkpoint: null })
    expect(await refusal({ sessionId, task: 'other' })).toMatchObject({
      code: 'session-hosted',
      remedy: expect.stringContaining('resume S') as string,
    })
  })
})

describe('a session that lives elsewhere', () => {
  it('is refused with how to end it', async () => {
    const { pid } = lives('idle')
    const remedy = expect.stringContaining('--end') as string
    expect(await refusal()).toMatchObject({ code: 'session-lives', remedy })
    expect(markOf(pid ?? 0, '').start).not.toBe('none')
    expect(docs()).toBe(false)
  })

  it('is ended first when it rests and the person said so', async () => {
    const theirs = lives('idle')
    const ended = new Promise((resolve) => theirs.once('exit', (_, signal) => resolve(signal)))
    expect(await prepare({ end: true })).toMatchObject({ ok: true })
    expect(await ended).toBe('SIGTERM')
  })

  it.each([
    ['busy', {}, 'turn has ended'],
    ['waiting', { waitingFor: 'permission prompt' }, 'answer it'],
  ])('is never ended while it is %s', async (status, more, remedy) => {
    const theirs = lives(status, more)
    const problem = await refusal({ end: true })
    expect(problem).toMatchObject({ code: 'session-busy', remedy: expect.stringContaining(remedy) as string })
    expect(theirs.signalCode).toBeNull()
    expect(docs()).toBe(false)
  })

  it('is never ended under another core that hosts it', async () => {
    const theirs = lives('idle', {}, ['claude', '--settings', '/data/launches/01X-1/settings.json'])
    const problem = await refusal({ end: true })
    expect(problem).toMatchObject({ code: 'session-hosted', cause: expect.stringContaining('another core') as string })
    expect(theirs.signalCode).toBeNull()
  })

  it('is not resumed beside it, whatever a series intends', async () => {
    const { pid } = lives('idle')
    const launcher = createLauncher({
      store,
      dataDir: folder.dir,
      pluginDir: folder.dir,
      hookBase: () => 'http://127.0.0.1:1',
      hide: () => {},
    })
    const { transcript } = request
    const state = ready({ adopted: { sessionId: ID, transcript, configDir: null } })
    const { adoptedLaunch } = await import('./steps/starting.ts')
    const intended = { ...state, launch: adoptedLaunch(state, { sessionId: ID, transcript, configDir: null }, AT) }
    const made = await launcher.prepare(intended, { policy: DEFAULT_POLICY, env: request.env, restart: [] })
    expect(made).toMatchObject({ ok: false, problem: { code: 'session-lives' } })
    expect(made).toMatchObject({ problem: { cause: expect.stringContaining(String(pid)) as string } })
  })
})
