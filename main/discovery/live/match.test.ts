import { describe, expect, it } from 'vitest'
import type { Registered } from '../../sessions/registered.ts'
import type { AgentProcess } from './agent-processes.ts'
import { liveInFolders, statesOf, type Evidence, type Judged } from './match.ts'

const NOW = Date.parse('2026-11-22T18:00:00Z')
const MINUTE = 60_000

function session(sessionId: string, change: Partial<Judged> = {}): Judged {
  return {
    agent: 'codex',
    sessionId,
    project: '/p',
    path: `/t/${sessionId}.jsonl`,
    lastAt: NOW,
    ending: 'working',
    ...change,
  }
}
function running(pid: number, change: Partial<AgentProcess> = {}): AgentProcess {
  return { agent: 'codex', pid, startedAt: NOW - 60 * MINUTE, cwd: '/p', open: [], named: null, ...change }
}
function entry(sessionId: string, pid: number, change: Partial<Registered> = {}): Registered {
  const listed = { cwd: '/p', startedAt: NOW, updatedAt: NOW, procStart: null, pidDomain: null }
  const mark = { pid, start: '1', command: 'claude' }
  return { sessionId, pid, status: 'idle', waitingFor: null, ...listed, mark, ...change }
}
const states = (sessions: Judged[], evidence: Partial<Evidence>) =>
  Object.fromEntries(statesOf(sessions, { hosted: [], registered: [], processes: [], ...evidence }))

describe('statesOf', () => {
  it('believes hooks before the registry, and that before a transcript', () => {
    const hosted = [{ sessionId: 'a', state: 'busy' as const, pid: 1, project: '/p' }]
    const registered = [entry('a', 1), entry('b', 2, { status: 'waiting', waitingFor: 'permission prompt' })]
    expect(
      states([session('b', { agent: 'claude' }), session('a', { agent: 'claude' })], { hosted, registered }),
    ).toEqual({
      a: { state: 'busy', source: 'hooks', waitingFor: null, pid: 1 },
      b: { state: 'waiting', source: 'registry', waitingFor: 'permission prompt', pid: 2 },
    })
  })

  it('takes a session without a process for ended, whatever its transcript says', () => {
    const agents = ['claude', 'codex', 'gemini', 'other'] as const
    const made = states(
      agents.map((agent) => session(agent, { agent })),
      {},
    )
    for (const agent of agents) expect(made[agent]).toMatchObject({ state: 'ended', source: 'process', pid: null })
  })

  it('of two processes of one session, takes the one that spoke last', () => {
    const registered = [entry('a', 2, { status: 'busy' }), entry('a', 1, { updatedAt: NOW - MINUTE })]
    expect(states([], { registered })['a']).toMatchObject({ state: 'busy', pid: 2 })
  })

  it('knows a process by the transcript that it holds open, or by the session that it names', () => {
    const processes = [running(1, { open: ['/t/b.jsonl'] }), running(2, { named: 'c', cwd: '/elsewhere' })]
    expect(states([session('a'), session('b', { ending: 'turn-ended' }), session('c')], { processes })).toEqual({
      a: { state: 'ended', source: 'process', waitingFor: null, pid: null },
      b: { state: 'idle', source: 'transcript', waitingFor: null, pid: 1 },
      c: { state: 'busy', source: 'transcript', waitingFor: null, pid: 2 },
    })
  })

  it('gives a process the latest session of its folder since it began', () => {
    const sessions = [session('new'), session('old', { lastAt: NOW - MINUTE }), session('else', { project: '/q' })]
    expect(states(sessions, { processes: [running(1)] })).toMatchObject({
      new: { state: 'busy', pid: 1 },
      old: { state: 'ended' },
      else: { state: 'ended' },
    })
    const young = running(1, { startedAt: NOW + MINUTE })
    expect(states(sessions, { processes: [young] })).toMatchObject({ new: { state: 'ended' } })
    expect(states(sessions, { processes: [running(1, { agent: 'gemini' })] })).toMatchObject({
      new: { state: 'ended' },
    })
  })

  it('does not guess which of two processes in a folder is whose', () => {
    const sessions = [
      session('a'),
      session('b', { lastAt: NOW - 1, ending: 'unknown' }),
      session('c', { lastAt: NOW - 2 }),
    ]
    expect(states(sessions, { processes: [running(1), running(2)] })).toMatchObject({
      a: { state: 'busy', pid: null },
      b: { state: 'unknown', pid: null },
      c: { state: 'ended' },
    })
  })

  it('does not know which session is alive where the system tells no folders', () => {
    const processes = [running(1, { cwd: null })]
    expect(states([session('a'), session('b', { lastAt: NOW - 1 })], { processes })).toMatchObject({
      a: { state: 'unknown', source: 'process', pid: null },
      b: { state: 'ended' },
    })
  })

  it('does not know of a session without a folder whether a process is its own', () => {
    const sessions = [session('a', { project: null }), session('b', { project: null, lastAt: NOW - 1 })]
    expect(states(sessions, { processes: [running(1)] })).toMatchObject({
      a: { state: 'unknown', source: 'process', pid: null },
      b: { state: 'ended' },
    })
    // One whose folder is that of the process is the better guess, and then the only one.
    expect(states([...sessions, session('c', { lastAt: NOW - 2 })], { processes: [running(1)] })).toMatchObject({
      a: { state: 'ended' },
      c: { state: 'busy', pid: 1 },
    })
  })

  it('leaves a process alone that is known already', () => {
    const processes = [running(7, { agent: 'claude' })]
    const sessions = [session('a', { agent: 'claude' }), session('b', { agent: 'claude', lastAt: NOW - 1 })]
    expect(states(sessions, { registered: [entry('b', 7)], processes })).toMatchObject({
      a: { state: 'ended' },
      b: { state: 'idle', pid: 7 },
    })
    const hosted = [{ sessionId: 'c', state: 'busy' as const, pid: 7, project: '/p' }]
    expect(states(sessions, { hosted, processes })).toMatchObject({ a: { state: 'ended' } })
  })
})

it('counts what lives in a folder', () => {
  expect([...liveInFolders(['/p', '/q', '/p', null])]).toEqual([
    ['/p', 2],
    ['/q', 1],
  ])
})
