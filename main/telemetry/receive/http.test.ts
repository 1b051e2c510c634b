import { Agent, request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { ask, rawExchange } from '../../server/test-request.ts'
import type { HttpReceiverParts } from './http.ts'
import { startHttpReceiver } from './http.ts'
import { recordingIntake, startHttp } from './test-receivers.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const start = async (parts: Partial<HttpReceiverParts> = {}) => {
  const intake = recordingIntake()
  const { port, receiver, faults } = await startHttp({ intake, ...parts })
  return { intake, port, receiver, faults, url: `http://127.0.0.1:${port}` }
}

describe('what is no export', () => {
  it.each([
    ['/', 'POST', JSON_TYPE, 404, 'unknown-route'],
    ['/v1/profiles', 'POST', JSON_TYPE, 404, 'unknown-route'],
    ['/v1/logs/', 'POST', JSON_TYPE, 404, 'unknown-route'],
    ['/v1/../v1/logs/%00', 'POST', JSON_TYPE, 404, 'unknown-route'],
    ['/v1/logs', 'GET', {}, 405, 'wrong-method'],
    ['/v1/logs', 'OPTIONS', { 'access-control-request-method': 'POST' }, 405, 'wrong-method'],
    ['/healthz', 'POST', JSON_TYPE, 405, 'wrong-method'],
    ['/v1/logs', 'POST', {}, 415, 'content-type'],
    ['/v1/logs', 'POST', { 'content-type': 'text/plain' }, 415, 'content-type'],
    ['/v1/logs', 'POST', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'content-type'],
    ['/v1/logs', 'POST', { 'content-type': 'text/plain, application/json' }, 415, 'content-type'],
    ['/v1/logs', 'POST', { ...JSON_TYPE, 'content-encoding': 'br' }, 415, 'content-encoding'],
    ['/v1/logs', 'POST', { ...JSON_TYPE, 'content-encoding': 'gzip, gzip' }, 415, 'content-encoding'],
    ['/v1/logs', 'POST', { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' }, 403, 'cross-site'],
    ['/healthz', 'GET', { 'sec-fetch-site': 'same-site' }, 403, 'cross-site'],
  ])('%s by %s with %j is %i', async (path, method, headers, status, reason) => {
    const { url, intake, receiver } = await start()
    const answer = await ask(url + path, { method, headers })
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body)).toMatchObject({
      code: expect.any(Number),
      message: expect.stringMatching(/: .+; /),
    })
    const cors = Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))
    expect(cors).toEqual([])
    const allowed = path === '/healthz' ? 'GET' : 'POST'
    expect(answer.headers['allow']).toBe(status === 405 ? allowed : undefined)
    expect(receiver.view().requests).toEqual({ [`refused:${reason}`]: 1 })
    expect(intake.asked).toEqual([])
  })

  it('is not even HTTP', async () => {
    const { port, receiver } = await start({ timeouts: { headers: 200, request: 400 } })
    expect(await rawExchange(port, '\u0016\u0003\u0001 hello\r\n\r\n')).toContain(' 400 ')
    expect(await rawExchange(port, 'POST /v1/logs HTTP/1.1\r\nHost: x\r\n')).toContain(' 408 ')
    expect(await rawExchange(port, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')).toContain(' 400 ')
    expect(receiver.view().requests).toEqual({ 'refused:malformed': 2, 'refused:timeout': 1 })
  })
})

it('takes a type with parameters, in any case, and a body in chunks', async () => {
  const { port, intake } = await start()
  const head = `POST /v1/logs?x=1 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: Application/JSON; charset=utf-8\r\n`
  const offer =
    'Connection: Upgrade, close\r\nUpgrade: h2c\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n'
  const answer = await rawExchange(port, `${head}${offer}1\r\n{\r\n1\r\n}\r\n0\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1.1 100 .*\r\n\r\nHTTP\/1.1 200 OK\r\n/)
  expect(answer).toMatch(/\r\n\r\n\{\}$/)
  expect(intake.took.map(({ body }) => Buffer.from(body).toString())).toEqual(['{}'])
})

it('answers one after the other on a connection that is kept, also after a refusal', async () => {
  const { port, intake } = await start()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const sockets = new Set<unknown>()
  const post = (type: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const path = '/v1/metrics'
      const asking = request({
        port,
        host: '127.0.0.1',
        path,
        method: 'POST',
        agent,
        headers: { 'content-type': type },
      })
      asking.on('response', (response) => response.resume().on('end', () => resolve(response.statusCode)))
      asking.on('socket', (socket) => sockets.add(socket))
      asking.on('error', reject)
      asking.end('x'.repeat(300_000))
    })
  for (const [type, status] of [
    ['application/json', 200],
    ['text/plain', 415],
    ['application/x-protobuf', 200],
  ] as const) {
    expect(await post(type)).toBe(status)
  }
  agent.destroy()
  expect(sockets.size).toBe(1)
  expect(intake.took).toHaveLength(2)
})

it('refuses a length over the limit without reading, and closes the connection', async () => {
  const { port, receiver } = await start()
  const head = `POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n`
  const answer = await rawExchange(port, `${head}Content-Length: 99999999999\r\n\r\n{`)
  expect(answer).toMatch(/^HTTP\/1.1 413 /)
  expect(answer).toMatch(/\r\nconnection: close\r\n/i)
  expect(answer).toMatch(/\{"code":8,"message":"body: it is over 20971520 bytes; send less at once","details":\[\]\}$/)
  expect(receiver.view().requests).toEqual({ 'refused:body-too-large': 1 })
})

it('hands over nothing of what a sender left off in the middle', async () => {
  const { url, port, intake, receiver } = await start()
  for (let n = 0; n < 3; n++) {
    const options = { port, host: '127.0.0.1', path: '/v1/logs', method: 'POST', headers: JSON_TYPE, agent: false }
    const asking = request(options)
    asking.on('error', () => {})
    await new Promise((resolve) => asking.write('{"resourceLogs', resolve))
    asking.destroy()
  }
  expect((await ask(`${url}/v1/logs`, { headers: JSON_TYPE })).status).toBe(200)
  expect(receiver.view().requests).toMatchObject({ ok: 1 })
  expect(intake.took.map(({ body }) => Buffer.from(body).toString())).toEqual(['{}'])
})

describe('its health', () => {
  it('says what is bound, what waits and the last error, in clean text', async () => {
    const lastError = { at: '2026-11-22T10:00:00.000Z', what: 'disk\u001b[2J full' }
    const intake = recordingIntake()
    const receiver = await startHttpReceiver({
      port: 0,
      takenPort: 'another',
      intake,
      fault: () => {},
      health: () => ({ queue: { requests: 3, bytes: 4_000 }, lastError }),
    })
    const { port } = receiver.view()
    for (const path of ['healthz', 'readyz']) {
      const answer = await ask(`http://127.0.0.1:${port}/${path}`, { method: 'GET' })
      expect(answer.status).toBe(200)
      expect(answer.headers['content-type']).toBe('application/json')
      expect(JSON.parse(answer.body)).toEqual({
        ready: true,
        receivers: [
          { protocol: 'http', state: 'listening', wantedPort: 0, port, problem: null, requests: {}, bytes: 0 },
        ],
        queue: { requests: 3, bytes: 4_000 },
        lastError: { at: lastError.at, what: 'disk[2J full' },
      })
    }
    await receiver.close()
  })

  it('answers a bug by 500, tells of it, and goes on', async () => {
    const faults: unknown[] = []
    let broken = true
    const receiver = await startHttpReceiver({
      port: 0,
      takenPort: 'another',
      intake: recordingIntake(),
      fault: (error) => void faults.push(error),
      health: () => {
        if (broken) throw new Error('a bug')
        return { queue: { requests: 0, bytes: 0 }, lastError: null }
      },
    })
    const url = `http://127.0.0.1:${receiver.view().port}/healthz`
    expect((await ask(url, { method: 'GET' })).status).toBe(500)
    expect(faults).toEqual([new Error('a bug')])
    broken = false
    expect((await ask(url, { method: 'GET' })).status).toBe(200)
    await receiver.close()
  })
})
