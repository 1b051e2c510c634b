import { connect } from 'node:http2'
import type { ClientHttp2Session } from 'node:http2'
import { createConnection } from 'node:net'
import { status } from '@grpc/grpc-js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { rawExchange } from '../../server/test-request.ts'
import { recordingIntake, startGrpc } from './test-receivers.ts'
import { callOn, EXPORT_PATHS, framed, sendGrpc } from './test-send-grpc.ts'

const BODY = Buffer.from('a request')
const LOGS = EXPORT_PATHS.logs

async function start(timeouts?: { headers: number; request: number }) {
  const intake = recordingIntake()
  const started = await startGrpc({ intake, ...(timeouts && { timeouts }) })
  const session = (): ClientHttp2Session => {
    const opened = connect(`http://127.0.0.1:${started.port}`)
    opened.on('error', () => {})
    onTestFinished(() => opened.destroy())
    return opened
  }
  const stillWorks = async () => expect(await sendGrpc(started.port, 'logs', BODY)).toMatchObject({ outcome: 'ok' })
  return { ...started, intake, session, stillWorks }
}

it('does not implement anything else, whatever it is called', async () => {
  const { session, intake, stillWorks } = await start()
  const paths = [
    '/',
    '/x',
    `${LOGS}x`,
    '/é/%00/"',
    '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export',
  ]
  for (const path of paths) {
    const sent = await callOn(session(), path, framed(BODY, false))
    expect([status.UNIMPLEMENTED, 400, 0]).toContain(sent.code)
  }
  expect(await callOn(session(), '/grpc.health.v1.Health/Check', framed(BODY, false))).toMatchObject({
    code: status.UNIMPLEMENTED,
  })
  expect(intake.asked).toEqual([])
  await stillWorks()
})

describe('a call that is no proper one', () => {
  const one = framed(BODY, false)
  const refused: [string, Uint8Array, Record<string, string>][] = [
    ['two messages', Buffer.concat([one, one]), {}],
    ['no message', new Uint8Array(), {}],
    ['half a message', one.subarray(0, 7), {}],
    ['a length beyond all', Buffer.from([0, 255, 255, 255, 255]), {}],
    ['said to be packed, by nothing known', framed(BODY, true), { 'grpc-encoding': 'snappy' }],
    ['a timeout that is none', one, { 'grpc-timeout': 'soon' }],
    ['a wrong type', one, { 'content-type': 'text/plain' }],
    ['a type of a web page', one, { 'content-type': 'application/json' }],
  ]
  it.each(refused)('is answered, and nothing of it is handed over: %s', async (_what, frames, headers) => {
    const { session, intake, stillWorks, faults } = await start({ headers: 500, request: 500 })
    expect((await callOn(session(), LOGS, frames, { headers })).outcome).not.toBe('ok')
    expect(intake.asked).toEqual([])
    await stillWorks()
    expect(faults.filter((fault) => fault instanceof Error)).toEqual([])
  })

  const odd: [string, Record<string, string>][] = [
    ['no time at all', { 'grpc-timeout': '0n' }],
    ['binary metadata that is none', { 'x-bin': '%%%', 'grpc-status-details-bin': '\u00ff' }],
    ['another method', { ':method': 'PUT' }],
    ['an encoding that is not used', { 'grpc-encoding': 'snappy' }],
  ]
  it.each(odd)('may be taken for what it means, and nothing ends: %s', async (_what, headers) => {
    const { session, intake, stillWorks, faults } = await start({ headers: 500, request: 500 })
    const { outcome } = await callOn(session(), LOGS, one, { headers })
    expect(intake.took.length).toBeGreaterThanOrEqual(outcome === 'ok' ? 1 : 0)
    await stillWorks()
    expect(faults.filter((fault) => fault instanceof Error)).toEqual([])
  })
})

it('ends connections that speak something else, or nothing', async () => {
  const { port, receiver, stillWorks } = await start({ headers: 200, request: 400 })
  await rawExchange(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n').catch(() => '')
  await rawExchange(port, '\u0016\u0003\u0001 hello').catch(() => '')
  await rawExchange(port, '').catch(() => '')
  await stillWorks()
  expect(receiver.view().requests).toMatchObject({ ok: 1, 'refused:timeout': expect.any(Number) })
})

it('goes on when a sender goes away in the middle, or while it waits for the answer', async () => {
  const { port, session, intake, stillWorks } = await start()
  for (const bytes of [3, 9, 14]) {
    const gone = session()
    const stream = gone.request({ ':method': 'POST', ':path': LOGS, 'content-type': 'application/grpc' })
    stream.on('error', () => {})
    await new Promise((resolve) => stream.write(framed(BODY, false).subarray(0, bytes), resolve))
    gone.destroy()
  }
  const cut = createConnection(port, '127.0.0.1')
  cut.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000')
  await new Promise((resolve) => cut.once('connect', resolve))
  cut.resetAndDestroy()
  await stillWorks()
  // The last one had sent its message whole: it may be taken, though nobody hears of it.
  expect(new Set(intake.bodies())).toEqual(new Set([BODY.toString('hex')]))
  expect(intake.took.length).toBeLessThanOrEqual(2)
})

it('carries many calls on one connection, each with its own answer', async () => {
  const intake = recordingIntake(({ body }) => ({ did: 'taken', rejected: body.length, why: 'so long' }))
  const { port } = await startGrpc({ intake })
  const session = connect(`http://127.0.0.1:${port}`)
  const lengths = Array.from({ length: 300 }, (_, n) => n + 1)
  const sent = await Promise.all(lengths.map((n) => callOn(session, LOGS, framed(Buffer.alloc(n), false))))
  expect(sent.map(({ rejected }) => rejected)).toEqual(lengths)
  session.destroy()
})
