import { once } from 'node:events'
import { connect as dial, createServer } from 'node:net'
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { success } from '../../contract/problem.ts'
import { connect } from './client.ts'
import { openGrants } from './grants.ts'
import { CONNECTION_LIMIT } from './limits.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'
import { createTestCore, serve } from './test-core.ts'
import { ask, eventually } from './test-request.ts'

const open: RunningServer[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})
async function started(...args: Parameters<typeof serve>) {
  const server = await serve(...args)
  open.push(server)
  return server
}

it('says how it is, with what it refused and without a token', async () => {
  const core = createTestCore()
  let ready = false
  const server = await started(core, { health: () => ({ ready, version: '1.2.3', series: 2 }) })
  await ask(`${server.url}/nothing`)
  const health = await ask(`${server.url}/healthz`, { method: 'GET' })
  expect(health.status).toBe(200)
  expect(JSON.parse(health.body)).toEqual({ ready, version: '1.2.3', series: 2, refusals: { 'unknown-route': 1 } })
  expect((await ask(`${server.url}/readyz`, { method: 'GET' })).status).toBe(503)
  ready = true
  expect((await ask(`${server.url}/readyz`, { method: 'GET' })).status).toBe(200)
})

it('gives figures to whoever may scrape them, to no page and to no other name', async () => {
  const server = await started(createTestCore())
  const scrape = (headers: Record<string, string>) => ask(`${server.url}/metrics`, { method: 'GET', headers })
  const answer = await scrape({ accept: 'text/plain' })
  expect(answer).toMatchObject({ status: 200, body: '# for text/plain\n' })
  expect(answer.headers).toMatchObject({
    'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  expect((await scrape({ host: 'rebound.example' })).status).toBe(403)
  expect((await scrape({ origin: server.url })).status).toBe(403)
  expect((await scrape({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await ask(`${server.url}/metrics`)).status).toBe(405)
})

it('listens on loopback alone', async () => {
  const server = await started(createTestCore())
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
  const other = createServer()
  // 127.0.0.2 on the same port would be taken if the server listened on every address.
  await new Promise<void>((resolve, reject) => other.once('error', reject).listen(server.port, '127.0.0.2', resolve))
  await new Promise((resolve) => other.close(resolve))
})

it('names who holds the port it was given', async () => {
  const core = createTestCore()
  const first = await started(core)
  const log = pino({ level: 'silent' })
  const second = await startServer({
    port: first.port,
    controlToken: core.token,
    handlers: core.handlers,
    hooks: core.hooks,
    follow: core.hub,
    terminals: core.terminals,
    board: core.board,
    notices: core.notices,
    version: '0.0.0',
    grants: await openGrants({ dataDir: null, log }),
    ui: null,
    remote: null,
    health: () => ({ ready: true, version: '0' }),
    metrics: async () => ({ type: 'text/plain', text: '' }),
    log,
  })
  expect(second).toMatchObject({ ok: false, problem: { code: 'port-in-use', thing: `port ${first.port}` } })
  const holder = process.platform === 'linux' ? `(pid ${process.pid})` : 'it is in use'
  expect(JSON.stringify(second)).toContain(holder)
})

it('refuses a port that is none', async () => {
  await expect(serve(createTestCore(), { port: 70_000 })).rejects.toThrow('ERR_SOCKET_BAD_PORT')
})

it('survives a bug in whatever it asks, and says so', async () => {
  const core = createTestCore()
  const broken = () => {
    throw new Error('a bug')
  }
  const server = await started(core, { health: broken, hooks: { authorised: broken, receive: broken } })
  expect((await ask(`${server.url}/healthz`, { method: 'GET' })).status).toBe(500)
  expect((await ask(`${server.url}/hooks/L1`)).status).toBe(500)
  expect(await connect({ url: server.url, token: core.token }).call('core.quit', {})).toMatchObject({ ok: true })
})

it('bounds its connections and lets newcomers in again', async () => {
  const server = await started(createTestCore())
  const health = () => ask(`${server.url}/healthz`, { method: 'GET' })
  const held = Array.from({ length: CONNECTION_LIMIT }, () => dial(server.port, '127.0.0.1'))
  await Promise.all(held.map((socket) => once(socket, 'connect')))
  await expect(health()).rejects.toThrow(/ECONNRESET|socket hang up/)
  for (const socket of held) socket.destroy()
  const answer = await eventually(health)
  expect(JSON.parse(answer.body).refusals['too-many-connections']).toBeGreaterThan(0)
})

it('remembers when a client last called', async () => {
  const core = createTestCore()
  const server = await started(core)
  const before = server.lastContactAt()
  await expect.poll(() => Date.now()).toBeGreaterThan(before + 5)
  await ask(`${server.url}/healthz`, { method: 'GET' })
  expect(server.lastContactAt()).toBe(before)
  await connect({ url: server.url, token: core.token }).call('core.quit', {})
  expect(server.lastContactAt()).toBeGreaterThan(before)
})

it('is in use while a client waits for its answer, however long that takes', async () => {
  const core = createTestCore()
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const server: RunningServer = await started(core, {
    handlers: {
      ...core.handlers,
      'core.quit': async () => {
        asked.resolve()
        await answer.promise
        return success({ said: 'bye' })
      },
    },
  })
  const call = connect({ url: server.url, token: core.token }).call('core.quit', {})
  await asked.promise
  const later = Date.now() + 20
  await expect.poll(() => server.lastContactAt()).toBeGreaterThan(later)
  answer.resolve()
  await call
  await expect.poll(() => Date.now() - server.lastContactAt()).toBeGreaterThan(5)
})

it('answers the call that ends it, then frees the port', async () => {
  const core = createTestCore()
  let closed: Promise<void> | null = null
  const server: RunningServer = await started(core, {
    handlers: {
      ...core.handlers,
      'core.quit': async () => {
        closed = server.close()
        return success({ said: 'bye' })
      },
    },
  })
  const client = connect({ url: server.url, token: core.token })
  expect(await client.call('core.quit', {})).toEqual({ ok: true, value: { said: 'bye' } })
  await closed
  expect(await client.call('core.quit', {})).toMatchObject({
    ok: false,
    problem: { code: 'core-gone', cause: expect.stringContaining('ECONNREFUSED') },
  })
  await started(createTestCore(), { port: server.port })
})
