import { realpathSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bytes, compactBoundary, costState, prompt, response, toolUse, usage } from './transcript/lines-for-tests.ts'
import { growingTranscript, projectsFolder, readTranscript, SESSION } from './transcript/transcript-for-tests.ts'
import { priceOf } from '../prices.ts'
import { claudeTranscripts } from './transcripts.ts'

const AT = Date.parse('2026-11-22T07:22:50.729Z')
const FORK = 'aaaaaaaa-0000-4000-8000-0000000000f5'

it('looks below the usual folders, the chosen one and those of the settings', () => {
  const { roots } = claudeTranscripts
  expect(roots('/home/me', {}, [])).toEqual(['/home/me/.claude/projects', '/home/me/.config/claude/projects'])
  const env = { CLAUDE_CONFIG_DIR: '/else', XDG_CONFIG_HOME: '/xdg' }
  expect(roots('/home/me', env, ['/more', '/old/projects', '/home/me/.claude'])).toEqual([
    '/home/me/.claude/projects',
    '/xdg/claude/projects',
    '/else/projects',
    '/more/projects',
    '/old/projects',
  ])
})

it('takes every line file below a project, and nothing else', () => {
  const { isTranscript } = claudeTranscripts
  expect(isTranscript(`-p/${SESSION}.jsonl`)).toBe(true)
  expect(isTranscript(`-p/${SESSION}/subagents/agent-a1.jsonl`)).toBe(true)
  expect(isTranscript(`-p/${SESSION}/subagents/agent-a1.meta.json`)).toBe(false)
  expect(isTranscript('history.jsonl')).toBe(false)
})

it('reads who, where, when, how full and how much', () => {
  const folder = realpathSync(projectsFolder().replace(/projects$/, ''))
  symlinkSync(folder, join(folder, 'link'))
  const { file, requests } = readTranscript(
    bytes(
      { type: 'custom-title', customTitle: 'first', sessionId: SESSION },
      { type: 'ai-title', aiTitle: 'the agent says', sessionId: SESSION },
      prompt('go', { cwd: join(folder, 'link') }),
      toolUse('Bash', { command: 'ls' }, { id: 'm1' }, { timestamp: '2026-11-22T07:23:00.000Z', cwd: '/elsewhere' }),
      { type: 'custom-title', customTitle: 'renamed', sessionId: SESSION },
      costState(0.5),
      costState(0.5),
      costState(0.75),
    ),
  )
  expect(file).toMatchObject({
    agent: 'claude',
    sessionId: SESSION,
    agentId: null,
    project: folder,
    title: 'renamed',
    firstAt: AT,
    lastAt: AT + 9271,
    context: { used: 41_003, window: 1_000_000, model: 'claude-opus-5-5', at: AT + 9271 },
    ending: 'working',
    damagedLines: 0,
  })
  expect(file.reported.map(({ usd }) => usd)).toEqual([0.5, 0.75])
  expect(requests).toEqual([
    {
      session: SESSION,
      message: 'm1',
      request: 'req_m1',
      agentId: null,
      model: 'claude-opus-5-5',
      failed: false,
      endsTurn: false,
      fast: false,
      input: 3,
      output: 57,
      cacheRead: 40_000,
      cacheWrite5m: 400,
      cacheWrite1h: 600,
      webSearches: 0,
      cost: expect.closeTo(0.015952, 10),
      costIsOwn: false,
      at: AT + 9271,
    },
  ])
})

it('takes the cost that old versions wrote themselves, else list prices by speed and searches', () => {
  const { requests } = readTranscript(
    bytes(
      response({ id: 'm1' }, { costUSD: 0.25 }),
      response({ id: 'm2', usage: { speed: 'fast' } }),
      response({ id: 'm3', usage: { server_tool_use: { web_search_requests: 2 } } }),
    ),
  )
  const tokens = { input: 3, output: 57, cacheRead: 40_000, cacheWrite5m: 400, cacheWrite1h: 600 }
  const fastCost = priceOf('claude', 'claude-opus-5-5', tokens, { at: AT, fast: true })
  expect(fastCost).toBeGreaterThan(0.016)
  expect(requests.map(({ cost, costIsOwn, fast, webSearches }) => [cost, costIsOwn, fast, webSearches])).toEqual([
    [0.25, true, false, 0],
    [fastCost, false, true, 0],
    [expect.closeTo(0.035952, 10), false, false, 2],
  ])
})

it('counts models that a response asked beside its own', () => {
  const advisor = {
    type: 'advisor_message',
    model: 'claude-haiku-4-5-20251001',
    input_tokens: 1000,
    output_tokens: 100,
  }
  const iterations = [
    { type: 'message', input_tokens: 3, output_tokens: 57 },
    advisor,
    { ...advisor, output_tokens: 200 },
  ]
  const { requests } = readTranscript(bytes(response({ id: 'm1', usage: { iterations } })))
  expect(requests.map(({ agentId }) => agentId)).toEqual([null, 'advisor', 'advisor'])
  expect(
    requests.map(({ message, request, model, input, output, cost }) => [message, request, model, input, output, cost]),
  ).toEqual([
    ['m1', 'req_m1', 'claude-opus-5-5', 3, 57, expect.closeTo(0.015952, 10)],
    ['m1:advisor:0', 'req_m1', 'claude-haiku-4-5-20251001', 1000, 100, expect.closeTo(0.0015, 10)],
    ['m1:advisor:1', 'req_m1', 'claude-haiku-4-5-20251001', 1000, 200, expect.closeTo(0.002, 10)],
  ])
})

it('knows a subagent by its file, and by the line in the file of its session', () => {
  const side = response({ id: 'm2' }, { isSidechain: true, agentId: 'a1' })
  const own = readTranscript(bytes(side, costState(1)), join('-p', SESSION, 'subagents', 'agent-a1.jsonl'))
  expect(own.file).toMatchObject({ sessionId: SESSION, agentId: 'a1', context: null, ending: 'unknown', title: null })
  expect(own.requests).toMatchObject([{ session: SESSION, agentId: 'a1' }])
  const nameless = response({ id: 'm3' }, { isSidechain: true })
  const main = readTranscript(bytes(prompt('go'), side, nameless))
  expect(main.file).toMatchObject({ agentId: null, context: null, ending: 'working' })
  expect(main.requests).toMatchObject([{ agentId: 'a1' }, { agentId: 'sidechain' }])
  const old = readTranscript(bytes(side), join('-p', 'agent-a1.jsonl'))
  expect(old.file).toMatchObject({ sessionId: SESSION, agentId: 'a1' })
})

it('says how the main thread ends', () => {
  const ended = response({ id: 'm9' })
  const stopped = { ...ended, message: { ...(ended['message'] as object), stop_reason: 'end_turn' } }
  const result = prompt([{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' }])
  const clear = { ...prompt('<command-name>/clear</command-name>'), origin: undefined }
  const endings = [
    [prompt('go')],
    [prompt('go'), toolUse('Bash', {})],
    [prompt('go'), stopped],
    [stopped, prompt('<command-name>/x</command-name>')],
    [stopped, clear, prompt('<local-command-stdout></local-command-stdout>'), prompt('note', { isMeta: true })],
    [toolUse('Bash', {}), result],
    [toolUse('Bash', {}), result, prompt([{ type: 'text', text: '[Request interrupted by user for tool use]' }])],
    [toolUse('Bash', {}), { ...compactBoundary(), subtype: 'turn_duration' }],
    [compactBoundary()],
  ].map((lines) => readTranscript(bytes(...lines)).file.ending)
  const [works, ends] = ['working', 'turn-ended']
  expect(endings).toEqual([works, works, ends, works, ends, works, ends, ends, 'unknown'])
})

it('forgets the context at a compaction', () => {
  const { file } = readTranscript(bytes(response(), compactBoundary(), prompt('summary', { isCompactSummary: true })))
  expect(file.context).toEqual({ used: null, window: null, model: null, at: AT })
})

it('counts requests that failed apart, and nothing that no model said', () => {
  const synthetic = (id: string, line: object) =>
    response({ id, model: '<synthetic>', usage: usage({ output_tokens: 0 }) }, { uuid: `u-${id}`, ...line })
  const retry = { ...compactBoundary(), subtype: 'api_error', uuid: 'u-retry' }
  const { requests, file } = readTranscript(
    bytes(retry, response(), synthetic('e1', { isApiErrorMessage: true }), synthetic('n1', {}), retry),
  )
  expect(requests.map(({ message, failed, model, cost }) => [message, failed, model, cost])).toEqual([
    ['u-retry', true, 'unknown', null],
    ['msg_1', false, 'claude-opus-5-5', expect.any(Number)],
    ['u-e1', true, 'claude-opus-5-5', null],
    ['u-retry', true, 'claude-opus-5-5', null],
  ])
  expect(file.context?.used).toBe(41_003)
})

it('tells a fork from what it copied', () => {
  const copied = response({ id: 'm1' }, { sessionId: FORK, requestSessionId: SESSION })
  const later = { timestamp: '2099-01-01T00:00:00.000Z', sessionId: FORK }
  const fork = readTranscript(bytes(copied, response({ id: 'm2' }, later)), join('-p', `${FORK}.jsonl`))
  expect(fork.file.sessionId).toBe(FORK)
  expect(fork.file.firstAt).toBe(fork.file.bornAt)
  expect(fork.file.lastAt).toBe(Date.parse(later.timestamp))
})

it('goes on where it was left, and begins anew when the file is another one', () => {
  const transcript = growingTranscript()
  transcript.append(bytes(prompt('go'), response({ id: 'm1' })))
  expect(transcript.read()?.requests).toMatchObject([{ message: 'm1' }])
  expect(transcript.read()).toBeNull()
  transcript.append(bytes(response({ id: 'm2' })).subarray(0, -30))
  expect(transcript.read()?.requests).toEqual([])
  transcript.append(bytes(response({ id: 'm2' })).subarray(-30))
  expect(transcript.read()?.requests).toMatchObject([{ message: 'm2' }])
  truncateSync(transcript.path, 100)
  expect(transcript.read()).toMatchObject({ requests: [], file: { context: null, offset: 0 } })
  writeFileSync(transcript.path, bytes(response({ id: 'm3' })))
  expect(transcript.read()?.requests).toMatchObject([{ message: 'm3' }])
})
