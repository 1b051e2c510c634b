import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { SIGNALS } from '../../otlp/points.ts'
import { BODY_LIMIT } from './limits.ts'
import { PROTOCOLS, recordingIntake, TAKEN } from './test-receivers.ts'

const BODY = Buffer.from('{"resourceLogs":[]}')
const OK = { outcome: 'ok', rejected: 0, message: '', retryAfterMs: null }

describe.each(PROTOCOLS)('$name', ({ name, start, send }) => {
  const protocol = name.startsWith('http') ? 'http' : 'grpc'
  const encoding = name === 'http/json' ? 'json' : 'protobuf'

  it('hands over each signal byte for byte, packed or not, and acknowledges it', async () => {
    const intake = recordingIntake()
    const { port, receiver } = await start({ intake })
    for (const signal of SIGNALS) {
      expect(await send(port, signal, BODY)).toMatchObject(OK)
      expect(await send(port, signal, gzipSync(BODY), { packing: 'gzip' })).toMatchObject(OK)
    }
    const got = intake.took.map(({ body, ...rest }) => ({ ...rest, body: Buffer.from(body).toString() }))
    const each = SIGNALS.flatMap((signal) => [signal, signal])
    const at = expect.any(Number)
    expect(got).toEqual(each.map((signal) => ({ signal, encoding, protocol, at, body: BODY.toString() })))
    expect(Math.abs(Date.now() - (intake.took[0]?.at ?? 0))).toBeLessThan(10_000)
    expect(receiver.view()).toEqual({
      protocol,
      state: 'listening',
      wantedPort: 0,
      port,
      problem: null,
      requests: { ok: 6 },
      bytes: 6 * BODY.length,
    })
  })

  it('takes an empty request, and passes on bytes that it does not understand', async () => {
    const intake = recordingIntake()
    const { port } = await start({ intake })
    expect(await send(port, 'logs', new Uint8Array())).toMatchObject(OK)
    const unknown = Buffer.from([0xfa, 0x7f, 3, 0, 0xff, 0x80])
    expect(await send(port, 'logs', unknown)).toMatchObject(OK)
    expect(intake.bodies()).toEqual(['', unknown.toString('hex')])
  })

  it('says how many were rejected and why, in clean words', async () => {
    const why = `3 points: no\u0007 name\n${'x'.repeat(5_000)}`
    const { port, receiver } = await start({ intake: recordingIntake(() => ({ did: 'taken', rejected: 3, why })) })
    for (const signal of SIGNALS) {
      const sent = await send(port, signal, BODY)
      expect(sent).toMatchObject({
        outcome: 'ok',
        rejected: 3,
        message: expect.stringMatching(/^3 points: no name x+…$/),
      })
      expect(sent.message.length).toBeLessThan(1_000)
    }
    expect(receiver.view().requests).toEqual({ partial: 3 })
  })

  it('passes on a warning about what was taken whole', async () => {
    const { port, receiver } = await start({ intake: recordingIntake(() => ({ ...TAKEN, why: 'old' })) })
    expect(await send(port, 'logs', BODY)).toMatchObject({ outcome: 'ok', rejected: 0, message: 'old' })
    expect(receiver.view().requests).toEqual({ ok: 1 })
  })

  it('says that malformed bytes are not to be sent again, whatever characters the reason holds', async () => {
    const why = 'field \ud800 of \u{1f600} "%" é'
    const { port, receiver } = await start({ intake: recordingIntake(() => ({ did: 'malformed', why })) })
    const sent = await send(port, 'metrics', BODY)
    expect(sent).toMatchObject({ outcome: 'malformed', retryAfterMs: null })
    expect(sent.message).toBe('field \ufffd of \u{1f600} "%" é')
    expect(receiver.view().requests).toEqual({ malformed: 1 })
  })

  it('says when a busy receiver may be asked again', async () => {
    const busy = { did: 'busy', retryAfterMs: 1_500, why: 'the queue is full' } as const
    const { port, receiver } = await start({ intake: recordingIntake(() => busy) })
    const sent = await send(port, 'traces', BODY)
    expect(sent).toMatchObject({ outcome: 'busy', message: 'the queue is full' })
    expect(sent.retryAfterMs).toBe(protocol === 'http' ? 2_000 : 1_500)
    expect(receiver.view().requests).toEqual({ busy: 1 })
  })

  it('waits for a busy intake before it says so: many exporters never try again', async () => {
    let asked = 0
    const intake = recordingIntake(() => (++asked < 4 ? { did: 'busy', retryAfterMs: 1, why: 'full' } : TAKEN))
    const { port, receiver } = await start({ intake, patience: 10_000 })
    expect(await send(port, 'logs', BODY)).toMatchObject(OK)
    expect(intake.asked).toHaveLength(4)
    expect(receiver.view().requests).toEqual({ ok: 1 })
  })

  it('waits no longer once the sender has gone', async () => {
    const busy = { did: 'busy', retryAfterMs: 1, why: 'full' } as const
    const intake = recordingIntake(() => busy)
    const { port, receiver } = await start({ intake, patience: 600_000 })
    const going = new AbortController()
    const sent = send(port, 'logs', BODY, { leave: going.signal })
    await vi.waitFor(() => expect(intake.asked.length).toBeGreaterThan(2))
    going.abort()
    expect(await sent).toMatchObject({ outcome: 'cut' })
    await vi.waitFor(() => expect(receiver.view().requests).toEqual({ busy: 1 }))
  })

  it('has the sender come again where the intake throws, tells of it, and goes on', async () => {
    let calls = 0
    const intake = recordingIntake(() => (calls++ === 0 ? Promise.reject(new Error('a bug')) : TAKEN))
    const { port, faults } = await start({ intake })
    expect(await send(port, 'logs', BODY)).toMatchObject({ outcome: 'busy' })
    expect(faults).toEqual([new Error('a bug')])
    expect(await send(port, 'logs', BODY)).toMatchObject(OK)
  })

  it('refuses what is over the limit, whole or packed, and nothing that is at it', async () => {
    const intake = recordingIntake()
    const { port, receiver, faults } = await start({ intake })
    const most = Buffer.alloc(BODY_LIMIT, 'x')
    const over = Buffer.alloc(BODY_LIMIT + 1, 'x')
    expect(await send(port, 'logs', most)).toMatchObject(OK)
    expect(await send(port, 'logs', gzipSync(most), { packing: 'gzip' })).toMatchObject(OK)
    expect(await send(port, 'logs', over)).toMatchObject({ outcome: 'too-large', retryAfterMs: null })
    expect(await send(port, 'logs', gzipSync(over), { packing: 'gzip' })).toMatchObject({ outcome: 'too-large' })
    expect(intake.took.map(({ body }) => body.length)).toEqual([BODY_LIMIT, BODY_LIMIT])
    expect(receiver.view().requests).toEqual({ ok: 2, 'refused:body-too-large': 2 })
    expect(faults).toEqual([expect.stringMatching(/body-too-large.*only counted/)])
  })

  it('refuses what says to be packed and is not, or is cut short, or in a way unknown', async () => {
    const intake = recordingIntake()
    const { port, receiver } = await start({ intake })
    const cut = gzipSync(BODY).subarray(0, 20)
    expect(await send(port, 'logs', cut, { packing: 'gzip' })).toMatchObject({ outcome: 'malformed' })
    expect(await send(port, 'logs', BODY, { packing: 'gzip' })).toMatchObject({ outcome: 'malformed' })
    expect(await send(port, 'logs', BODY, { packing: 'zstd' })).toMatchObject({ outcome: 'refused' })
    expect(await send(port, 'logs', BODY)).toMatchObject(OK)
    expect(intake.took).toHaveLength(1)
    expect(Object.values(receiver.view().requests).reduce((sum, n) => sum + n)).toBe(4)
  })

  it('answers one who ends its own side after the request, or cuts it off, and acknowledges nothing that was not taken', async () => {
    const intake = recordingIntake()
    const { port } = await start({ intake })
    const { outcome } = await send(port, 'logs', BODY, { halfClose: true })
    expect([`cut 0`, `cut 1`, 'ok 1']).toContain(`${outcome} ${intake.took.length}`)
    expect(await send(port, 'logs', BODY)).toMatchObject(OK)
  })

  it('gives up on one who never sends the rest, and hands over nothing of it', async () => {
    const intake = recordingIntake()
    const { port, receiver } = await start({ intake, timeouts: { headers: 200, request: 400 } })
    expect(await send(port, 'logs', BODY, { stall: true })).toMatchObject({ outcome: 'late' })
    expect(intake.asked).toEqual([])
    await vi.waitFor(() => expect(receiver.view().requests).toEqual({ 'refused:timeout': 1 }))
  })

  it('answers 100 connections at once, each with its own', async () => {
    const intake = recordingIntake()
    const { port, receiver } = await start({ intake })
    const bodies = Array.from({ length: 100 }, (_, n) => Buffer.from(`body ${n}`))
    const sent = await Promise.all(bodies.map((body) => send(port, 'logs', body)))
    expect(sent.map(({ outcome }) => outcome)).toEqual(bodies.map(() => 'ok'))
    expect(intake.bodies()).toEqual(bodies.map((body) => body.toString('hex')).sort())
    expect(receiver.view().requests).toEqual({ ok: 100 })
  })

  it('lets nobody in by a name of its own, and no web page', async () => {
    const intake = recordingIntake()
    const { port, receiver } = await start({ intake })
    const host = protocol === 'http' ? 'host' : ':authority'
    for (const name of ['evil.example', `evil.example:${port}`, `127.0.0.1:${port + 1}`]) {
      expect(await send(port, 'logs', BODY, { headers: { [host]: name } })).toMatchObject({ outcome: 'refused' })
    }
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${port}`]) {
      expect(await send(port, 'logs', BODY, { headers: { origin } })).toMatchObject({ outcome: 'refused' })
    }
    expect(await send(port, 'logs', BODY, { headers: { [host]: `LOCALHOST:${port}` } })).toMatchObject(OK)
    expect(intake.took).toHaveLength(1)
    expect(receiver.view().requests).toEqual({ ok: 1, 'refused:host': 3, 'refused:origin': 3 })
  })
})
