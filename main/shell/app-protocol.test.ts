import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pageHeaders } from '../server/security-headers.ts'
import { pageResponder, registerAppScheme, serveAppScheme } from './app-protocol.ts'
import { fakeElectron } from './fake-electron.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'baton-ui-'))
const ui = path.join(folder, 'ui')
const respond = (): ((request: Request) => Promise<Response>) => pageResponder(ui, pageHeaders(''))
const get = (address: string, method = 'GET') => respond()(new Request(address, { method }))

beforeAll(() => {
  mkdirSync(path.join(ui, 'assets'), { recursive: true })
  writeFileSync(path.join(ui, 'index.html'), '<!doctype html>')
  writeFileSync(path.join(ui, 'assets', 'main-1.js'), 'export {}')
  writeFileSync(path.join(ui, 'assets', 'notes.txt'), 'no type')
  writeFileSync(path.join(folder, 'secret.json'), '{}')
  symlinkSync(path.join(folder, 'secret.json'), path.join(ui, 'link.json'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('the scheme is standard and secure and passes no policy by', () => {
  const { electron, schemes } = fakeElectron()
  registerAppScheme(electron.protocol)
  expect(schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
})

it('serves the page and its files with their types', async () => {
  const page = await get('app://baton/#/series/s1')
  expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
    200,
    'text/html; charset=utf-8',
    '<!doctype html>',
  ])
  const script = await get('app://baton/assets/main-1.js?v=1')
  expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
  const head = await get('app://baton/index.html', 'HEAD')
  expect([head.status, await head.text()]).toEqual([200, ''])
})

it('gives the page a policy that lets it load and reach nothing but its own', async () => {
  const { electron, answers } = fakeElectron()
  serveAppScheme(electron.protocol, ui, pageHeaders(''))
  const answer = await answers.get('app')?.(new Request('app://baton/'))
  const policy = answer?.headers.get('content-security-policy')?.split('; ')
  expect(policy).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ]),
  )
  expect(answer?.headers.get('x-content-type-options')).toBe('nosniff')
})

it('nothing outside the folder is reached, however its address is written', async () => {
  const tries = [
    'app://baton/../secret.json',
    'app://baton/%2e%2e/secret.json',
    'app://baton/..%2fsecret.json',
    'app://baton/assets/..%2f..%2fsecret.json',
    'app://baton/assets/%2e%2e%2f%2e%2e%2fsecret.json',
    'app://baton/..%5csecret.json',
    'app://baton//etc/passwd',
    'app://baton/link.json',
    'app://baton/assets/notes.txt',
    'app://baton/assets',
    'app://baton/index.html%00.js',
    `app://baton${path.join(folder, 'secret.json')}`,
  ]
  const statuses = await Promise.all(tries.map(async (address) => (await get(address)).status))
  expect(statuses).toEqual(tries.map(() => 404))
})

it('answers to its own host, and to questions only', async () => {
  expect((await get('app://other/index.html')).status).toBe(403)
  expect((await get('app://baton/index.html', 'POST')).status).toBe(405)
  expect((await get('app://baton/index.html', 'PUT')).headers.get('content-security-policy')).toContain("'none'")
})

it('says not found when the page is not built', async () => {
  const nothing = pageResponder(path.join(folder, 'missing'), {})
  expect((await nothing(new Request('app://baton/'))).status).toBe(404)
})
