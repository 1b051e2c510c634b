import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RPC_BODY_LIMIT } from './limits.ts'
import type { RunningServer } from './server.ts'
import { createTestCore, serve } from './test-core.ts'
import { ask, rawExchange, upgradeStatus } from './test-request.ts'

const core = createTestCore()
const bearer = { authorization: `Bearer ${core.token}` }
const json = { ...bearer, 'content-type': 'application/json' }
let server: RunningServer

beforeEach(async () => {
  server = await serve(core, { timeouts: { headers: 200, request: 400 } })
})
afterEach(() => server.close())

const quit = () => `${server.url}/rpc/core.quit`
const webSocket = () => `${server.url.replace('http', 'ws')}/ws`

it('lets the right request in, and counts nothing', async () => {
  const answer = await ask(quit(), { headers: json })
  expect(answer).toMatchObject({ status: 200, body: '{"ok":true,"value":{"said":"force: false"}}' })
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'x-content-type-options': 'nosniff' })
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  expect(server.refusals()).toEqual({})
})

describe('a page in a browser', () => {
  it.each(['/rpc/core.quit', '/hooks/L1', '/healthz', '/readyz', '/metrics', '/nothing'])(
    'does not reach %s by a name of its own (DNS rebinding)',
    async (path) => {
      for (const host of ['evil.example', `evil.example:${server.port}`, '127.0.0.1', '127.0.0.1:1', 'localhost.']) {
        expect((await ask(server.url + path, { headers: { ...json, host } })).status).toBe(403)
      }
      expect(server.refusals()).toEqual({ host: 5 })
    },
  )

  it('reaches the server by its loopback names only', async () => {
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      const headers = { host: `${name}:${server.port}` }
      expect((await ask(`${server.url}/healthz`, { method: 'GET', headers })).status).toBe(200)
    }
    expect(await rawExchange(server.port, 'GET /healthz HTTP/1.0\r\n\r\n')).toContain(' 403 ')
  })

  it.each(['/rpc/core.quit', '/hooks/L1'])('is refused at %s, even one on loopback', async (path) => {
    for (const origin of ['https://evil.example', 'null', server.url]) {
      expect((await ask(server.url + path, { headers: { ...json, origin } })).status).toBe(403)
    }
    expect(server.refusals()).toEqual({ origin: 3 })
  })

  it('is refused when it is of another site or port', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const headers = { 'sec-fetch-site': site }
      expect((await ask(`${server.url}/healthz`, { method: 'GET', headers })).status).toBe(403)
    }
    expect(server.refusals()).toEqual({ 'cross-site': 2 })
  })

  it('gets no websocket', async () => {
    expect(await upgradeStatus(webSocket(), { ...bearer, host: 'evil.example' })).toBe(403)
    expect(await upgradeStatus(webSocket(), { ...bearer, origin: server.url })).toBe(403)
    expect(await upgradeStatus(webSocket(), { ...bearer, 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(server.refusals()).toEqual({ host: 1, origin: 1, 'cross-site': 1 })
    expect(server.connections()).toBe(0)
  })
})

describe('without the token', () => {
  it.each([[''], ['Bearer '], ['Bearer wrong'], [`Bearer ${core.token}x`], [`Basic ${core.token}`], [core.token]])(
    'nothing can be called (%s)',
    async (authorization) => {
      const answer = await ask(quit(), { headers: { ...json, authorization } })
      expect(answer.status).toBe(401)
      expect(JSON.parse(answer.body)).toMatchObject({ ok: false, problem: { code: 'unauthorised' } })
      expect(answer.body).not.toContain(core.token)
      expect(await upgradeStatus(webSocket(), { authorization })).toBe(401)
      expect(server.refusals()).toEqual({ unauthorised: 2 })
    },
  )

  it('a token in the query is none', async () => {
    expect((await ask(`${quit()}?token=${core.token}`)).status).toBe(401)
  })
})

describe('what is no proper call', () => {
  it.each([
    ['/', 'POST', 404, 'unknown-route'],
    ['/hooks/L1/x', 'POST', 404, 'unknown-route'],
    ['/rpc/core.quit', 'GET', 405, 'wrong-method'],
    ['/rpc/core.quit', 'OPTIONS', 405, 'wrong-method'],
    ['/hooks/L1', 'GET', 405, 'wrong-method'],
    ['/healthz', 'POST', 405, 'wrong-method'],
    ['/rpc/core.nothing', 'POST', 404, 'unknown-method'],
    ['/rpc/constructor', 'POST', 404, 'unknown-method'],
  ])('%s by %s is %i', async (path, method, status, reason) => {
    const answer = await ask(server.url + path, { method, headers: json })
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body).problem.code).toBe(reason)
    expect(server.refusals()).toEqual({ [reason]: 1 })
  })

  it.each(['/hooks/../rpc/core.quit', '/hooks/L1/../../rpc/core.quit', '//rpc/core.quit', '/rpc/core.quit%00', '*'])(
    'a path that means another one: %s',
    async (path) => {
      const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n`
      const auth = `Authorization: Bearer ${core.token}\r\nContent-Length: 0\r\n\r\n`
      expect(await rawExchange(server.port, head + auth)).toMatch(/^HTTP\/1.1 40[04] /)
    },
  )

  it('wrong params say which', async () => {
    const answer = await ask(quit(), { headers: json, body: '{"force":"yes"}' })
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body).problem).toMatchObject({
      code: 'invalid-params',
      cause: expect.stringMatching(/^force: /),
    })
    expect(server.refusals()).toEqual({ 'invalid-params': 1 })
  })

  it.each(['', '{', 'force=1', '\u0000'])('a body that is not JSON: %j', async (body) => {
    expect((await ask(quit(), { headers: json, body })).status).toBe(400)
    expect(server.refusals()).toEqual({ malformed: 1 })
  })

  it('a body not said to be JSON, as a form could send', async () => {
    expect((await ask(quit(), { headers: { ...json, 'content-type': 'text/plain' } })).status).toBe(415)
    expect((await ask(quit(), { headers: bearer })).status).toBe(415)
    expect(
      (await ask(quit(), { headers: { ...json, 'content-type': 'application/json; charset=utf-8' } })).status,
    ).toBe(200)
  })

  it('a body over the limit', async () => {
    const body = JSON.stringify({ force: 'x'.repeat(RPC_BODY_LIMIT) })
    expect((await ask(quit(), { headers: json, body })).status).toBe(413)
    expect(server.refusals()).toEqual({ 'body-too-large': 1 })
  })

  it('a websocket elsewhere', async () => {
    expect(await upgradeStatus(webSocket().replace('/ws', '/hooks/L1'), bearer)).toBe(404)
  })
})

describe('a connection that holds on', () => {
  it('without ever a whole header', async () => {
    expect(await rawExchange(server.port, 'POST /rpc/core.quit HTTP/1.1\r\nHost: x\r\n')).toContain(' 408 ')
    expect(server.refusals()).toEqual({ timeout: 1 })
  })

  it('without ever a byte', async () => {
    await rawExchange(server.port, '')
    expect(server.refusals()).toEqual({ timeout: 1 })
  })

  it('without ever the rest of the body', async () => {
    const head = `POST /rpc/core.quit HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 9\r\n`
    const auth = `Authorization: Bearer ${core.token}\r\nContent-Type: application/json\r\n\r\n{`
    expect(await rawExchange(server.port, head + auth)).toContain(' 408 ')
    expect(server.refusals()).toEqual({ timeout: 1 })
  })

  it('and does not speak HTTP', async () => {
    expect(await rawExchange(server.port, '\u0016\u0003\u0001 hello\r\n\r\n')).toContain(' 400 ')
    expect(server.refusals()).toEqual({ malformed: 1 })
  })
})
