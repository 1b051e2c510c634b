import { expect, it } from 'vitest'
import { CALLS_LIMIT } from '../limits.ts'
import { createTestCore, SERIES, seriesView } from '../test-core.ts'
import { eventually } from '../test-request.ts'
import { itWhere } from './clients.ts'
import type { Transport } from './clients.ts'

export function callsContract({ open, page, views }: Transport): void {
  it('gives results, with defaults filled in and agent-written text cleaned', async () => {
    const core = createTestCore()
    const client = await open(core)
    core.show({ boxes: [{ number: 1, title: 'do \u001b[31mit\u202E', done: false }], why: 'a\nb' })
    const boxes = [{ number: 1, title: 'do [31mit', done: false }]
    expect(await client.call('series.get', { id: SERIES })).toEqual({
      ok: true,
      value: seriesView({ boxes, why: 'a\nb' }),
    })
    expect(await client.call('core.quit', {})).toEqual({ ok: true, value: { said: 'force: false' } })
  })

  it('gives problems as values', async () => {
    const client = await open(createTestCore())
    expect(await client.call('series.get', { id: 'no\u0007pe' })).toEqual({
      ok: false,
      problem: {
        code: 'unknown-series',
        thing: 'nope',
        cause: 'there is no such series',
        remedy: 'see `baton series`',
      },
    })
  })

  it('names the parameter that is wrong', async () => {
    const client = await open(createTestCore())
    const outcome = await client.call('logs.read', { lines: 0 })
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'invalid-params', thing: 'logs.read' } })
    expect(outcome.ok ? '' : outcome.problem.cause).toMatch(/^lines: /)
  })

  it('refuses a method that the core does not have', async () => {
    const client = await open(createTestCore())
    const outcome = await client.call('toString' as 'core.status', {})
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'unknown-method' } })
  })

  it('keeps a handler’s bug inside, and says nothing of its insides', async () => {
    const client = await open(createTestCore())
    const outcome = await client.call('series.list', {})
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'internal' } })
    expect(JSON.stringify(outcome)).not.toContain('secret')
    expect(await client.call('core.quit', {})).toMatchObject({ ok: true })
  })

  it('tells an answer of another version apart', async () => {
    const client = await open(createTestCore())
    expect(await client.call('logs.read', {})).toMatchObject({ ok: false, problem: { code: 'core-mismatch' } })
  })

  it('answers each call when it is done, in whatever order', async () => {
    const core = createTestCore()
    const client = await open(core)
    const ids = ['a', 'b', 'c']
    const outcomes = ids.map((id) => client.call('series.pause', { id }))
    await eventually(() => expect([...core.calls.held.keys()].toSorted()).toEqual(ids))
    expect(await client.call('core.quit', {})).toMatchObject({ ok: true })
    for (const id of ids.toReversed()) {
      core.calls.answer(id, `paused ${id}`)
      expect(await outcomes[ids.indexOf(id)]).toEqual({ ok: true, value: { said: `paused ${id}` } })
    }
  })

  itWhere(page)('bounds the calls under way, and answers those above at once', async () => {
    const core = createTestCore()
    const client = await open(core)
    const outcomes = Array.from({ length: CALLS_LIMIT }, (_, n) => client.call('series.pause', { id: String(n) }))
    await eventually(() => expect(core.calls.held.size).toBe(CALLS_LIMIT))
    expect(await client.call('core.quit', {})).toMatchObject({ ok: false, problem: { code: 'too-many-calls' } })
    for (const id of core.calls.held.keys()) core.calls.answer(id, 'done')
    expect(await Promise.all(outcomes)).toHaveLength(CALLS_LIMIT)
    expect(await client.call('core.quit', {})).toMatchObject({ ok: true })
  })

  itWhere(views)('lets one who may only look call what only looks', async () => {
    const client = await open(createTestCore(), 'view')
    expect(await client.call('series.get', { id: SERIES })).toMatchObject({ ok: true })
    expect(await client.call('core.quit', { force: true })).toEqual({
      ok: false,
      problem: {
        code: 'read-only',
        thing: 'core.quit',
        cause: 'this client may only look',
        remedy: 'open Baton with an address that may control it',
      },
    })
  })
}
