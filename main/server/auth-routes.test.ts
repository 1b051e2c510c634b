import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AUTH_BODY_LIMIT } from './auth-routes.ts'
import { openGrants } from './grants.ts'
import type { Grants } from './grants.ts'
import { CODE_LIFE_MS, WRONG_CODE_LIMIT } from './one-time-codes.ts'
import type { RunningServer } from './server.ts'
import { createTestCore, serve } from './test-core.ts'
import { cookieOf, exchange, pageHeaders } from './test-page.ts'
import { ask } from './test-request.ts'

const core = createTestCore()
let server: RunningServer
let grants: Grants
let time = Date.parse('2026-11-22T10:00:00.000Z')
beforeEach(async () => {
  grants = await openGrants({ dataDir: null, log: pino({ level: 'silent' }), now: () => time })
  server = await serve(core, { grants, timeouts: { headers: 200, request: 400 } })
})
afterEach(() => server.close())

const session = (cookie: string, headers: Record<string, string> = {}) =>
  ask(`${server.url}/auth/session`, { method: 'GET', headers: { cookie, ...headers } })
const problemOf = (body: string) => (JSON.parse(body) as { problem: { code: string; remedy: string } }).problem

it('gives a code for a cookie that no script, no other site and no other port can use', async () => {
  const answer = await exchange(server, grants.createCode('view'))
  expect(answer).toMatchObject({ status: 200, body: '{"role":"view","version":"0.0.0"}' })
  expect(answer.headers['set-cookie']).toEqual([
    expect.stringMatching(
      new RegExp(`^baton_${server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000$`),
    ),
  ])
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
})

describe('the code', () => {
  it('is refused when it is wrong, used or a day old, each with the way out', async () => {
    const [used, old] = [grants.createCode('control'), grants.createCode('control')]
    await exchange(server, used)
    time += CODE_LIFE_MS
    for (const code of ['', 'wrong', used, old, core.token]) {
      const answer = await exchange(server, code)
      expect(answer.status).toBe(401)
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(problemOf(answer.body)).toMatchObject({
        code: 'wrong-code',
        remedy: expect.stringContaining('baton open'),
      })
    }
    expect(server.refusals()).toEqual({ 'wrong-code': 5 })
  })

  it('is taken when it is right, also after ten wrong ones, of which the next has to wait', async () => {
    const code = grants.createCode('control')
    for (let n = 0; n < WRONG_CODE_LIMIT; n++) expect((await exchange(server, `wrong ${n}`)).status).toBe(401)
    const answer = await exchange(server, 'wrong')
    expect(answer.status).toBe(429)
    expect(answer.headers['retry-after']).toBe('60')
    expect(server.refusals()).toEqual({ 'wrong-code': 10, 'too-many-codes': 1 })
    expect((await exchange(server, code)).status).toBe(200)
    time += 60_000
    expect((await exchange(server, 'wrong')).status).toBe(401)
  })
})

describe('who may exchange', () => {
  it('a page of our own origin alone', async () => {
    const code = grants.createCode('control')
    const origins = ['https://evil.example', 'null', server.url.replace('http', 'https'), 'http://localhost:1', '']
    for (const origin of [...origins, server.url.replace('127.0.0.1', 'localhost'), `${server.url}/`]) {
      expect((await exchange(server, code, { origin })).status).toBe(403)
    }
    const body = JSON.stringify({ code })
    const headers = { 'content-type': 'application/json' }
    expect((await ask(`${server.url}/auth/exchange`, { headers, body })).status).toBe(403)
    expect(server.refusals()).toEqual({ origin: 8 })
    expect((await exchange(server, code, { host: `localhost:${server.port}` })).status).toBe(403)
    const local = { host: `localhost:${server.port}`, origin: server.url.replace('127.0.0.1', 'localhost') }
    expect((await exchange(server, code, local)).status).toBe(200)
  })

  it('no page of another site, by whatever name it calls us', async () => {
    const code = grants.createCode('control')
    for (const site of ['cross-site', 'same-site']) {
      expect((await exchange(server, code, { 'sec-fetch-site': site })).status).toBe(403)
    }
    expect((await exchange(server, code, { host: 'evil.example', origin: 'http://evil.example' })).status).toBe(403)
    expect(server.refusals()).toEqual({ 'cross-site': 2, host: 1 })
  })

  it('nobody who asks a browser first: no preflight is answered', async () => {
    const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }
    for (const origin of ['https://evil.example', server.url]) {
      for (const path of ['/auth/exchange', '/auth/leave', '/rpc/core.quit', '/hooks/L1', '/healthz']) {
        const answer = await ask(server.url + path, { method: 'OPTIONS', headers: { ...preflight, origin } })
        expect([403, 405]).toContain(answer.status)
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      }
    }
  })
})

it.each([
  ['GET', {}, '', 405, 'wrong-method'],
  ['POST', { 'content-type': 'text/plain' }, '{"code":"x"}', 415, 'content-type'],
  ['POST', {}, '{', 400, 'malformed'],
  ['POST', {}, '{"code":1}', 400, 'malformed'],
  ['POST', {}, '[]', 400, 'malformed'],
  ['POST', {}, `{"code":"${'x'.repeat(AUTH_BODY_LIMIT)}"}`, 413, 'body-too-large'],
])('refuses a %s with %j and %.20s', async (method, headers, body, status, reason) => {
  const sent = { ...pageHeaders(server), ...headers }
  expect((await ask(`${server.url}/auth/exchange`, { method, headers: sent, body })).status).toBe(status)
  expect(server.refusals()).toEqual({ [reason]: 1 })
})

describe('the session', () => {
  it('is that of the cookie, which is renewed', async () => {
    const cookie = await cookieOf(server, grants, 'control')
    const answer = await session(cookie)
    expect(answer).toMatchObject({ status: 200, body: '{"role":"control","version":"0.0.0"}' })
    expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(`^${cookie}; HttpOnly; .*Max-Age=2592000$`)])
  })

  it('is found beside cookies that others set, and not under the name of another port', async () => {
    const cookie = await cookieOf(server, grants, 'view')
    const [name = '', secret = ''] = cookie.split('=')
    expect((await session(`a=b; ${name}=stale; ${cookie}; x`)).status).toBe(200)
    for (const other of ['', `baton_${server.port + 1}=${secret}`, `baton=${secret}`, `x${cookie}`, `${cookie}x`]) {
      const answer = await session(other)
      expect(answer.status).toBe(401)
      expect(problemOf(answer.body)).toMatchObject({
        code: 'unauthorised',
        remedy: expect.stringContaining('baton open'),
      })
    }
  })

  it('calls nothing over HTTP: that is for commands', async () => {
    const cookie = await cookieOf(server, grants, 'control')
    const call = (headers: Record<string, string>) =>
      ask(`${server.url}/rpc/core.quit`, { headers: { 'content-type': 'application/json', cookie, ...headers } })
    expect((await call({})).status).toBe(401)
    expect((await call({ origin: server.url })).status).toBe(403)
  })

  it('ends when the page leaves, and by nobody else', async () => {
    const cookie = await cookieOf(server, grants, 'control')
    const leave = (headers: Record<string, string>) => ask(`${server.url}/auth/leave`, { headers })
    expect((await leave({ cookie })).status).toBe(403)
    expect((await leave({ cookie, origin: 'https://evil.example' })).status).toBe(403)
    expect((await leave({ origin: server.url })).status).toBe(401)
    expect((await session(cookie)).status).toBe(200)
    const left = await leave({ cookie, origin: server.url })
    expect(left.status).toBe(200)
    expect(left.headers['set-cookie']).toEqual([expect.stringMatching(/^baton_\d+=; .*Max-Age=0$/)])
    expect((await session(cookie)).status).toBe(401)
    expect(grants.list()).toEqual([])
  })
})
