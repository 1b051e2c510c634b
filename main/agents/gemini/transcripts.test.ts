import { appendFileSync, cpSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BlockRequest } from '../../store/request-block.ts'
import { follow, folderForTest, readWhole } from '../transcripts-for-tests.ts'
import { geminiTranscripts } from './transcripts.ts'

const HOME = join(import.meta.dirname, 'fixtures/home')
const RESUMED = 'resumed/chats/session-2026-11-22T18-44-27752007.jsonl'
const MAIN = 'subagent/chats/session-2026-11-22T19-00-1e0ccd83.jsonl'
const SUBAGENT = 'subagent/chats/1e0ccd83-0f64-4435-bd5e-be48362c5d23/f2384b64-7e13-4908-b181-1debe5f0da77.jsonl'
const DOCUMENT = 'document/chats/session-2026-11-22T18-54-03f431a9.json'
const LONG_AGO = new Date('2026-11-01T00:00:00Z')

/** A copy of the fixtures' home, as it was left long ago or is now. */
function homeForTest(changed: Date): { tmp: string; path: (name: string) => string } {
  const home = folderForTest()
  cpSync(HOME, home, { recursive: true })
  const tmp = join(home, 'tmp')
  for (const name of [RESUMED, MAIN, SUBAGENT, DOCUMENT]) utimesSync(join(tmp, name), changed, changed)
  return { tmp, path: (name) => join(tmp, name) }
}
function readFixture(name: string, changed = LONG_AGO) {
  const { tmp, path } = homeForTest(changed)
  return readWhole(geminiTranscripts, path(name), tmp)
}
const listed = ({ requests }: { requests: Map<string, BlockRequest> }) => [...requests.values()]
/** fresh input, cache reads, output */
const figures = ({ input, cacheRead, output }: BlockRequest) => [input, cacheRead, output]

describe('a chat that was resumed, with its history written anew each time', () => {
  it('has each response once, as the API counted it', () => {
    expect(listed(readFixture(RESUMED)).map(figures)).toEqual([
      [3_000, 6_000, 70],
      // What tools put into the prompt stands beside it.
      [425, 9_000, 12],
      [400, 9_400, 12],
      [400, 9_400, 12],
    ])
  })

  it('ends a turn where no tool was called', () => {
    expect(listed(readFixture(RESUMED)).map(({ endsTurn }) => endsTurn)).toEqual([false, true, true, true])
    // The last one may be about to call a tool, unless that is long ago.
    expect(listed(readFixture(RESUMED, new Date())).map(({ endsTurn }) => endsTurn)).toEqual([false, true, true, false])
  })

  it('says whose it is, where and when', () => {
    const { file } = readFixture(RESUMED)
    expect(file).toMatchObject({ agent: 'gemini', agentId: null, project: '/home/dev/project', ending: 'turn-ended' })
    expect(file.sessionId).toBe('27752007-936a-40a6-8565-c48529962dfd')
    expect(new Date(file.firstAt ?? 0).toISOString()).toBe('2026-11-22T18:44:57.803Z')
    expect(new Date(file.lastAt ?? 0).toISOString()).toBe('2026-11-22T18:52:47.787Z')
    expect(file.context).toMatchObject({ used: 9_800, window: 1_048_576, model: 'gemini-3.8-flash' })
  })

  it('does not know its context when the history became another one', () => {
    const { tmp, path } = homeForTest(LONG_AGO)
    const followed = follow(geminiTranscripts, path(RESUMED), tmp)
    followed.read()
    const before = listed(followed)
    const snapshot = {
      id: 'snapshot',
      timestamp: '2026-11-22T18:53:00.000Z',
      type: 'user',
      content: [{ text: 'So far' }],
    }
    appendFileSync(path(RESUMED), `${JSON.stringify({ $set: { messages: [snapshot] } })}\n`)
    expect(followed.read()).toBe(true)
    expect(followed.file.context).toMatchObject({ used: null, window: 1_048_576 })
    expect(listed(followed)).toEqual(before)
  })

  it('does not know its context after a step back', () => {
    const { tmp, path } = homeForTest(LONG_AGO)
    appendFileSync(path(RESUMED), '{"$rewindTo":"3f6e4f7b-50e7-4d6b-8c96-bc256e98ddb5"}\n')
    expect(readWhole(geminiTranscripts, path(RESUMED), tmp).file.context?.used).toBeNull()
  })
})

describe('a chat with a subagent', () => {
  it('has the requests of both in one session, its own turns and context', () => {
    const main = readFixture(MAIN)
    const subagent = readFixture(SUBAGENT)
    const session = '1e0ccd83-0f64-4435-bd5e-be48362c5d23'
    expect(listed(main).map(figures)).toEqual([
      [3_000, 6_000, 40],
      [600, 9_000, 12],
    ])
    expect(listed(subagent).map(figures)).toEqual([
      [4_000, 0, 24],
      [200, 4_000, 22],
    ])
    for (const one of [...listed(main), ...listed(subagent)]) expect(one.session).toBe(session)
    expect(
      listed(subagent).every(({ agentId, endsTurn }) => agentId?.startsWith('f2384b64') === true && !endsTurn),
    ).toBe(true)
    expect(subagent.file).toMatchObject({ sessionId: session, context: null, project: '/home/dev/other' })
    expect(main.file.context?.used).toBe(9_600)
  })
})

describe('a chat in one document, of 0.30.0', () => {
  it('is read whole when it changed', () => {
    const { tmp, path } = homeForTest(LONG_AGO)
    const followed = follow(geminiTranscripts, path(DOCUMENT), tmp)
    expect(followed.read()).toBe(true)
    expect(listed(followed).map(figures)).toEqual([
      [3_000, 6_000, 70],
      [425, 9_000, 12],
    ])
    expect(listed(followed).map(({ endsTurn }) => endsTurn)).toEqual([false, true])
    expect(followed.file).toMatchObject({ sessionId: '03f431a9-5d46-4507-b166-20c74cce4f2c', damagedLines: 0 })
    expect(followed.read()).toBe(false)
  })

  it('that is half written keeps what was known, and is read when it is whole', () => {
    const { tmp, path } = homeForTest(LONG_AGO)
    const whole = readFileSync(path(DOCUMENT))
    const followed = follow(geminiTranscripts, path(DOCUMENT), tmp)
    followed.read()
    const { sessionId, context } = followed.file
    writeFileSync(path(DOCUMENT), whole.subarray(0, whole.length / 2))
    expect(followed.read()).toBe(true)
    expect(followed.file).toMatchObject({ sessionId, context, damagedLines: 1 })
    writeFileSync(path(DOCUMENT), whole)
    expect(followed.read()).toBe(true)
    expect(followed.file.damagedLines).toBe(0)
    expect(listed(followed)).toHaveLength(2)
  })
})

describe('the folder of a project', () => {
  it.each([
    ['is written beside the chats', '.project_root'],
    ['is known by its short name', 'projects.json'],
    ['is known by its hash, as old versions have it', 'hash'],
  ])('%s', (_, how) => {
    const home = folderForTest()
    const folder = `/home/dev/${how}`
    const name = how === 'hash' ? createHash('sha256').update(folder).digest('hex') : 'short'
    const chats = join(home, 'tmp', name, 'chats')
    mkdirSync(chats, { recursive: true })
    if (how === '.project_root') writeFileSync(join(home, 'tmp', name, how), folder)
    else writeFileSync(join(home, 'projects.json'), JSON.stringify({ projects: { '/x': 'x', [folder]: 'short' } }))
    const path = join(chats, 'session-2026-11-22T18-47-9467bdaf.jsonl')
    writeFileSync(path, '{"sessionId":"one","projectHash":"h"}\n')
    expect(readWhole(geminiTranscripts, path, join(home, 'tmp')).file.project).toBe(folder)
  })

  it('is unknown where nothing tells of it', () => {
    const chats = join(folderForTest(), 'tmp/lost/chats')
    mkdirSync(chats, { recursive: true })
    const path = join(chats, 'session-2026-11-22T18-47-9467bdaf.jsonl')
    writeFileSync(path, '{"sessionId":"one","projectHash":"h"}\n')
    expect(readWhole(geminiTranscripts, path, join(chats, '../..')).file.project).toBeNull()
  })
})

describe('where transcripts are', () => {
  it('is below each home of Gemini CLI', () => {
    expect(geminiTranscripts.roots('/home/me', { GEMINI_CLI_HOME: '/srv' }, ['/mnt/.gemini'])).toEqual([
      '/home/me/.gemini/tmp',
      '/srv/.gemini/tmp',
      '/mnt/.gemini/tmp',
    ])
  })

  it('is told by a place and a name', () => {
    for (const name of [RESUMED, SUBAGENT, DOCUMENT]) expect(geminiTranscripts.isTranscript(name)).toBe(true)
    for (const name of ['project/logs.json', 'project/chats/x/y/z.json', 'project/chats/other.json', 'a.jsonl'])
      expect(geminiTranscripts.isTranscript(name)).toBe(false)
  })
})
