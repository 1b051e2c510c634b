import Sqlite from 'better-sqlite3'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { ForwardView } from '../../../contract/telemetry.ts'
import { decode } from '../../otlp/decode.ts'
import { forwardWorld, isEmpty } from './forwarder-for-tests.ts'
import { received } from './samples-for-tests.ts'
import { openForwarder, QUEUE_FILE } from './forwarder.ts'

const MANY = Array.from({ length: 300 }, (_, index) => `{"n":${index}}`)

describe('sending on', () => {
  it('sends the original bytes with their type, packed, and the headers, to the address of the signal', async () => {
    const { endpoint, open } = await forwardWorld()
    const forwarder = await open({ endpoint: `${endpoint.url}/otlp/` }, { headers: { 'x-key': 'secret' } })
    await forwarder.keep([received('{"a" :1}'), received('\u0001\u0002', 'metrics', 'protobuf')])
    await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true))

    expect(endpoint.taken.map(({ path }) => path).toSorted()).toEqual(['/otlp/v1/logs', '/otlp/v1/metrics'])
    expect(endpoint.kept('/otlp/v1/logs')).toEqual(['{"a" :1}'])
    expect(endpoint.kept('/otlp/v1/metrics')).toEqual(['\u0001\u0002'])
    const logs = endpoint.taken.find(({ path }) => path === '/otlp/v1/logs')
    expect(logs?.headers).toMatchObject({
      'x-key': 'secret',
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'user-agent': 'baton/1.2.3',
    })
    expect(endpoint.taken.find(({ path }) => path === '/otlp/v1/metrics')?.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
    })
    expect(ForwardView.parse(forwarder.view())).toMatchObject({ state: 'idle', sent: 2, dropped: {}, problem: null })
  })

  it('leaves out signals that are not wanted, also those that waited from before', async () => {
    const { endpoint, open, faults } = await forwardWorld()
    await endpoint.goAway()
    const before = await open()
    await before.keep([received('a', 'traces'), received('b', 'logs')])
    await before.close()
    await endpoint.comeBack()
    const forwarder = await open({ signals: ['logs'] })
    await forwarder.keep([received('c', 'metrics'), received('d', 'logs')])
    await vi.waitFor(() => expect(endpoint.kept()).toEqual(['b', 'd']))
    await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true))
    expect(endpoint.taken.filter(({ path }) => path !== '/v1/logs')).toEqual([])
    expect(forwarder.view().dropped).toEqual({ 'signal-off': 1 })
    expect(faults).toHaveLength(1)
  })

  it('joins protobuf, never JSON, and keeps the order', async () => {
    const { endpoint, open } = await forwardWorld()
    await endpoint.goAway()
    const forwarder = await open()
    await forwarder.keep(MANY.map((body) => received(body)))
    await forwarder.keep(MANY.map((body) => received(body, 'traces', 'protobuf')))
    await endpoint.comeBack()
    await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true), { timeout: 10_000 })
    expect(endpoint.kept('/v1/logs')).toEqual(MANY)
    expect(endpoint.kept('/v1/traces').join('')).toBe(MANY.join(''))
    expect(endpoint.kept('/v1/traces').length).toBeLessThan(50)
    expect(forwarder.view().sent).toBe(600)
  })

  it('joins no more than the work of a moment', async () => {
    const { endpoint, open } = await forwardWorld()
    const forwarder = await open()
    await forwarder.keep(Array.from({ length: 5 }, () => received('x'.repeat(300_000), 'logs', 'protobuf')))
    await vi.waitFor(() => expect(forwarder.view().sent).toBe(5))
    expect(endpoint.kept().map(({ length }) => length)).toEqual([300_000, 300_000, 300_000, 300_000, 300_000])
  })

  it('follows no redirect: neither bytes nor keys go elsewhere', async () => {
    const { endpoint, open } = await forwardWorld()
    const other = await forwardWorld()
    endpoint.reply = () => ({ status: 307, headers: { location: `${other.endpoint.url}/v1/logs` } })
    const forwarder = await open({}, { headers: { 'x-key': 'secret' } })
    await forwarder.keep([received('a')])
    await vi.waitFor(() => expect(forwarder.view().problem?.code).toBe('forward-redirected'))
    expect(forwarder.view()).toMatchObject({ state: 'failed', sent: 0, queued: { requests: 1 } })
    expect(other.endpoint.taken).toEqual([])
  })

  it('sends nothing to the receiver that it came from', async () => {
    const { endpoint, open } = await forwardWorld()
    const ownPorts = [Number(new URL(endpoint.url).port)]
    const forwarder = await open({}, { ownPorts: () => ownPorts })
    await forwarder.keep([received('a')])
    await vi.waitFor(() =>
      expect(forwarder.view()).toMatchObject({ state: 'failed', problem: { code: 'forward-loop' } }),
    )
    expect(endpoint.taken).toEqual([])
    ownPorts.pop()
    await vi.waitFor(() => expect(endpoint.kept()).toEqual(['a']))
  })

  it('sends events of its own as a log of service baton', async () => {
    const { endpoint, open } = await forwardWorld()
    const forwarder = await open()
    forwarder.own({
      name: 'baton.cycle.picked_up',
      at: 1_795_332_169_000,
      attributes: { 'baton.checkpoint.number': 3 },
    })
    await vi.waitFor(() => expect(endpoint.kept()).toHaveLength(1))
    const [taken] = endpoint.taken
    expect(taken?.headers['content-type']).toBe('application/x-protobuf')
    expect(decode('logs', 'protobuf', taken?.body ?? new Uint8Array())).toMatchObject({
      value: {
        groups: [
          {
            resource: {
              'service.name': 'baton',
              'service.version': '1.2.3',
              'service.instance.id': expect.any(String),
            },
            points: [
              {
                eventName: 'baton.cycle.picked_up',
                time: 1_795_332_169_000_000_000n,
                attributes: { 'baton.checkpoint.number': 3, 'event.sequence': 1 },
              },
            ],
          },
        ],
      },
    })
    const other = await forwardWorld()
    const quiet = await other.open({ ownEvents: false })
    quiet.own({ name: 'baton.cycle.picked_up', at: 1, attributes: {} })
    await quiet.keep([received('after')])
    await vi.waitFor(() => expect(other.endpoint.kept()).toEqual(['after']))
  })

  it('refuses an address with secrets, without telling them', async () => {
    const { dataDir } = await forwardWorld()
    const settings = { endpoint: 'https://me:hidden@example.org/?key=hidden', signals: [], headersFile: null }
    const opened = await openForwarder({
      settings: { ...settings, headersVariable: null, redact: false, ownEvents: false, queueMegabytes: 1 },
      headers: {},
      dataDir,
      version: '1',
      fault: () => {},
    })
    expect(opened).toMatchObject({ ok: false, problem: { code: 'forward-endpoint' } })
    expect(JSON.stringify(opened)).not.toContain('hidden')
  })
})

describe('what waits', () => {
  it('lies in a file of its own that only its owner reads, and nothing legible stays of what was sent', async () => {
    const { dataDir, endpoint, open } = await forwardWorld()
    await endpoint.goAway()
    const forwarder = await open()
    await forwarder.keep([received(`a prompt ${'x'.repeat(9_000)}`)])
    const file = path.join(dataDir, QUEUE_FILE)
    const modes = [file, `${file}-wal`, `${file}-shm`].map((name) => statSync(name).mode & 0o777)
    expect(modes).toEqual([0o600, 0o600, 0o600])
    await endpoint.comeBack()
    await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true))
    await forwarder.close()
    expect(readFileSync(file).includes('a prompt')).toBe(false)
  })

  it('is bounded: the oldest goes, counted, said once', async () => {
    const { endpoint, open, faults } = await forwardWorld()
    await endpoint.goAway()
    const forwarder = await open({ queueMegabytes: 1 })
    const body = (n: number): string => `${n}`.padEnd(100_000, '.')
    for (let n = 0; n < 30; n += 1) await forwarder.keep([received(body(n))])
    const { queued, dropped } = forwarder.view()
    expect(queued.bytes).toBeLessThanOrEqual(1024 * 1024)
    expect(queued.requests).toBe(10)
    expect(dropped).toEqual({ 'queue-full': 20 })
    expect(faults.filter((what) => what.includes('1 MB'))).toHaveLength(1)
    await endpoint.comeBack()
    await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true))
    const kept = endpoint.kept().map(Number.parseFloat)
    // The one that was being sent while the others came was not let go of.
    expect(kept.slice(1)).toEqual([21, 22, 23, 24, 25, 26, 27, 28, 29])
  })

  it('begins anew where its file is damaged, keeps that aside, and says so', async () => {
    const { dataDir, endpoint, open, faults } = await forwardWorld()
    const file = path.join(dataDir, QUEUE_FILE)
    writeFileSync(file, 'no database at all '.repeat(500))
    const forwarder = await open()
    await forwarder.keep([received('a')])
    await vi.waitFor(() => expect(endpoint.kept()).toEqual(['a']))
    expect(readFileSync(`${file}.damaged`, 'utf8')).toContain('no database at all')
    expect(faults).toEqual([expect.stringContaining(`It is ${file}.damaged now, and an empty queue is used.`)])
  })

  it('is said once where it cannot be written, and counted', async () => {
    const { dataDir, endpoint, open, faults } = await forwardWorld()
    await endpoint.goAway()
    const forwarder = await open()
    const other = new Sqlite(path.join(dataDir, QUEUE_FILE))
    other.exec(`CREATE TRIGGER full BEFORE INSERT ON request BEGIN SELECT raise(ABORT, 'no'); END`)
    await expect(forwarder.keep([received('a')])).rejects.toThrow(/./)
    await expect(forwarder.keep([received('b'), received('c')])).rejects.toThrow(/./)
    expect(forwarder.view()).toMatchObject({ dropped: { 'not-stored': 3 }, queued: { requests: 0 } })
    expect(forwarder.view().problem).not.toBeNull()
    expect(faults).toHaveLength(1)
    other.exec('DROP TRIGGER full')
    other.close()
    await forwarder.keep([received('d')])
    await endpoint.comeBack()
    await vi.waitFor(() => expect(endpoint.kept()).toEqual(['d']))
  })
})
