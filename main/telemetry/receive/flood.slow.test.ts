import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { BODY_LIMIT, HELD_LIMIT, READING_CALLS } from './limits.ts'
import { PROTOCOLS, recordingIntake, startGrpc, TAKEN } from './test-receivers.ts'
import { sendGrpc } from './test-send-grpc.ts'

const MiB = 1024 * 1024
const BODY = Buffer.from('a request')
/** 1 GiB of zeros in 1 MiB: members of gzip may follow each other. */
const BOMB = Buffer.concat(Array.from({ length: 64 }, () => gzipSync(Buffer.alloc(16 * MiB))))
/** Many bombs at once would unpack to this if nothing stopped them; what may be held is a fraction of it. */
const BOMBS = 12

describe.each(PROTOCOLS.slice(1))('$name', ({ start, send }) => {
  it('bears many bombs at once in bounded memory, and goes on', { timeout: 60_000 }, async () => {
    const intake = recordingIntake()
    const { port, receiver } = await start({ intake })
    const before = process.memoryUsage().rss
    let most = before
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5)
    const sent = await Promise.all(Array.from({ length: BOMBS }, () => send(port, 'logs', BOMB, { packing: 'gzip' })))
    clearInterval(watch)
    // Where others have filled up what may be held, one may be told to come again before it shows what it is.
    const refused = sent.filter(({ outcome }) => outcome === 'too-large').length
    expect(sent.filter(({ outcome }) => outcome === 'busy')).toHaveLength(BOMBS - refused)
    expect(receiver.view().requests).toMatchObject({ 'refused:body-too-large': refused })
    expect(refused).toBeGreaterThan(0)
    expect((most - before) / MiB).toBeLessThan(500)
    expect(await send(port, 'logs', BODY)).toMatchObject({ outcome: 'ok' })
    expect(intake.bodies()).toEqual([BODY.toString('hex')])
  })

  it('holds so many bytes and no more, says so, and has room again afterwards', async () => {
    const answered = Promise.withResolvers<void>()
    const intake = recordingIntake(() => answered.promise.then(() => TAKEN))
    const { port, receiver } = await start({ intake })
    const fit = Math.floor(HELD_LIMIT / BODY_LIMIT)
    const big = Buffer.alloc(BODY_LIMIT)
    const first = Array.from({ length: fit }, () => send(port, 'logs', big))
    await vi.waitFor(() => expect(intake.asked).toHaveLength(fit), { timeout: 10_000 })
    const refused = await send(port, 'logs', big)
    expect(refused).toMatchObject({ outcome: 'busy', retryAfterMs: 1_000, message: expect.stringMatching(/too much/) })
    answered.resolve()
    expect((await Promise.all(first)).map(({ outcome }) => outcome)).toEqual(first.map(() => 'ok'))
    expect(await send(port, 'logs', big)).toMatchObject({ outcome: 'ok' })
    expect(receiver.view().requests).toEqual({ ok: fit + 1, busy: 1 })
  })
})

it('lets senders that stall not keep others of gRPC from being read', async () => {
  const intake = recordingIntake()
  const { port, receiver } = await startGrpc({ intake })
  const stalled = Array.from({ length: READING_CALLS }, () => sendGrpc(port, 'logs', BODY, { stall: true }))
  const sent = await Promise.all([sendGrpc(port, 'logs', BODY), sendGrpc(port, 'logs', BODY)])
  expect(sent.map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
  expect(await Promise.race(stalled)).toMatchObject({ outcome: 'late' })
  expect(receiver.view().requests).toMatchObject({ ok: 2, 'refused:timeout': expect.any(Number) })
  await receiver.close()
  expect((await Promise.all(stalled)).map(({ outcome }) => outcome)).not.toContain('ok')
})
