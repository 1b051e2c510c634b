import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GRANT_LIFE_MS, GRANT_LIMIT, openGrants } from './grants.ts'
import type { Grants } from './grants.ts'
import { CODE_LIFE_MS, createOneTimeCodes, WRONG_CODE_LIMIT, WRONG_CODE_WINDOW_MS } from './one-time-codes.ts'

const BROWSER = { userAgent: 'x', former: [] }
let dataDir = ''
let time = Date.parse('2026-11-22T10:00:00.000Z')
const lines: string[] = []
const log = pino({}, { write: (line: string) => void lines.push(line) })
const now = () => time
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'baton-grants-'))
  lines.length = 0
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const open = () => openGrants({ dataDir, log, now })
const file = () => join(dataDir, 'clients.json')
async function letIn(
  grants: Grants,
  role: 'view' | 'control' = 'control',
  userAgent = 'curl/8',
  former: string[] = [],
) {
  const exchanged = await grants.exchange(grants.createCode(role), { userAgent, former })
  if (!exchanged.ok) throw new Error(exchanged.why)
  return exchanged
}

describe('a one-time code', () => {
  it('has 256 bits, works once, and for its role', async () => {
    const grants = await open()
    const code = grants.createCode('view')
    expect(Buffer.from(code, 'base64url')).toHaveLength(32)
    expect(code).toMatch(/^[\w-]{43}$/)
    expect(await grants.exchange(code, BROWSER)).toMatchObject({ ok: true, access: { role: 'view' } })
    expect(await grants.exchange(code, BROWSER)).toEqual({ ok: false, why: 'wrong' })
  })

  it('works once even for two that come at the same moment', async () => {
    const grants = await open()
    const code = grants.createCode('control')
    const both = await Promise.all([grants.exchange(code, BROWSER), grants.exchange(code, BROWSER)])
    expect(both.map(({ ok }) => ok)).toEqual([true, false])
  })

  it('works for a day', () => {
    const codes = createOneTimeCodes(now)
    const [early, late] = [codes.create('view'), codes.create('view')]
    time += CODE_LIFE_MS - 1
    expect(codes.redeem(early)).toEqual({ ok: true, role: 'view' })
    time += 1
    expect(codes.redeem(late)).toEqual({ ok: false, why: 'wrong' })
  })

  it('cannot be tried for long, and who tries keeps nobody out: after ten wrong ones a minute right ones are taken still', () => {
    const codes = createOneTimeCodes(now)
    const right = codes.create('control')
    for (let n = 0; n < WRONG_CODE_LIMIT; n++) expect(codes.redeem(`wrong ${n}`)).toMatchObject({ why: 'wrong' })
    time += WRONG_CODE_WINDOW_MS - 1
    expect(codes.redeem('wrong')).toEqual({ ok: false, why: 'too-many', retryAfterMs: 1 })
    expect(codes.redeem(right)).toEqual({ ok: true, role: 'control' })
    expect(codes.redeem(right)).toMatchObject({ why: 'too-many' })
    time += 1
    for (let n = 0; n < WRONG_CODE_LIMIT; n++) expect(codes.redeem(`wrong ${n}`)).toMatchObject({ why: 'wrong' })
    expect(codes.redeem('wrong')).toMatchObject({ why: 'too-many', retryAfterMs: WRONG_CODE_WINDOW_MS })
  })

  it('is kept in bounds, the newest', () => {
    const codes = createOneTimeCodes(now)
    const made = Array.from({ length: 101 }, () => codes.create('view'))
    expect(codes.redeem(made[0] ?? '')).toMatchObject({ ok: false })
    expect(codes.redeem(made[1] ?? '')).toMatchObject({ ok: true })
    expect(codes.redeem(made[100] ?? '')).toMatchObject({ ok: true })
  })
})

describe('a browser that was let in', () => {
  it('is known by its secret, also to the next core of the folder, and the secret stands nowhere', async () => {
    const first = await open()
    const { secret, access } = await letIn(first, 'view', 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0')
    expect(access).toEqual({ role: 'view', clientId: expect.any(String), name: 'Firefox 145 on Linux' })
    expect(first.find(secret)).toEqual(access)
    expect(first.find(`${secret}x`)).toBeNull()
    expect(first.find('')).toBeNull()
    expect((await open()).find(secret)).toEqual(access)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(readFileSync(file(), 'utf8') + lines.join()).not.toContain(secret)
    expect(lines.join()).toContain('browser let in')
  })

  it('is forgotten when it was not seen for 30 days, and stays while it comes', async () => {
    const grants = await open()
    const away = await letIn(grants)
    const there = await letIn(grants)
    time += GRANT_LIFE_MS
    expect(grants.find(there.secret)).not.toBeNull()
    time += 1
    expect(grants.find(away.secret)).toBeNull()
    expect(grants.list()).toHaveLength(1)
    await grants.flush()
    expect((await open()).list()).toEqual(grants.list())
  })

  it('is one of a hundred: the one unseen for longest goes', async () => {
    const grants = await open()
    const first = await letIn(grants)
    time += 1
    const second = await letIn(grants)
    time += 1
    grants.find(first.secret)
    for (let n = 2; n < GRANT_LIMIT; n++) await letIn(grants)
    expect(grants.list()).toHaveLength(GRANT_LIMIT)
    const newest = await letIn(grants)
    expect(grants.list()).toHaveLength(GRANT_LIMIT)
    expect([first, second, newest].map(({ secret }) => grants.find(secret) !== null)).toEqual([true, false, true])
  })

  it('is listed with its connections, newest first', async () => {
    const grants = await open()
    const { access } = await letIn(grants, 'view')
    time += 1_000
    await letIn(grants)
    const gone = grants.connected(access.clientId ?? '', () => {})
    expect(grants.list().map(({ role, connections }) => [role, connections])).toEqual([
      ['control', 0],
      ['view', 1],
    ])
    time += 5_000
    gone()
    expect(grants.list()[1]).toMatchObject({ connections: 0, lastSeenAt: new Date(time).toISOString() })
    expect(JSON.stringify(grants.list())).not.toContain('ecret')
  })
})

describe('a browser that is let in again', () => {
  it('stays one in the list, with its open pages and a new secret', async () => {
    const grants = await open()
    const first = await letIn(grants)
    const putOut = vi.fn<() => void>()
    const closed = grants.connected(first.access.clientId ?? '', putOut)
    const again = await letIn(grants, 'control', 'curl/9', [first.secret, 'of another port'])
    expect(again.access).toEqual({ ...first.access, name: 'curl/9' })
    expect([grants.find(first.secret), grants.find(again.secret)]).toEqual([null, again.access])
    expect(grants.list()).toMatchObject([{ connections: 1 }])
    expect(putOut).not.toHaveBeenCalled()
    closed()
    expect(grants.list()).toMatchObject([{ connections: 0 }])
  })

  it('loses the pages of another role', async () => {
    const grants = await open()
    const first = await letIn(grants)
    const putOut = vi.fn<() => void>()
    grants.connected(first.access.clientId ?? '', putOut)
    const again = await letIn(grants, 'view', 'curl/8', [first.secret])
    expect(putOut).toHaveBeenCalledOnce()
    expect(grants.find(first.secret)).toBeNull()
    expect(grants.list()).toMatchObject([{ id: again.access.clientId, role: 'view' }])
  })
})

describe('revoking', () => {
  it('puts one browser out at once and for good', async () => {
    const grants = await open()
    const [one, other] = [await letIn(grants), await letIn(grants)]
    const putOut = vi.fn<() => void>()
    const stays = vi.fn<() => void>()
    grants.connected(one.access.clientId ?? '', putOut)
    grants.connected(other.access.clientId ?? '', stays)
    expect(await grants.revoke(one.access.clientId ?? '')).toBe(true)
    expect(putOut).toHaveBeenCalledOnce()
    expect(stays).not.toHaveBeenCalled()
    expect(grants.find(one.secret)).toBeNull()
    const next = await open()
    expect([next.find(one.secret), next.find(other.secret)]).toEqual([null, other.access])
    expect(await grants.revoke(one.access.clientId ?? '')).toBe(false)
  })

  it('of all takes back the open addresses, too', async () => {
    const grants = await open()
    const { secret } = await letIn(grants)
    const code = grants.createCode('control')
    expect(await grants.revoke()).toBe(true)
    expect(grants.find(secret)).toBeNull()
    expect(await grants.exchange(code, BROWSER)).toMatchObject({ ok: false })
  })

  it('reaches a connection that comes just then', async () => {
    const grants = await open()
    const { access } = await letIn(grants)
    await grants.revoke()
    const putOut = vi.fn<() => void>()
    grants.connected(access.clientId ?? '', putOut)
    expect(putOut).toHaveBeenCalledOnce()
  })
})

describe('the list on disk', () => {
  it.each(['', '{', '{"clients":[{"id":"x"}]}', '[]'])(
    'that is damaged (%j) lets nobody in and is said',
    async (text) => {
      writeFileSync(file(), text)
      const grants = await open()
      expect(grants.list()).toEqual([])
      expect(lines.join()).toContain('cannot be read')
      const { secret } = await letIn(grants)
      expect((await open()).find(secret)).not.toBeNull()
    },
  )

  it('that cannot be written keeps nobody out', async () => {
    const grants = await open()
    rmSync(dataDir, { recursive: true })
    const { secret } = await letIn(grants)
    expect(grants.find(secret)).not.toBeNull()
    expect(lines.join()).toContain('cannot be kept')
  })
})
