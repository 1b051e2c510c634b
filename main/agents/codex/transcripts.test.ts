import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BlockRequest } from '../../store/request-block.ts'
import { readInPieces, readWhole } from '../transcripts-for-tests.ts'
import { codexTranscripts } from './transcripts.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures/rollouts')
function pathOf(version: string, thread: string): string {
  const [path] = globSync(join(FIXTURES, version, `rollout-*${thread}.jsonl`))
  if (path === undefined) throw new Error(`no fixture of ${version} ${thread}`)
  return path
}
const read = (version: string, thread: string) => readWhole(codexTranscripts, pathOf(version, thread))
/** fresh input, cache writes, cache reads, output */
const figures = ({ input, cacheWrite5m, cacheRead, output }: BlockRequest) => [input, cacheWrite5m, cacheRead, output]

/** What the scripted API said of each response, in their order. */
const MAIN = [
  [2_000, 1_000, 9_000, 300],
  [400, 0, 12_000, 50],
  [600, 0, 12_400, 80],
  [200, 0, 13_000, 20],
  [11_000, 0, 14_000, 90],
  // The compaction.
  [300, 0, 25_000, 400],
  [9_000, 0, 0, 40],
]
const THREAD = '01a2048b-5e10-7160-841f-d1a9fee8b0c0'
const FORK = '01a2048c-03fb-7031-8059-cb27e07835cb'

describe('a thread of 0.169.0 with two turns, an error, a compaction and another error', () => {
  const { requests, file, limits } = read('0.169.0', THREAD)
  const all = [...requests.values()]
  const answers = all.filter(({ failed }) => !failed)

  it('has each response once, as the API counted it', () => {
    expect(answers.map(figures)).toEqual(MAIN)
    expect(new Set(all.map(({ session }) => session))).toEqual(new Set([THREAD]))
    expect(answers.every(({ model, agentId, fast }) => model === 'gpt-5.5' && agentId === null && !fast)).toBe(true)
    expect(answers[0]?.request).toBe('resp_0001')
    expect(answers[0]?.cost).toBeCloseTo((3_000 * 5 + 9_000 * 0.5 + 300 * 30) / 1e6, 12)
  })

  it('ends a turn where one ended', () => {
    expect(answers.map(({ endsTurn }) => endsTurn)).toEqual([false, true, false, true, false, false, true])
    expect(file.ending).toBe('turn-ended')
  })

  it('counts requests that failed', () => {
    const failed = all.filter(({ failed }) => failed)
    expect(failed).toHaveLength(2)
    expect(failed.every((one) => one.endsTurn === false && one.cost === null && one.output === 0)).toBe(true)
  })

  it('has the context of its last response', () => {
    expect(file.context).toMatchObject({ used: 9_040, window: 258_400, model: 'gpt-5.5' })
  })

  it('says whose it is, where and when', () => {
    expect(file).toMatchObject({ agent: 'codex', sessionId: THREAD, agentId: null, project: '/home/dev/project' })
    expect(new Date(file.firstAt ?? 0).toISOString()).toBe('2026-11-22T18:36:12.183Z')
    expect(new Date(file.lastAt ?? 0).toISOString()).toBe('2026-11-22T18:36:56.507Z')
  })

  it('tells the limits of the plan as they were reported', () => {
    const told = { agent: 'codex', source: 'transcript', at: '2026-11-22T18:36:12.349Z' }
    expect([...limits.values()]).toEqual([
      { ...told, name: 'primary', windowMinutes: 300, usedPercent: 12.5, resetsAt: '2026-09-21T14:13:20.000Z' },
      { ...told, name: 'secondary', windowMinutes: 10_080, usedPercent: 40, resetsAt: '2026-09-27T09:06:40.000Z' },
    ])
  })

  it('is not counted again by its fork', () => {
    const fork = read('0.169.0', FORK)
    expect([...fork.requests.values()].map(figures)).toEqual([[800, 0, 13_200, 33]])
    expect([...fork.requests.values()].map(({ session }) => session)).toEqual([FORK])
    expect(fork.file.sessionId).toBe(FORK)
    expect([...fork.requests.keys()].some((id) => requests.has(id))).toBe(false)
  })
})

describe('a thread with a subagent in fast mode', () => {
  const main = read('0.169.0-fast-subagent', '01a2048e-5bc5-7ea0-b220-c22c21274020')
  const subagent = read('0.169.0-fast-subagent', '01a2048e-5c5b-7530-9728-aa591f054d55')

  it('has each response in the thread that made it', () => {
    expect([...main.requests.values()].map(figures)).toEqual([
      [3_000, 0, 9_000, 100],
      [7_000, 0, 0, 22],
    ])
    expect([...subagent.requests.values()].map(figures)).toEqual([[500, 0, 12_000, 44]])
    expect(subagent.file).toMatchObject({ title: '/root/look', sessionId: '01a2048e-5c5b-7530-9728-aa591f054d55' })
  })

  it('ends its turns itself', () => {
    expect([...main.requests.values()].map(({ endsTurn }) => endsTurn)).toEqual([false, true])
    expect([...subagent.requests.values()].map(({ endsTurn }) => endsTurn)).toEqual([false])
  })

  it('has the prices of fast mode', () => {
    const [first] = main.requests.values()
    expect(first?.fast).toBe(true)
    expect(first?.cost).toBeCloseTo((3_000 * 12.5 + 9_000 * 1.25 + 100 * 75) / 1e6, 12)
  })
})

describe.each([
  ['0.149.0', '01a2048e-5ec8-7eb0-8dc8-dd3ac543e069', 0],
  ['0.110.0', '01a204b7-58ac-73b1-855a-9cdd292d36b6', 1_000],
])('a thread of %s, which tells of requests by its own sums alone', (version, thread, writes) => {
  const main = read(version, thread)

  it('has each response once', () => {
    // 0.110.0 did not know of writes to the cache: they are input.
    const expected = MAIN.map(([input = 0, written = 0, ...rest]) =>
      writes === 0 ? [input, written, ...rest] : [input + written, 0, ...rest],
    )
    expect([...main.requests.values()].map(figures)).toEqual(expected)
    expect([...main.requests.values()].map(({ endsTurn }) => endsTurn)).toEqual([
      false,
      true,
      false,
      true,
      false,
      false,
      true,
    ])
    expect(main.file.sessionId).toBe(thread)
  })
})

describe('a fork', () => {
  const parent = () => lines('0.149.0', '01a2048e-5ec8-7eb0-8dc8-dd3ac543e069')
  const fork = () => lines('0.149.0', '01a2048e-65fb-73c3-a6da-1178ab2a3de0')
  const FORKED = [800, 0, 13_200, 33]

  it('that refers to its parent begins with its own first response', () => {
    expect(listed(fork()).map(figures)).toEqual([FORKED])
  })

  it("that tells its parent's sum once more before that has only its own", () => {
    const told = parent().findLast((line) => line.includes('"token_count"')) ?? ''
    const begun = fork().findIndex((line) => line.includes('"turn_context"')) + 1
    expect(listed(fork().toSpliced(begun, 0, told)).map(figures)).toEqual([FORKED])
  })

  it("that copied its parent's lines tells of the same responses as its parent does", () => {
    const [meta = '', ...own] = fork().map((line) => line.replace(/,"history_base":\{[^}]*\}/, ''))
    const requests = listed([meta, ...parent(), ...own])
    const ofParent = listed(parent()).map(({ message }) => message)
    expect(requests.slice(0, -1).map(({ message }) => message)).toEqual(ofParent)
    expect(requests.at(-1)).toMatchObject({ session: '01a2048e-65fb-73c3-a6da-1178ab2a3de0', output: 33 })
  })

  it('of versions that name no turn is told by the thread that its history began in', () => {
    const nameless = (text: string) => text.replaceAll(/"turn_id":"[^"]*",?/g, '')
    const [meta = '', ...own] = fork().map((line) => nameless(line).replace(/,"history_base":\{[^}]*\}/, ''))
    const copied = listed([meta, ...parent().map(nameless), ...own])
    const ofParent = listed(parent().map(nameless)).map(({ message }) => message)
    expect(copied.slice(0, -1).map(({ message }) => message)).toEqual(ofParent)
    expect(ofParent[0]).toBe('01a2048e-5ec8-7eb0-8dc8-dd3ac543e069:12300')
  })
})

function lines(version: string, thread: string): string[] {
  return readFileSync(pathOf(version, thread), 'utf8').trimEnd().split('\n')
}

function listed(of: readonly string[]): BlockRequest[] {
  const text = Buffer.from(`${of.join('\n')}\n`)
  return [...readInPieces(codexTranscripts, 'rollout-x.jsonl', text, []).requests.values()]
}

describe('where transcripts are', () => {
  it('is below each home of Codex', () => {
    expect(codexTranscripts.roots('/home/me', { CODEX_HOME: '/srv/codex' }, ['/mnt/codex', '/srv/codex'])).toEqual([
      '/home/me/.codex/sessions',
      '/home/me/.codex/archived_sessions',
      '/srv/codex/sessions',
      '/srv/codex/archived_sessions',
      '/mnt/codex/sessions',
      '/mnt/codex/archived_sessions',
    ])
  })

  it('is told by a name', () => {
    const name = `rollout-2026-11-22T18-36-12-${THREAD}.jsonl`
    expect(codexTranscripts.isTranscript(join('2026', '11', '22', name))).toBe(true)
    expect(codexTranscripts.isTranscript(name)).toBe(true)
    for (const other of ['history.jsonl', `${name}.tmp`, 'rollout-1.json', 'state_5.sqlite'])
      expect(codexTranscripts.isTranscript(other)).toBe(false)
  })
})
