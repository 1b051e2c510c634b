import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { connect as dial } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openGrants } from './grants.ts'
import type { Grants } from './grants.ts'
import { prepareRemote } from './remote.ts'
import type { Remote } from './remote.ts'
import type { RunningServer } from './server.ts'
import { makeCertificate, OPENSSL, WHY_SKIPPED } from './test-certificate.ts'
import type { TestCertificate } from './test-certificate.ts'
import { createTestCore, serve } from './test-core.ts'
import { ask, eventually } from './test-request.ts'

const NO_FILES = { certFile: undefined, keyFile: undefined }
const prepare = (options: { host?: string; certFile?: string; keyFile?: string }) =>
  prepareRemote({ host: undefined, ...NO_FILES, ...options }, Date.now())

describe('an address beside loopback', () => {
  it('is none unless one is asked for', async () => {
    for (const host of [{}, { host: '127.0.0.1' }, { host: 'localhost' }]) {
      expect(await prepare(host)).toEqual({ ok: true, value: null })
    }
  })

  it.each([
    [{ host: '192.168.1.5' }, /without TLS/, /mkcert .+192\.168\.1\.5.+SSH tunnel/],
    [{ host: '::1', certFile: 'c' }, /without TLS/, /--tls-key/],
    [{ certFile: 'c', keyFile: 'k' }, /--host/, /--host/],
    [{ host: '127.0.0.1', certFile: 'c' }, /without TLS/, /--tls-key/],
    ...['0.0.0.0', '::', '0', '0x0', '[::]', '0:0:0:0:0:0:0:0', '::ffff:0.0.0.0'].map(
      (host) => [{ host, certFile: 'c', keyFile: 'k' }, /every network/, /name the one address/] as const,
    ),
    [{ host: '', certFile: 'c', keyFile: 'k' }, /no address/, /IP address/],
    [{ host: 'a b', certFile: 'c', keyFile: 'k' }, /no address/, /IP address/],
    [{ host: '10.0.0.1/x', certFile: 'c', keyFile: 'k' }, /no address/, /IP address/],
    [{ host: 'nobody.invalid', certFile: 'c', keyFile: 'k' }, /no address is known/, /IP address/],
  ] as const)('%j is refused with the reason and the way out', async (options, cause, remedy) => {
    expect(await prepare(options)).toMatchObject({
      ok: false,
      problem: { code: 'usage', cause: expect.stringMatching(cause), remedy: expect.stringMatching(remedy) },
    })
  })
})

const IPV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1') === true)

it.skipIf(!IPV6)(`listens on the other loopback, too, if asked ${IPV6 ? '' : '(skipped: no IPv6 here)'}`, async () => {
  const remote = await prepare({ host: '::1' })
  if (!remote.ok) throw new Error(remote.problem.cause)
  const core = createTestCore()
  const server = await serve(core, { remote: remote.value })
  expect(server.pageUrl).toMatch(/^http:\/\/\[::1\]:\d+$/)
  const headers = { authorization: `Bearer ${core.token}`, 'content-type': 'application/json' }
  for (const url of [server.pageUrl, server.url]) {
    expect((await ask(`${url}/rpc/core.quit`, { headers })).status).toBe(200)
    expect((await ask(`${url}/healthz`, { method: 'GET', headers: { host: 'evil.example' } })).status).toBe(403)
  }
  await server.close()
})

/** An address of this machine that is not loopback; loopback's second one where there is no network. */
const OUTSIDE =
  Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address ?? '127.0.0.2'

describe.skipIf(!OPENSSL)(`browsers over TLS ${WHY_SKIPPED}`, () => {
  let folder = ''
  let files: TestCertificate
  let grants: Grants
  let server: RunningServer
  const core = createTestCore()
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'baton-remote-'))
    files = makeCertificate(folder, 'tls', `DNS:box.example,IP:${OUTSIDE},IP:127.0.0.1`)
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  beforeEach(async () => {
    grants = await openGrants({ dataDir: null, log: pino({ level: 'silent' }) })
    server = await start(OUTSIDE)
  })
  afterEach(() => server.close())

  async function start(host: string, port = 0): Promise<RunningServer> {
    const remote = await prepare({ host, ...files })
    if (!remote.ok) throw new Error(remote.problem.cause)
    return serve(core, { grants, remote: remote.value, port, ui: join(folder, 'no-page') })
  }

  /** One request over TLS that trusts the test's certificate alone. */
  function secure(path: string, headers: Record<string, string> = {}, body: string | null = null) {
    const ca = readFileSync(files.certFile)
    const method = body === null ? 'GET' : 'POST'
    return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((resolve, reject) => {
      const asking = request(
        server.pageUrl + path,
        { ca, method, headers, agent: false, servername: 'box.example' },
        (response) => {
          let text = ''
          response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
        },
      )
      asking.on('error', reject)
      asking.end(body ?? undefined)
    })
  }

  it('are served the page, are let in, and get their socket', async () => {
    expect(server.pageUrl).toMatch(new RegExp(`^https://${OUTSIDE.replaceAll('.', '\\.')}:\\d+$`))
    const { host, origin, port } = new URL(server.pageUrl)
    const page = await secure('/')
    expect([page.status, page.body]).toEqual([503, expect.stringContaining('npm run build')])
    expect(page.headers['content-security-policy']).toContain(`connect-src 'self' wss://${host};`)
    const code = JSON.stringify({ code: grants.createCode('control') })
    const letIn = await secure('/auth/exchange', { origin, 'content-type': 'application/json' }, code)
    const cookie = letIn.headers['set-cookie']?.[0] ?? ''
    expect(cookie).toMatch(new RegExp(`^baton_${port}=.*; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000; Secure$`))
    const headers = { cookie: cookie.split(';')[0], origin }
    const socket = new WebSocket(`wss://${host}/ws`, { ca: readFileSync(files.certFile), headers })
    const hello = await new Promise((resolve, reject) => socket.once('message', resolve).once('error', reject))
    expect(JSON.parse(String(hello))).toMatchObject({ type: 'hello', role: 'control' })
    socket.terminate()
  })

  it('reach neither hooks, commands nor figures there, with whatever token', async () => {
    const headers = { authorization: `Bearer ${core.token}`, 'content-type': 'application/json' }
    expect((await secure('/rpc/core.quit', headers, '{}')).status).toBe(404)
    expect((await secure('/metrics')).status).toBe(404)
    expect((await secure('/hooks/L1', { authorization: 'Bearer bearer-of-launch-1' }, '{}')).status).toBe(404)
    expect((await secure('/readyz')).status).toBe(404)
    expect(JSON.parse((await secure('/healthz')).body)).toMatchObject({ ready: true })
    const url = `${server.pageUrl.replace('https', 'wss')}/ws`
    const status = await new Promise((resolve) => {
      const socket = new WebSocket(url, { ca: readFileSync(files.certFile), headers })
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
      socket.on('open', () => resolve(101))
      socket.on('error', () => {})
    })
    expect(status).toBe(403)
  })

  it('may use the names of the certificate, and their origin has to fit', async () => {
    const { port } = new URL(server.pageUrl)
    for (const name of [OUTSIDE, 'box.example', 'BOX.example', '127.0.0.1']) {
      expect((await secure('/healthz', { host: `${name}:${port}` })).status).toBe(200)
    }
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      'box.example',
      `localhost:${port}`,
      `x.box.example:${port}`,
    ]) {
      expect((await secure('/healthz', { host })).status).toBe(403)
    }
    const code = JSON.stringify({ code: grants.createCode('view') })
    const exchange = (origin: string) =>
      secure('/auth/exchange', { host: `box.example:${port}`, origin, 'content-type': 'application/json' }, code)
    for (const origin of [`http://box.example:${port}`, server.pageUrl, server.url, 'https://box.example'])
      expect((await exchange(origin)).status).toBe(403)
    expect((await exchange(`https://box.example:${port}`)).status).toBe(200)
  })

  it('leave loopback as it is, on the same port', async () => {
    const free = new URL(server.pageUrl).port
    await server.close()
    server = await start(OUTSIDE, Number(free))
    expect([server.url, server.pageUrl]).toEqual([`http://127.0.0.1:${free}`, `https://${OUTSIDE}:${free}`])
    const headers = { authorization: `Bearer ${core.token}`, 'content-type': 'application/json' }
    expect((await ask(`${server.url}/rpc/core.quit`, { headers })).status).toBe(200)
    expect(
      (await ask(`${server.url}/healthz`, { method: 'GET', headers: { host: `box.example:${free}` } })).status,
    ).toBe(403)
    expect((await secure('/healthz')).status).toBe(200)
  })

  it('have the port where loopback itself is that address, and commands another', async () => {
    const free = new URL(server.pageUrl).port
    await server.close()
    server = await start('127.0.0.1', Number(free))
    expect(server.pageUrl).toBe(`https://127.0.0.1:${free}`)
    expect(server.port).not.toBe(Number(free))
    expect((await ask(`${server.url}/healthz`, { method: 'GET' })).status).toBe(200)
    expect((await secure('/healthz')).status).toBe(200)
  })

  it('are told the name that the certificate is valid for', async () => {
    const named = makeCertificate(folder, 'named', 'DNS:box.example')
    const remote = await prepare({ host: OUTSIDE, ...named })
    expect(remote).toMatchObject({ ok: true, value: { pageName: 'box.example', address: OUTSIDE } })
  })

  it('use TLS 1.2 or newer, or nothing', async () => {
    const { port } = new URL(server.pageUrl)
    const shake = (options: object) =>
      new Promise<string>((resolve) => {
        const socket = connect({ host: OUTSIDE, port: Number(port), rejectUnauthorized: false, ...options }, () => {
          resolve(socket.getProtocol() ?? '')
          socket.destroy()
        })
        socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
      })
    expect(await shake({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2')
    expect(await shake({})).toBe('TLSv1.3')
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' }
    expect(await shake(old)).toMatch(/^E/)
    await expect(ask(`${server.pageUrl.replace('https', 'http')}/healthz`, { method: 'GET' })).rejects.toThrow(
      /hang up|ECONNRESET/,
    )
    expect(server.refusals()['tls']).toBe(2)
  })

  it('take no connection from hooks and commands, however many they are', async () => {
    const { port } = new URL(server.pageUrl)
    const held = Array.from({ length: 200 }, () => dial(Number(port), OUTSIDE))
    await Promise.all(
      held.map(
        (socket) =>
          new Promise((resolve) =>
            socket
              .on('error', () => {})
              .once('close', resolve)
              .once('connect', resolve),
          ),
      ),
    )
    await eventually(() => expect(server.refusals()['too-many-connections']).toBeGreaterThan(0))
    expect((await ask(`${server.url}/healthz`, { method: 'GET' })).status).toBe(200)
    for (const socket of held) socket.destroy()
    await eventually(async () => expect((await secure('/healthz')).status).toBe(200))
  })

  it('are cut off when they never shake hands', async () => {
    await server.close()
    const remote = await prepare({ host: OUTSIDE, ...files })
    if (!remote.ok) throw new Error(remote.problem.cause)
    server = await serve(core, { grants, remote: remote.value, timeouts: { headers: 200, request: 400 } })
    const socket = dial(Number(new URL(server.pageUrl).port), OUTSIDE)
    await new Promise((resolve) => socket.on('error', () => {}).once('close', resolve))
    expect(server.refusals()).toEqual({ tls: 1 })
  })

  it('are not served, and nobody is, where the address is not of this machine', async () => {
    const remote: Remote = { address: '203.0.113.9', names: [], pageName: 'x', tls: readFiles(files) }
    await expect(serve(core, { remote })).rejects.toThrow('no such address')
  })
})

function readFiles({ certFile, keyFile }: TestCertificate) {
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
}
