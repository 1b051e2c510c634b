import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Problem } from '../../contract/problem.ts'
import { Settings } from '../../contract/settings.ts'
import { openTestStore, testFolder } from '../store/testing.ts'
import { openTelemetryDesk } from './telemetry-desk.ts'

const FREE = { httpPort: 0, grpcPort: 0 }

async function desk(telemetry: object, env: Record<string, string> = {}) {
  const { dir, remove } = testFolder()
  const store = await openTestStore(dir)
  const problems: Problem[] = []
  const faults: unknown[] = []
  let settings = Settings.parse({ telemetry: { ...FREE, ...telemetry } })
  const opened = await openTelemetryDesk({
    store,
    dataDir: dir,
    env,
    settings: () => settings,
    ports: {},
    problem: (problem) => void problems.push(problem),
    fault: (error) => void faults.push(error),
  })
  onTestFinished(async () => {
    await opened.close()
    await store.close()
    remove()
    expect(faults).toEqual([])
  })
  const change = (next: object): void => {
    const before = settings
    settings = Settings.parse({ telemetry: { ...FREE, ...next } })
    opened.follow(before, settings)
  }
  return { opened, store, problems, change, dir }
}

/** One `api_request` of Claude Code, as its JSON exporter sends it. */
function apiRequest(session: string, requestId: string): string {
  const value = (text: string | number) => (typeof text === 'string' ? { stringValue: text } : { intValue: text })
  const attributes = {
    'event.name': 'api_request',
    'session.id': session,
    request_id: requestId,
    model: 'claude-opus-5-5',
    input_tokens: 3,
    output_tokens: 57,
    cache_read_tokens: 25_000,
    cache_creation_tokens: 1_000,
    query_source: 'repl_main_thread',
  }
  const record = {
    timeUnixNano: `${Date.now()}000000`,
    body: { stringValue: 'claude_code.api_request' },
    attributes: Object.entries(attributes).map(([key, text]) => ({ key, value: value(text) })),
  }
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'claude-code' } }] }
  const scope = { name: 'com.anthropic.claude_code.events' }
  return JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [record] }] }] })
}

function send(endpoint: string | null, body: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${endpoint ?? 'http://127.0.0.1:1'}/v1/logs`, { method: 'POST', headers, body })
}

it('what a session sends is in the ledger when it is acknowledged, and is counted once', async () => {
  const { opened, store } = await desk({})
  const body = apiRequest('one', 'req_1')
  expect((await send(opened.hostedEndpoint(), body)).status).toBe(200)
  expect(await store.telemetrySessions(10)).toMatchObject([
    { agent: 'claude', sessionId: 'one', requests: 1, tokens: { output: 57, cacheRead: 25_000 } },
  ])
  expect((await send(opened.hostedEndpoint(), body)).status).toBe(200)
  expect(await store.telemetrySessions(10)).toMatchObject([{ requests: 1 }])
  const state = await opened.state()
  expect(state).toMatchObject({ received: { logs: { accepted: 1, duplicate: 1 } }, lastError: null })
  expect(state?.receivers.map(({ protocol, state }) => [protocol, state])).toEqual([
    ['http', 'listening'],
    ['grpc', 'listening'],
  ])
})

it('is switched off and on again by the settings, on the ports that sessions know', async () => {
  const { opened, change } = await desk({})
  const endpoint = opened.hostedEndpoint()
  change({ dedupeMinutes: 5 })
  await vi.waitFor(async () => expect((await opened.state())?.receivers).toHaveLength(2))
  expect(opened.hostedEndpoint()).toBe(endpoint)
  change({ hosted: false, dedupeMinutes: 5 })
  await opened.state()
  expect(opened.hostedEndpoint()).toBeNull()
  expect((await send(endpoint, apiRequest('one', 'req_1'))).status).toBe(200)
  change({ enabled: false })
  expect(await opened.state()).toBeNull()
  await expect(send(endpoint, '{}')).rejects.toThrow('fetch failed')
})

it('says who holds a port, and goes on at another one, or without', async () => {
  const holder: Server = createServer()
  await new Promise<void>((listening) => holder.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void holder.close())
  const { port } = holder.address() as AddressInfo
  const elsewhere = await desk({ httpPort: port })
  expect(elsewhere.problems).toMatchObject([{ cause: expect.stringContaining(`pid ${process.pid}`) }])
  expect((await send(elsewhere.opened.hostedEndpoint(), apiRequest('one', 'req_1'))).status).toBe(200)
  const without = await desk({ httpPort: port, takenPort: 'without' })
  expect(without.problems).toHaveLength(1)
  expect(without.opened.hostedEndpoint()).toBeNull()
  expect((await without.opened.state())?.receivers).toMatchObject([{ port: null }, { state: 'listening' }])
})

it('forwards nothing where its headers cannot be had, and says so', async () => {
  const { dir, remove } = testFolder()
  onTestFinished(remove)
  const headersFile = path.join(dir, 'headers')
  writeFileSync(headersFile, 'Authorization: Bearer x\n', { mode: 0o644 })
  const forward = { endpoint: 'http://127.0.0.1:1', headersFile }
  const { opened, problems } = await desk({ forward })
  expect(problems).toMatchObject([{ thing: headersFile }])
  expect(await opened.state()).toMatchObject({ forward: { state: 'failed', sent: 0, problem: { thing: headersFile } } })
})

it('sends on what it receives, and what happens in a series, to another Baton', async () => {
  const far = await desk({})
  const near = await desk({ forward: { endpoint: far.opened.hostedEndpoint() } })
  const base = { at: new Date().toISOString(), series: '01SERIES' }
  near.opened.event({ ...base, type: 'pickup', sessionId: 'one', checkpoint: 1, files: ['/secret/path'] })
  near.opened.event({ ...base, type: 'nudge', sessionId: 'one', used: 1, due: 2 })
  expect((await send(near.opened.hostedEndpoint(), apiRequest('one', 'req_1'))).status).toBe(200)
  await vi.waitFor(async () => expect((await near.opened.state())?.forward).toMatchObject({ sent: 2, state: 'idle' }), {
    timeout: 10_000,
  })
  const state = await far.opened.state()
  expect(state?.received.logs).toEqual({ accepted: 2 })
  expect(state?.unknown).toMatchObject([{ agent: 'other', name: 'baton.cycle.picked_up', count: 1 }])
  const [session] = (await far.store.telemetrySessions(10)).filter(({ sessionId }) => sessionId === 'one')
  expect(session).toMatchObject({ agent: 'claude', requests: 1, tokens: { input: 3, output: 57 } })
})
