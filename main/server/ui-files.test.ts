import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunningServer } from './server.ts'
import { createTestCore, serve } from './test-core.ts'
import { ask, rawExchange } from './test-request.ts'

let folder = ''
let server: RunningServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-ui-'))
  server = await serve(createTestCore(), { ui: join(folder, 'ui') })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const put = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}
const build = () => {
  put('ui/index.html', '<!doctype html><title>Baton</title>')
  put('ui/assets/index-CbaAapL0.js', 'export {}')
  put('ui/icon.svg', '<svg/>')
  put('secret.txt', 'secret')
}
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  ask(server.url + path, { method, headers })

describe('the page', () => {
  beforeEach(build)

  it('is given out without a cookie, by a policy that names its own socket alone', async () => {
    const answer = await get('/')
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('<title>Baton') })
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=(), '),
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        `font-src 'self'; connect-src 'self' ws://127.0.0.1:${server.port}; ` +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    })
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    const byName = await get('/?x=1', { host: `localhost:${server.port}` })
    expect(byName.headers['content-security-policy']).toContain(`connect-src 'self' ws://localhost:${server.port};`)
  })

  it('has files that are kept for good where their name has a hash of their content', async () => {
    const script = await get('/assets/index-CbaAapL0.js')
    expect(script).toMatchObject({ status: 200, body: 'export {}' })
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
    const icon = await get('/icon.svg')
    expect(icon.headers).toMatchObject({ 'content-type': 'image/svg+xml', 'cache-control': 'no-cache' })
    const again = await get('/icon.svg', { 'if-none-match': `W/"x", ${icon.headers.etag}` })
    expect(again).toMatchObject({ status: 304, body: '' })
    expect((await get('/icon.svg', { 'if-none-match': '"x"' })).status).toBe(200)
  })

  it('tells of itself without a body', async () => {
    const head = await get('/', {}, 'HEAD')
    expect(head).toMatchObject({ status: 200, body: '' })
    expect(head.headers['content-length']).toBe('35')
  })

  it('stays whole when it is built anew under a running core', async () => {
    await get('/')
    rmSync(join(folder, 'ui'), { recursive: true })
    expect((await get('/assets/index-CbaAapL0.js')).body).toBe('export {}')
  })

  it('is not for pages of others', async () => {
    expect((await get('/', { origin: 'https://evil.example' })).status).toBe(403)
    expect((await get('/assets/index-CbaAapL0.js', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await get('/', { host: 'evil.example' })).status).toBe(403)
    expect(server.refusals()).toEqual({ origin: 1, 'cross-site': 1, host: 1 })
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('is not for %s', async (method) => {
    expect((await get('/', {}, method)).status).toBe(405)
  })
})

describe('nothing else of the machine', () => {
  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '//etc/passwd',
    '/etc/passwd',
    '/./secret.txt',
    '/index.html%00.js',
    '/link.txt',
    '/linked/secret.txt',
    '/index.html',
    '/assets',
    '/assets/',
    '/__proto__',
    '/constructor',
  ])('is reached by %s', async (path) => {
    build()
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'ui/link.txt'))
    symlinkSync(folder, join(folder, 'ui/linked'))
    const answer = await rawExchange(
      server.port,
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 404 [\s\S]*"unknown-route"/)
    expect(answer).not.toContain('secret\r\n')
  })

  it('is reached by an address in place of a path', async () => {
    build()
    for (const target of [`file://${folder}/secret.txt`, `http://127.0.0.1:${server.port}/../secret.txt`, '*']) {
      const request = `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`
      expect(await rawExchange(server.port, request)).toMatch(/^HTTP\/1\.1 40[04] /)
    }
  })
})

describe('where the page is not built', () => {
  it('says how to build it, and finds it then', async () => {
    const answer = await get('/')
    expect(answer.status).toBe(503)
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    expect(answer.body).toContain('npm run build')
    expect((await get('/icon.svg')).status).toBe(404)
    build()
    expect((await get('/')).status).toBe(200)
  })

  it('because something else stands there, says that it failed, and finds the page once it is mended', async () => {
    put('ui', 'a file')
    expect((await get('/')).status).toBe(500)
    rmSync(join(folder, 'ui'))
    build()
    expect((await get('/')).status).toBe(200)
  })

  it('the rest works, and names nothing', async () => {
    const health = await get('/healthz')
    expect(JSON.parse(health.body)).toEqual({ ready: true, version: '0.0.0', refusals: {} })
    expect(health.headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'no-store' })
  })
})
