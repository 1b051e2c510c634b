import { expect, test } from 'vitest'
import type { Attributes } from '../../otlp/points.ts'
import { Sources } from './attribute.ts'
import { StepCounter } from './counter.ts'
import { NOW, testAgent } from './points-for-tests.ts'
import { senderOf } from './sender.ts'

const SCOPE = { name: 's', version: '1' }

function sender(resource: Attributes) {
  return senderOf({ resource, scope: SCOPE, points: [] }, [testAgent])
}

function sources(limit?: number) {
  const counter = new StepCounter('attribute')
  const clock = { now: NOW }
  const made = new Sources({ now: () => clock.now, counter, ...(limit === undefined ? {} : { limit }) })
  return { counter, clock, made }
}

test('tells sessions of one folder apart, with the launch and the project that they name', () => {
  const { made } = sources()
  const resource = { 'baton.project': '/p', 'baton.launch': 'l1' }
  expect(made.sourceOf(sender(resource), { 'session.id': 'a' })).toEqual({
    agent: 'claude',
    key: 'a',
    sessionId: 'a',
    launchId: 'l1',
    project: '/p',
  })
  const other = made.sourceOf(sender({ 'baton.project': '/p' }), { 'session.id': 'b', 'baton.launch': 'l2' })
  expect([other.key, other.launchId]).toEqual(['b', 'l2'])
})

test('tells those that name no session apart by their resource', () => {
  const { made } = sources()
  const one = made.sourceOf(sender({ 'host.name': 'x' }), {})
  const other = made.sourceOf(sender({ 'host.name': 'y' }), {})
  expect(one.key).toMatch(/^origin:[0-9a-f]{16}$/)
  expect(one.sessionId).toBeNull()
  expect(other.key).not.toBe(one.key)
  expect(made.sourceOf(sender({ 'host.name': 'x' }), { extra: 1 }).key).toBe(one.key)
})

test('takes no id for a session that could be taken for something else', () => {
  const { made } = sources()
  for (const id of ['origin:overflow-claude', 'x'.repeat(200)]) {
    const { key, sessionId } = made.sourceOf(sender({}), { 'session.id': id })
    expect(sessionId).toBeNull()
    expect(key).toMatch(/^origin:[0-9a-f]{16}$/)
  }
})

test('keeps so many a day, and all others as one', () => {
  const { made, clock, counter } = sources(2)
  const keys = ['a', 'b', 'c', 'd', 'a'].map((id) => made.sourceOf(sender({}), { 'session.id': id }).key)
  expect(keys).toEqual(['a', 'b', 'origin:overflow-claude', 'origin:overflow-claude', 'a'])
  expect(counter.view()).toEqual({ step: 'attribute', in: 5, out: 5, dropped: { 'too-many-sources': 2 } })
  clock.now += 86_400_000
  expect(made.sourceOf(sender({}), { 'session.id': 'c' }).key).toBe('c')
})

test('keeps what no agent owns under its own names', () => {
  const foreign = sender({ 'service.name': 'foreign' })
  expect(foreign.agent.agent).toBe('other')
  expect(sources().made.sourceOf(foreign, { 'session.id': 'a' }).sessionId).toBeNull()
})
