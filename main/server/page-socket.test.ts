import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeFrame, FrameKind } from '../../contract/frames.ts'
import { openGrants } from './grants.ts'
import type { Grants } from './grants.ts'
import type { RunningServer } from './server.ts'
import { createTestCore, SERIES, serve } from './test-core.ts'
import type { TestCore } from './test-core.ts'
import { cookieOf, pageSocket, socketUrl } from './test-page.ts'
import { eventually, upgradeStatus } from './test-request.ts'
import { CLOSED_REVOKED } from './websocket.ts'

const lines: string[] = []
let core: TestCore
let server: RunningServer
let grants: Grants
beforeEach(async () => {
  lines.length = 0
  core = createTestCore()
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  grants = await openGrants({ dataDir: null, log })
  server = await serve(core, { grants, log })
})
afterEach(() => server.close())

const attach = { type: 'attach', channel: 1, target: SERIES, columns: 80, rows: 24 }

describe('a websocket of a page', () => {
  it('needs the cookie and an origin that is there and ours', async () => {
    const cookie = await cookieOf(server, grants, 'control')
    const url = socketUrl(server)
    expect(await upgradeStatus(url, { cookie, origin: server.url })).toBe(101)
    expect(await upgradeStatus(url, { cookie })).toBe(403)
    for (const origin of [
      'https://evil.example',
      'null',
      `${server.url}1`,
      server.url.replace('127.0.0.1', 'localhost'),
    ])
      expect(await upgradeStatus(url, { cookie, origin })).toBe(403)
    expect(await upgradeStatus(url, { origin: server.url })).toBe(401)
    expect(await upgradeStatus(url, { cookie: `${cookie}x`, origin: server.url })).toBe(401)
    const other = cookie.replace(String(server.port), String(server.port + 1))
    expect(await upgradeStatus(url, { cookie: other, origin: server.url })).toBe(401)
    expect(server.refusals()).toEqual({ origin: 5, unauthorised: 3 })
  })

  it('is refused to a page of another site or by another name, with the cookie', async () => {
    const cookie = await cookieOf(server, grants, 'control')
    const url = socketUrl(server)
    const own = { cookie, origin: server.url }
    expect(await upgradeStatus(url, { ...own, 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await upgradeStatus(url, { ...own, host: 'evil.example', origin: 'http://evil.example' })).toBe(403)
    expect(await upgradeStatus(url, { ...own, authorization: 'Bearer x' })).toBe(403)
    expect(await upgradeStatus(`${url}?token=${cookie}`, { origin: server.url })).toBe(401)
    expect(server.connections()).toBe(0)
  })

  it('has the role of its browser', async () => {
    const page = await pageSocket(server, await cookieOf(server, grants, 'control'))
    await eventually(() => expect(page.messages[0]).toMatchObject({ type: 'hello', role: 'control' }))
    page.say({ type: 'call', id: 1, method: 'core.quit', params: {} })
    await eventually(() => expect(page.messages[1]).toMatchObject({ type: 'answer', outcome: { ok: true } }))
  })
})

it('a page that may only look sees, and neither changes nor types', async () => {
  const page = await pageSocket(server, await cookieOf(server, grants, 'view'))
  await eventually(() => expect(page.messages[0]).toMatchObject({ type: 'hello', role: 'view' }))
  page.say({ type: 'call', id: 1, method: 'series.get', params: { id: SERIES } })
  for (const method of ['core.quit', 'access.link', 'access.revoke', 'settings.set'])
    page.say({ type: 'call', id: 2, method, params: {} })
  page.say(attach)
  page.socket.send(encodeFrame(FrameKind.input, 1, Buffer.from('rm')))
  const answersOf = () => page.messages.filter(({ type }) => type === 'answer')
  await eventually(() => expect(answersOf()).toHaveLength(5))
  await eventually(() => expect(page.messages).toContainEqual({ type: 'refused', why: 'this client may only look' }))
  await eventually(() => expect(page.messages.map(({ type }) => type)).toContain('attached'))
  const answers = answersOf()
  expect(answers.find(({ id }) => id === 1)).toMatchObject({ outcome: { ok: true } })
  const refused = answers.filter(({ id }) => id === 2)
  expect(refused).toHaveLength(4)
  for (const answer of refused) expect(answer).toMatchObject({ outcome: { ok: false, problem: { code: 'read-only' } } })
  expect(core.terminals.typed()).toBe('')
  expect(server.refusals()['read-only']).toBeGreaterThanOrEqual(5)
})

describe('putting a browser out', () => {
  it('closes all its sockets at once, and nobody else’s', async () => {
    const [cookie, other] = [await cookieOf(server, grants, 'control'), await cookieOf(server, grants, 'control')]
    const pages = [await pageSocket(server, cookie), await pageSocket(server, cookie)]
    const stays = await pageSocket(server, other)
    // Both may have come in one millisecond: their order is not known.
    const [first, second] = grants.list().toSorted((a, b) => b.connections - a.connections)
    expect([first?.connections, second?.connections]).toEqual([2, 1])
    await grants.revoke(first?.id)
    expect(await Promise.all(pages.map(({ closed }) => closed))).toEqual([CLOSED_REVOKED, CLOSED_REVOKED])
    expect(await upgradeStatus(socketUrl(server), { cookie, origin: server.url })).toBe(401)
    stays.say({ type: 'ping' })
    await eventually(() => expect(stays.messages.at(-1)).toEqual({ type: 'pong' }))
    expect(server.connections()).toBe(1)
  })

  it('hears nothing more of one that does not close', async () => {
    const page = await pageSocket(server, await cookieOf(server, grants, 'control'))
    page.say(attach)
    await eventually(() => expect(core.terminals.viewers.size).toBe(1))
    const type = () => page.socket.send(encodeFrame(FrameKind.input, 1, Buffer.from('x')))
    await grants.revoke()
    // Still open as this side sees it: the close frame has not been read yet.
    type()
    expect(await page.closed).toBe(CLOSED_REVOKED)
    await eventually(() => expect(core.terminals.viewers.size).toBe(0))
    expect(core.terminals.typed()).toBe('')
  })

  it('ends one that is deaf', async () => {
    const page = await pageSocket(server, await cookieOf(server, grants, 'view'))
    page.socket.pause()
    await grants.revoke()
    await eventually(() => expect(server.connections()).toBe(0))
    page.socket.terminate()
  })
})

it('logs who is let in, comes and is put out, and no secret', async () => {
  const code = grants.createCode('view')
  const cookie = await cookieOf(server, grants, 'view')
  await pageSocket(server, cookie)
  await grants.revoke()
  const said = lines.map((line) => JSON.parse(line) as { msg: string; name?: string })
  const named = said.filter(({ name }) => name === 'Firefox 145').map(({ msg }) => msg)
  expect(named).toEqual(['browser let in', 'client connected', 'browser put out'])
  for (const secret of [code, cookie.split('=')[1] ?? '-', core.token]) expect(lines.join()).not.toContain(secret)
})
