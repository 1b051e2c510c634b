import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prepareLaunch, type PreparedLaunch } from './launch.ts'

/** The real CLI answers one prompt and ends; what it exports is kept by path. Two at once, since each takes seconds. */

const SESSION = '11111111-2222-4333-8444-55555555555'
let root: string
let server: Server
let base: string
/** Bodies by the first part of the path: `/here/v1/logs` is `here`. */
const exported = new Map<string, Buffer[]>()

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'baton-telemetry-')))
  server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(root, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

const elsewhere = (name: string) => ({
  CLAUDE_CODE_ENABLE_TELEMETRY: '1',
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_EXPORTER_OTLP_ENDPOINT: `${base}/${name}`,
})

async function run(n: number, own: { env?: object; user?: object; project?: object }): Promise<PreparedLaunch> {
  const home = join(root, `home-${n}`)
  const project = join(root, `project-${n}`)
  await mkdir(join(home, '.claude'), { recursive: true })
  await mkdir(join(project, '.claude'), { recursive: true })
  const state = { hasCompletedOnboarding: true, projects: { [project]: { hasTrustDialogAccepted: true } } }
  await writeFile(join(home, '.claude.json'), JSON.stringify(state))
  await writeFile(join(home, '.claude', 'settings.json'), JSON.stringify({ env: own.user ?? {} }))
  await writeFile(join(project, '.claude', 'settings.json'), JSON.stringify({ env: own.project ?? {} }))
  const prepared = await prepareLaunch({
    launchId: `L${n}`,
    sessionId: `${SESSION}${n}`,
    mode: 'fresh',
    prompt: 'Say hello',
    cwd: project,
    label: 'telemetry',
    claudePath: resolve('node_modules/.bin/claude'),
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      TERM: 'xterm-256color',
      ANTHROPIC_BASE_URL: base,
      ANTHROPIC_AUTH_TOKEN: 'test',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      ...own.env,
    },
    launchDir: join(root, `launch-${n}`),
    hookUrl: `${base}/hooks/L${n}`,
    hookToken: 'tok-123',
    dataDir: join(root, 'data'),
    pluginDir: resolve('assets/plugin'),
    telemetry: { endpoint: `${base}/here`, launchId: `L${n}`, seriesId: 'S1', project: 'p1', traces: true },
  })
  if (!prepared.ok) throw new Error(prepared.problem.cause)
  const { file, args, env, cwd } = prepared.value
  await new Promise<void>((done, failed) => {
    const child = execFile(file, ['-p', ...args], { cwd, env, timeout: 15_000 }, (error) => {
      if (error === null) done()
      else failed(error)
    })
    child.stdin?.end()
  })
  return prepared.value
}

const sent = (name: string, text: string) => (exported.get(name) ?? []).some((body) => body.includes(text))

it("exports each signal to Baton, tied to its launch beside the user's own attributes", async () => {
  const project = { ...elsewhere('project'), OTEL_METRICS_EXPORTER: 'otlp' }
  const launch = await run(1, { env: { OTEL_RESOURCE_ATTRIBUTES: 'team=blue' }, project })
  expect(launch.telemetry?.to).toBe('baton')
  for (const signal of ['logs', 'metrics', 'traces']) {
    const bodies = exported.get(`here/v1/${signal}`) ?? []
    for (const text of ['baton.launch', 'L1', 'baton.series', 'baton.project', 'team', 'blue', `${SESSION}1`])
      expect(
        bodies.some((body) => body.includes(text)),
        `${signal}: ${text}`,
      ).toBe(true)
  }
  expect(sent('here/v1/logs', 'claude_code.api_request')).toBe(true)
  expect(exported.has('project/v1/logs')).toBe(false)
}, 40_000)

it('leaves a session alone that exports elsewhere by its environment or its user', async () => {
  const before = exported.get('here/v1/logs')?.length
  const launches = await Promise.all([run(2, { env: elsewhere('env') }), run(3, { user: elsewhere('user') })])
  expect(launches.map(({ telemetry }) => telemetry?.to)).toEqual(['left', 'left'])
  expect(sent('env/v1/logs', `${SESSION}2`)).toBe(true)
  expect(sent('user/v1/logs', `${SESSION}3`)).toBe(true)
  expect(exported.get('here/v1/logs')?.length).toBe(before)
}, 40_000)

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const path = request.url ?? ''
  if (path.includes('/v1/messages')) return answerAsModel(path, response)
  if (/\/v1\/(logs|metrics|traces)$/.test(path)) {
    const name = path.slice(1)
    exported.set(name, [...(exported.get(name) ?? []), Buffer.concat(parts)])
    response.setHeader('content-type', request.headers['content-type'] ?? '')
    response.end(request.headers['content-type'] === 'application/json' ? '{}' : '')
    return
  }
  response.setHeader('content-type', 'application/json')
  response.end('{}')
}

function answerAsModel(path: string, response: ServerResponse): void {
  if (!path.startsWith('/v1/messages?')) {
    response.setHeader('content-type', 'application/json')
    response.end('{"input_tokens":1}')
    return
  }
  const usage = { input_tokens: 3, output_tokens: 1 }
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-5-5', content: [], usage }
  const events = [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello.' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 20 } },
    { type: 'message_stop' },
  ]
  response.setHeader('content-type', 'text/event-stream')
  response.end(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''))
}
