import { expect, it } from 'vitest'
import { adoptable } from './adoptable.ts'
import type { LiveState } from './match.ts'

const session = { agent: 'claude', project: '/p', path: '/t/a.jsonl', seriesId: null } as const
const ended: LiveState = { state: 'ended', source: 'process', waitingFor: null, pid: null }
const idle: LiveState = { ...ended, state: 'idle', source: 'registry', pid: 7 }
const all = () => true

it('lets what ended and what rests go on', () => {
  expect(adoptable(session, ended, all)).toEqual({ can: true, why: null })
  expect(adoptable(session, idle, all)).toEqual({ can: true, why: null })
})

it.each<[string, Partial<Parameters<typeof adoptable>[0]>, Partial<LiveState>, string]>([
  ['another agent', { agent: 'codex' }, {}, 'not of Codex CLI'],
  ['a hosted one', {}, { source: 'hooks', state: 'idle' }, 'a series'],
  ['one that was hosted', { seriesId: 'S' }, {}, 'a series'],
  ['a busy one', {}, { state: 'busy', source: 'registry' }, 'works'],
  ['one that waits', {}, { state: 'waiting', source: 'registry' }, 'waits'],
  ['one that may live', {}, { state: 'unknown' }, 'seems to live'],
  ['one that lives without a registry', {}, { state: 'idle', source: 'transcript', pid: 3 }, 'seems to live'],
  ['one without a transcript', { path: null }, {}, 'nothing was said'],
  ['one without a folder', { project: null }, {}, 'not known'],
])('refuses %s', (_, change, state, why) => {
  const made = adoptable({ ...session, ...change }, { ...ended, ...state }, all)
  expect(made).toMatchObject({ can: false, why: expect.stringContaining(why) as string })
})

it('looks whether folder and transcript are there', () => {
  expect(adoptable(session, ended, (path) => path !== '/p').why).toBe('its folder is gone')
  expect(adoptable(session, ended, (path) => path === '/p').why).toBe('its transcript is gone')
  expect(adoptable({ ...session, project: '/nowhere/at/all' }, ended)).toMatchObject({ can: false })
})
