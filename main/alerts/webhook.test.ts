import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { AlertMessage } from '../../contract/alerts.ts'
import type { Sent } from './sent.ts'
import { callWebhook, type WebhookParts } from './webhook.ts'

const NOW = Date.parse('2026-11-22T12:00:00.500Z')
const SECRET = 'a secret of more than sixteen bytes'
const message: AlertMessage = {
  id: '01A',
  rule: 'context-full',
  fact: 'context',
  subject: 'fix it',
  project: 'shop',
  value: 91.5,
  above: 90,
  firedAt: '2026-11-22T11:59:00.000Z',
  endedAt: null,
}

interface Taken {
  headers: IncomingHttpHeaders
  body: string
}

async function server(answer: RequestListener): Promise<{ url: string; taken: Taken[] }> {
  const taken: Taken[] = []
  const made = createServer(async (request, response) => {
    taken.push({ headers: request.headers, body: (await buffer(request)).toString() })
    answer(request, response)
  })
  made.listen(0, '127.0.0.1')
  await once(made, 'listening')
  onTestFinished(() => {
    made.closeAllConnections()
    made.close()
  })
  return { url: `http://127.0.0.1:${(made.address() as AddressInfo).port}/hook`, taken }
}

function secretFile(text: string, mode = 0o600): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'baton-secret-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = path.join(dir, 'secret')
  writeFileSync(file, text)
  chmodSync(file, mode)
  return file
}

function call(url: string, file: string | null = null, change: Partial<WebhookParts> = {}): Promise<Sent> {
  const parts: WebhookParts = { version: '1.2.3', fetch, now: () => NOW, timeoutMs: 5_000, ...change }
  return callWebhook(parts, { id: 'hook', url, secretFile: file }, message, new AbortController().signal)
}

describe('a webhook', () => {
  it('gets the message as JSON, signed with the time', async () => {
    const { url, taken } = await server((_, response) => response.writeHead(204).end())
    expect(await call(url, secretFile(`${SECRET}\n`))).toEqual({ did: 'sent', why: null })
    const [{ headers, body } = { headers: {}, body: '' }] = taken
    expect(JSON.parse(body)).toEqual(message)
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'baton/1.2.3' })
    expect(headers['baton-timestamp']).toBe('1795348800')
    const own = createHmac('sha256', SECRET).update(`1795348800.${body}`).digest('hex')
    expect(headers['baton-signature']).toBe(`v1=${own}`)
  })

  it('is not signed without a secret', async () => {
    const { url, taken } = await server((_, response) => response.end())
    expect(await call(url)).toMatchObject({ did: 'sent' })
    expect(taken[0]?.headers['baton-signature']).toBeUndefined()
  })

  it.each([408, 425, 429, 500, 503])('is tried again after %i', async (status) => {
    const { url } = await server((_, response) => response.writeHead(status).end('busy\u001b[2J now'))
    expect(await call(url)).toEqual({ did: 'later', why: `it answered ${status}: busy[2J now` })
  })

  it.each([400, 401, 404, 410])('is not after %i', async (status) => {
    const { url } = await server((_, response) => response.writeHead(status).end())
    expect(await call(url)).toEqual({ did: 'never', why: `it answered ${status}` })
  })

  it('leads nowhere else', async () => {
    const other = await server((_, response) => response.end())
    const { url } = await server((_, response) => response.writeHead(307, { location: other.url }).end())
    expect(await call(url)).toMatchObject({ did: 'never', why: expect.stringContaining('redirects are not followed') })
    expect(other.taken).toEqual([])
  })

  it('tells little of a long answer', async () => {
    const { url } = await server((_, response) => response.writeHead(400).end('x'.repeat(1_000_000)))
    const { why } = await call(url)
    expect(why?.length).toBeLessThan(230)
  })

  it('is tried again when it does not answer, or is not there', async () => {
    const { url } = await server(() => {})
    expect(await call(url, null, { timeoutMs: 100 })).toEqual({
      did: 'later',
      why: 'it cannot be reached (TimeoutError)',
    })
    expect(await call('http://127.0.0.1:9/')).toEqual({ did: 'later', why: 'it cannot be reached (bad port)' })
  })

  it.each([
    ['of others', SECRET, 0o644, 'others than you may read or change it'],
    ['that is short', 'short', 0o600, 'less than 16 bytes'],
  ])('is not told with a secret %s', async (_, text, mode, why) => {
    const { url, taken } = await server((__, response) => response.end())
    expect(await call(url, secretFile(text, mode))).toEqual({ did: 'never', why: expect.stringContaining(why) })
    expect(await call(url, '/nowhere/secret')).toEqual({ did: 'never', why: '/nowhere/secret: there is no such file' })
    expect(taken).toEqual([])
  })
})
