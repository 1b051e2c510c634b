import { describe, expect, it, vi } from 'vitest'
import type { Forwarder } from '../types.ts'
import { forwardWorld, isEmpty } from './forwarder-for-tests.ts'
import { received } from './samples-for-tests.ts'

const keepEach = async (forwarder: Forwarder, bodies: string[]): Promise<void> => {
  for (const body of bodies) await forwarder.keep([received(body)])
}

describe('an endpoint that does not take it', () => {
  it('being away costs nothing: all comes later, once, in order', async () => {
    const { endpoint, open } = await forwardWorld()
    const forwarder = await open()
    await keepEach(forwarder, ['1', '2'])
    await vi.waitFor(() => expect(endpoint.kept()).toEqual(['1', '2']))
    await endpoint.goAway()
    await keepEach(forwarder, ['3', '4', '5'])
    await vi.waitFor(() => expect(forwarder.view().state).toBe('waiting'))
    expect(forwarder.view()).toMatchObject({
      queued: { requests: 3, bytes: 3, oldestAt: '2026-11-22T07:22:49.000Z' },
      problem: { code: 'forward-away', cause: 'it cannot be reached (ECONNREFUSED)' },
    })
    await endpoint.comeBack()
    await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true))
    expect(endpoint.kept()).toEqual(['1', '2', '3', '4', '5'])
    expect(forwarder.view()).toMatchObject({ state: 'idle', sent: 5, dropped: {}, nextTryAt: null, problem: null })
  })

  it('is waited for as long as it asks', async () => {
    const { endpoint, open } = await forwardWorld()
    const at = 1_795_332_000_000
    endpoint.reply = () => ({ status: 503, headers: { 'retry-after': '120' } })
    const forwarder = await open({}, { now: () => at })
    await forwarder.keep([received('a')])
    await vi.waitFor(() => expect(forwarder.view().nextTryAt).toBe(new Date(at + 120_000).toISOString()))
    expect(forwarder.view().state).toBe('waiting')
    // Its close does not wait for that.
    await forwarder.close()
    expect(endpoint.taken).toHaveLength(1)
  })

  it('is asked less and less often', async () => {
    const { endpoint, open } = await forwardWorld()
    endpoint.reply = () => ({ status: 429 })
    const waits: number[] = []
    const forwarder = await open({}, { pace: { firstWaitMs: 4, longestWaitMs: 200, closeMs: 10 }, now: () => 0 })
    await forwarder.keep([received('a')])
    await vi.waitFor(
      () => {
        const { nextTryAt } = forwarder.view()
        const wait = nextTryAt === null ? 0 : Date.parse(nextTryAt)
        if (wait > 0 && waits.at(-1) !== wait) waits.push(wait)
        expect(wait).toBe(200)
      },
      { timeout: 5_000, interval: 1 },
    )
    expect(waits[0]).toBeLessThan(200)
    expect(endpoint.taken.length).toBeLessThan(20)
  })

  it('that never answers is given up on, and asked again', async () => {
    const { endpoint, open } = await forwardWorld()
    endpoint.reply = () => (endpoint.taken.length === 1 ? 'never' : null)
    const forwarder = await open({}, { timeoutMs: 100 })
    await forwarder.keep([received('a')])
    await vi.waitFor(() => expect(endpoint.kept()).toEqual(['a']))
    await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true))
    expect(endpoint.taken).toHaveLength(2)
  })

  it('that answers without end is not read to its end', async () => {
    const { endpoint, open } = await forwardWorld()
    endpoint.reply = () => ({ status: 200, body: Buffer.alloc(30_000_000, 'x') })
    const forwarder = await open()
    await keepEach(forwarder, ['a', 'b'])
    await vi.waitFor(() => expect(forwarder.view().sent).toBe(2))
  })

  it('that is slow for one signal delays no other', async () => {
    const { endpoint, open } = await forwardWorld()
    endpoint.reply = ({ path }) => (path === '/v1/logs' ? 'never' : null)
    const forwarder = await open()
    await forwarder.keep([received('a'), received('b', 'metrics'), received('c', 'traces')])
    await vi.waitFor(() => expect(forwarder.view().sent).toBe(2))
    expect(forwarder.view()).toMatchObject({ state: 'sending', queued: { requests: 1 } })
  })

  it('for good loses that request alone, counted and said once', async () => {
    const { endpoint, open, faults } = await forwardWorld()
    endpoint.reply = ({ body }) => (body.includes('bad') ? { status: 400 } : null)
    const forwarder = await open()
    await keepEach(forwarder, ['1', 'bad', 'bad', '2'])
    await vi.waitFor(() => expect(endpoint.kept()).toEqual(['1', '2']))
    await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true))
    expect(forwarder.view()).toMatchObject({ sent: 2, dropped: { 'http-400': 2 } })
    expect(faults).toHaveLength(1)
  })

  it('for good loses no good one that was joined with it', async () => {
    const { endpoint, open } = await forwardWorld()
    await endpoint.goAway()
    const forwarder = await open()
    const bodies = ['a', 'b', 'bad', 'c', 'd', 'e', 'f', 'bad', 'g']
    await forwarder.keep(bodies.map((body) => received(body, 'metrics', 'protobuf')))
    endpoint.reply = ({ body }) => (body.includes('bad') ? { status: 413 } : null)
    await endpoint.comeBack()
    await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true))
    expect(endpoint.kept('/v1/metrics').join('')).toBe('abcdefg')
    expect(forwarder.view()).toMatchObject({ sent: 7, dropped: { 'http-413': 2 } })
  })

  it('and fails on one request over and over is not held up by it for ever', async () => {
    const { endpoint, open } = await forwardWorld()
    endpoint.reply = ({ body }) => (body.includes('bad') ? { status: 500 } : null)
    const forwarder = await open()
    await keepEach(forwarder, ['1', 'bad', '2'])
    await vi.waitFor(() => expect(endpoint.kept()).toEqual(['1', '2']))
    expect(forwarder.view().dropped).toEqual({ 'endpoint-fails': 1 })
    expect(endpoint.taken).toHaveLength(7)
  })

  it('because a key ran out keeps all until there is a new one', async () => {
    const { endpoint, open } = await forwardWorld()
    endpoint.reply = ({ headers }) => (headers['x-key'] === 'new' ? null : { status: 401 })
    const forwarder = await open({}, { headers: { 'x-key': 'hidden' } })
    await keepEach(forwarder, ['1', '2'])
    await vi.waitFor(() => expect(forwarder.view()).toMatchObject({ state: 'failed', queued: { requests: 2 } }))
    expect(forwarder.view().problem?.code).toBe('forward-unauthorized')
    expect(JSON.stringify(forwarder.view())).not.toContain('hidden')
    await forwarder.close()
    const again = await open({}, { headers: { 'x-key': 'new' } })
    await vi.waitFor(() => expect(again.view()).toMatchObject({ state: 'idle', sent: 2 }))
    expect(endpoint.kept()).toEqual(['1', '2'])
  })

  it('in parts counts the points, and sends nothing again', async () => {
    const { endpoint, open, faults } = await forwardWorld()
    const partialSuccess = { rejectedLogRecords: '3', errorMessage: 'too old' }
    endpoint.reply = () => ({ status: 200, body: JSON.stringify({ partialSuccess }) })
    const forwarder = await open()
    await keepEach(forwarder, ['a', 'b'])
    await vi.waitFor(() => expect(forwarder.view()).toMatchObject({ sent: 2, rejectedPoints: 6, dropped: {} }))
    expect(endpoint.taken).toHaveLength(2)
    expect(faults).toEqual(['forwarding: the endpoint does not take some points: too old'])
  })
})

describe('a restart', () => {
  it('goes on where it was, with what was cut off first', async () => {
    const { endpoint, open } = await forwardWorld()
    endpoint.reply = () => 'never'
    const before = await open()
    await keepEach(before, ['1', '2', '3'])
    await vi.waitFor(() => expect(endpoint.taken).toHaveLength(1))
    before.own({ name: 'baton.series.stopped', at: 1, attributes: {} })
    await before.close()
    endpoint.reply = null
    const forwarder = await open()
    await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true))
    expect(endpoint.kept().slice(0, 3)).toEqual(['1', '2', '3'])
    expect(endpoint.kept()[3]).toContain('baton.series.stopped')
  })
})
