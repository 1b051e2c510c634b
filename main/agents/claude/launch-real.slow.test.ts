import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { spawn, type IPty } from 'node-pty'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { AgentSignal } from '../../../contract/facts.ts'
import { answerBody } from './answers.ts'
import { parseHook } from './hooks.ts'
import { prepareLaunch, type PreparedLaunch } from './launch.ts'
import { readRegistry } from './registry.ts'

/** The real CLI against a model that reads a file of the data folder, runs `true`, and ends its turn, twice. */

const hooks: { headers: IncomingHttpHeaders; signal: AgentSignal }[] = []
const requests: string[] = []
let root: string
let server: Server
let launch: PreparedLaunch
let terminal: IPty | undefined
let screen = ''
const sessionId = '11111111-2222-4333-8444-555555555555'

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "baton real's-")))
  const project = join(root, 'project')
  await mkdir(join(root, 'home', '.claude'), { recursive: true })
  await mkdir(project)
  await mkdir(join(root, 'data [1]'))
  await writeFile(join(root, 'data [1]', 'ledger.txt'), 'LEDGER-CONTENT')
  const state = { hasCompletedOnboarding: true, projects: { [project]: { hasTrustDialogAccepted: true } } }
  await writeFile(join(root, 'home', '.claude.json'), JSON.stringify(state))
  const own = { statusLine: { type: 'command', command: `sed 's/.*"session_id":"\\([0-9]*\\).*/OWN-\\1/'` } }
  await writeFile(join(root, 'home', '.claude', 'settings.json'), JSON.stringify(own))
  server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const prepared = await prepareLaunch({
    launchId: 'L1',
    sessionId,
    mode: 'fresh',
    prompt: '/baton:session-init my-task',
    cwd: project,
    label: 'my-task 1',
    permissionMode: 'acceptEdits',
    allowedTools: 'Bash(*) Read Write Edit',
    notes: 'NOTE-FOR-THE-AGENT',
    claudePath: resolve('node_modules/.bin/claude'),
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: join(root, 'home'),
      TERM: 'xterm-256color',
      ANTHROPIC_BASE_URL: base,
      ANTHROPIC_AUTH_TOKEN: 'test',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    },
    launchDir: join(root, 'data [1]', 'launches', 'L1'),
    hookUrl: `${base}/hooks/L1`,
    hookToken: 'tok-123',
    dataDir: join(root, 'data [1]'),
    pluginDir: resolve('assets/plugin'),
  })
  if (!prepared.ok) throw new Error(prepared.problem.cause)
  launch = prepared.value
  terminal = spawn(launch.file, launch.args, { cwd: launch.cwd, env: launch.env, cols: 120, rows: 40 })
  terminal.onData((data) => (screen += data))
  const ended = () => {
    if (types('TurnEnded').length < 2) throw new Error(`the turn did not end: ${screen}`)
  }
  await vi.waitFor(ended, { timeout: 20_000 })
}, 30_000)

afterAll(async () => {
  const gone = new Promise((done) => (terminal ? terminal.onExit(done) : done(null)))
  terminal?.kill('SIGKILL')
  await gone
  server.closeAllConnections()
  server.close()
  // Its children may still write for a moment after the kill.
  await rm(root, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

const types = (type: AgentSignal['type']) => hooks.filter(({ signal }) => signal.type === type)

it('has each hook delivered with the bearer as it was written', () => {
  expect(new Set(hooks.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer tok-123']))
  expect(hooks.map(({ signal }) => signal.type)).toEqual(
    [
      ['PromptSubmitted', 'ToolBatchEnded', 'ToolStarting', 'ToolEnded', 'ToolBatchEnded'],
      ['TurnEnded', 'TurnEnded'],
    ].flat(),
  )
  expect(hooks[0]?.signal).toMatchObject({ sessionId, agentId: null, prompt: '/baton:session-init my-task' })
  expect(hooks[2]?.signal).toMatchObject({ tool: { name: 'Bash', command: 'true' } })
  expect(types('TurnEnded').map(({ signal }) => signal)).toMatchObject([{ continued: false }, { continued: true }])
})

it("has the plugin's recipe, the notes and the answers reach the model", () => {
  expect(requests[0]).toContain('dev/active/my-task/my-task-context.md')
  expect(requests[0]).toContain('NOTE-FOR-THE-AGENT')
  expect(requests.at(-1)).toContain('TOLD-AFTER-THE-TOOL')
  expect(requests.at(-1)).toContain('TOLD-AT-THE-END')
})

it('keeps the agent out of the data folder', () => {
  expect(requests[1]).toContain('denied by your permission settings')
  expect(requests.join('')).not.toContain('LEDGER-CONTENT')
})

it("has the status line written and the user's own shown", async () => {
  await vi.waitFor(() => expect(screen).toContain('OWN-11111111'), { timeout: 5000 })
  await vi.waitFor(
    async () => {
      const reading = JSON.parse(await readFile(launch.statusLineFile, 'utf8'))
      expect(reading).toMatchObject({ session_id: sessionId, context_window: { total_input_tokens: 7103 } })
    },
    { timeout: 5000 },
  )
})

it('is listed as idle by the CLI itself', async () => {
  const registry = () => readRegistry(join(root, 'home', '.claude'), terminal?.pid ?? 0)
  await vi.waitFor(async () => expect(await registry()).toMatchObject({ sessionId, status: 'idle' }), { timeout: 5000 })
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await body(request)
  const said = request.url?.startsWith('/hooks/') ? hookAnswer(request.headers, text) : modelAnswer(request, text)
  response.setHeader('content-type', said.startsWith('event:') ? 'text/event-stream' : 'application/json')
  response.end(said)
}

function hookAnswer(headers: IncomingHttpHeaders, text: string): string {
  const parsed = parseHook(JSON.parse(text))
  if (!parsed.ok || parsed.value === null) return '{}'
  const signal = parsed.value
  hooks.push({ headers, signal })
  if (signal.type === 'ToolEnded')
    return JSON.stringify(answerBody(signal, { do: 'tell', text: 'TOLD-AFTER-THE-TOOL' }))
  const atEnd = signal.type === 'TurnEnded' && !signal.continued
  return JSON.stringify(answerBody(signal, atEnd ? { do: 'tell', text: 'TOLD-AT-THE-END' } : { do: 'none' }))
}

function modelAnswer(request: IncomingMessage, text: string): string {
  if (!request.url?.startsWith('/v1/messages?')) return '{"input_tokens":1}'
  const { tools } = JSON.parse(text) as { tools?: unknown[] }
  if (!tools?.length) return events({ type: 'text', text: 'A title' })
  requests.push(text)
  if (requests.length === 1) return toolUse('Read', { file_path: join(root, 'data [1]', 'ledger.txt') })
  if (requests.length === 2) return toolUse('Bash', { command: 'true', description: 'Do nothing' })
  return events({ type: 'text', text: 'Done.' })
}

function toolUse(name: string, input: object): string {
  return events({ type: 'tool_use', id: `toolu_${requests.length}`, name, input })
}

/** One streamed answer of the Messages API with one block. */
function events(block: { type: 'text'; text: string } | { type: 'tool_use'; id: string; name: string; input: object }) {
  const usage = { input_tokens: 3, output_tokens: 1, cache_creation_input_tokens: 100, cache_read_input_tokens: 7000 }
  const message = {
    id: `msg_${requests.length}`,
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-5-5',
    content: [],
    usage,
  }
  const [start, delta] =
    block.type === 'text'
      ? [
          { type: 'text', text: '' },
          { type: 'text_delta', text: block.text },
        ]
      : [
          { ...block, input: {} },
          { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
        ]
  const stop_reason = block.type === 'text' ? 'end_turn' : 'tool_use'
  return [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: start },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason }, usage: { output_tokens: 20 } },
    { type: 'message_stop' },
  ]
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('')
}

async function body(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
