import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connect } from './client.ts'
import { createTestCore, SERIES, serve } from './test-core.ts'
import { eventually } from './test-request.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A client of a server of its own making. */
async function clientOf(server: Server, token = 't') {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  return connect({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token, pid: 4711 })
}

function answering(status: number, body: string) {
  return createHttpServer((_request, response) => response.writeHead(status, { connection: 'close' }).end(body))
}

const size = { columns: 80, rows: 24 }

it('tells a core that goes in the middle of a call from one that answers', async () => {
  const client = await clientOf(createServer((socket) => socket.once('data', () => socket.destroy())))
  const outcome = await client.call('core.status', {})
  expect(outcome).toMatchObject({ ok: false, problem: { code: 'core-gone', thing: 'baton core' } })
  const halfway = createServer((socket) =>
    socket.once('data', () =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"ok":', () => socket.destroy()),
    ),
  )
  expect(await (await clientOf(halfway)).call('core.status', {})).toMatchObject({ problem: { code: 'core-gone' } })
})

it.each([
  [200, 'not JSON'],
  [200, '{"ok":true}'],
  [200, '{"ok":false}'],
  [500, '{}'],
])('takes %i %s for a core of another version', async (status, body) => {
  const client = await clientOf(answering(status, body))
  expect(await client.call('core.status', {})).toMatchObject({ ok: false, problem: { code: 'core-mismatch' } })
})

describe('a call that is not answered', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())
  const A_MINUTE = 60_000

  it('is given up when the core does not even tell of its health, and says how to end it', async () => {
    const sockets: Socket[] = []
    const client = await clientOf(createServer((socket) => sockets.push(socket)))
    closing.unshift(async () => sockets.forEach((socket) => socket.destroy()))
    const outcome = client.call('core.status', {})
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    await vi.advanceTimersByTimeAsync(A_MINUTE)
    expect(await outcome).toMatchObject({
      ok: false,
      problem: { code: 'core-silent', thing: 'baton core (pid 4711)', remedy: expect.stringContaining('kill -9 4711') },
    })
  })

  it('may take its time while the core is well', async () => {
    let looks = 0
    const late = Promise.withResolvers<void>()
    const server = createHttpServer(async (request, response) => {
      if (request.url === '/healthz') looks += 1
      else await late.promise
      response.writeHead(200, { connection: 'close' }).end('{"ok":true,"value":{"said":"bye"}}')
    })
    const outcome = (await clientOf(server)).call('core.quit', {})
    for (let n = 1; n <= 20; n += 1) {
      await vi.advanceTimersByTimeAsync(3_000)
      await vi.waitFor(() => expect(looks).toBeGreaterThanOrEqual(n))
    }
    late.resolve()
    expect(await outcome).toEqual({ ok: true, value: { said: 'bye' } })
  })
})

it('says once, with the reason, that a following or a terminal ended with its core', async () => {
  const core = createTestCore()
  const server = await serve(core)
  const client = connect({ url: server.url, token: core.token })
  const closed = vi.fn<(why: string) => void>()
  const detached = vi.fn<(why: string) => void>()
  const view = vi.fn<() => void>()
  const attached = vi.fn<() => void>()
  client.follow(SERIES, 0, { event() {}, view, closed })
  client.attach(SERIES, size, { attached, output() {}, replay() {}, detached })
  await eventually(() => expect([view.mock.calls.length, attached.mock.calls.length]).toEqual([1, 1]))
  await server.close()
  await eventually(() => expect([closed.mock.calls.length, detached.mock.calls.length]).toEqual([1, 1]))
  client.follow(SERIES, 0, { event() {}, view() {}, closed })
  await eventually(() => expect(closed).toHaveBeenCalledTimes(2))
  expect(closed.mock.calls[1]?.[0]).toMatch(/^baton core: it does not answer at .* \(ECONNREFUSED\)\. Run the command/)
})

it('hands on why the core does not let it in', async () => {
  const core = createTestCore()
  const server = await serve(core)
  closing.push(server.close)
  const client = connect({ url: server.url, token: 'wrong' })
  expect(await client.call('core.status', {})).toMatchObject({ ok: false, problem: { code: 'unauthorised' } })
  const closed = vi.fn<(why: string) => void>()
  client.follow(SERIES, 0, { event() {}, view() {}, closed })
  await eventually(() => expect(closed).toHaveBeenCalledTimes(1))
  expect(closed.mock.calls[0]?.[0]).toMatch(/^Authorization: the control token is missing or wrong\./)
})

it('says what it can of an answer that is none of the core’s', async () => {
  const client = await clientOf(answering(418, 'teapot'))
  const closed = vi.fn<(why: string) => void>()
  client.follow(SERIES, 0, { event() {}, view() {}, closed })
  await eventually(() => expect(closed.mock.calls).toEqual([['the core answered 418']]))
})

it('says nothing more once it has left, even before the connection stood', async () => {
  const core = createTestCore()
  const server = await serve(core)
  closing.push(server.close)
  const client = connect({ url: server.url, token: core.token })
  const said = vi.fn<() => void>()
  client.follow(SERIES, 0, { event: said, view: said, closed: said }).close()
  client.attach(SERIES, size, { attached: said, output: said, replay: said, detached: said }).close()
  expect(await client.call('series.get', { id: SERIES })).toMatchObject({ ok: true })
  await eventually(() => expect(server.connections()).toBe(0))
  expect(said).not.toHaveBeenCalled()
})

it('sends a long paste whole', async () => {
  const core = createTestCore()
  const server = await serve(core)
  closing.push(server.close)
  const chunks: Uint8Array[] = []
  const handle = connect({ url: server.url, token: core.token }).attach(SERIES, size, {
    attached() {},
    replay() {},
    detached() {},
    output: (bytes) => chunks.push(bytes),
  })
  const paste = 'ж€𝄞a'.repeat(200_000)
  handle.write(Buffer.from(paste))
  const length = Buffer.byteLength(paste.toUpperCase())
  const bytes = () => Buffer.concat(chunks)
  await eventually(() => expect(bytes().length).toBe(length))
  expect(bytes().toString('utf8')).toBe(paste.toUpperCase())
})
