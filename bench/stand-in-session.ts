import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Project } from '../e2e/support/project.ts'
import { transcriptPath } from '../main/agents/claude/transcript/path.ts'

/** How a session talks: tool calls of one turn, the model's time before each, the tool's own. Milliseconds; each varies by half. */
const TOOLS_PER_TURN = 6
const THINKING_MS = 500
const TOOL_MS = 100
const WINDOW = 1_000_000
const FIRST_CONTEXT = 40_000
const GROWTH = 300

/** One hook, from its sending to the last byte of its answer. */
export interface HookTime {
  event: string
  ms: number
  /** The answer told the agent something. */
  answered: boolean
}

export interface StandInSession {
  /** Reads the dev-docs, then works turn after turn until `until` (of `performance.now()`). */
  talk(until: number): Promise<HookTime[]>
  close(): void
}

const Settings = z.object({
  hooks: z.object({
    Stop: z.array(
      z.object({ hooks: z.array(z.object({ url: z.string(), headers: z.record(z.string(), z.string()) })) }),
    ),
  }),
})

/** Speaks for a stand-in agent as the CLI would: hooks by its launch's settings, transcript lines, status line. */
export function standInSession(options: {
  launchDir: string
  sessionId: string
  project: Project
  env: Record<string, string>
  configDir: string
}): StandInSession {
  const { launchDir, sessionId, project, env, configDir } = options
  const settings = Settings.parse(JSON.parse(readFileSync(join(launchDir, 'settings.json'), 'utf8')))
  const hook = settings.hooks.Stop[0]?.hooks[0]
  if (hook === undefined) throw new Error('the launch has no Stop hook')
  const transcript = transcriptPath(configDir, project.path, sessionId, env)
  mkdirSync(dirname(transcript), { recursive: true })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times: HookTime[] = []
  let calls = 0
  let turns = 0

  async function send(event: string, fields: object): Promise<void> {
    const common = {
      session_id: sessionId,
      transcript_path: transcript,
      cwd: project.path,
      permission_mode: 'acceptEdits',
    }
    const body = JSON.stringify({ ...common, hook_event_name: event, ...fields })
    const start = performance.now()
    const answer = await post(hook?.url ?? '', hook?.headers ?? {}, body, agent)
    times.push({ event, ms: performance.now() - start, answered: answer !== '{}' })
  }

  async function tool(name: string, input: object): Promise<void> {
    const toolCall = { tool_name: name, tool_input: input, tool_use_id: `toolu_${++calls}` }
    respond(sessionId, calls, 'words '.repeat(100), transcript, launchDir)
    await send('PreToolUse', toolCall)
    await delay(about(TOOL_MS))
    const done = {
      ...toolCall,
      tool_response: { stdout: 'some output\n'.repeat(40), stderr: '' },
      duration_ms: TOOL_MS,
    }
    await send('PostToolUse', done)
    await send('PostToolBatch', { tool_calls: [done] })
  }

  async function turn(): Promise<void> {
    for (let n = 0; n < TOOLS_PER_TURN; n += 1) {
      await delay(about(THINKING_MS))
      await tool('Bash', { command: 'npm test', description: 'Run the tests' })
    }
    await delay(about(THINKING_MS))
    turns += 1
    // Work that moved, so that the loop goes on.
    writeFileSync(join(project.path, 'work.txt'), `${turns}\n`)
    const answer = `Part ${turns} is done.`
    respond(sessionId, ++calls, answer, transcript, launchDir)
    const said = {
      stop_hook_active: turns > 1,
      last_assistant_message: answer,
      background_tasks: [],
      session_crons: [],
    }
    await send('Stop', said)
  }

  return {
    async talk(until) {
      if (turns === 0) {
        await delay(about(THINKING_MS))
        await send('UserPromptSubmit', { prompt: `/baton:session-init ${project.task}` })
        for (const path of [project.plan, project.context, project.tasks]) await tool('Read', { file_path: path })
      }
      while (performance.now() < until) await turn()
      return times.splice(0)
    },
    close: () => agent.destroy(),
  }
}

function about(ms: number): number {
  return ms * (0.5 + Math.random())
}

/** One response of the model, as the CLI writes it down. */
function respond(sessionId: string, n: number, text: string, transcript: string, launchDir: string): void {
  const usage = {
    input_tokens: 3,
    output_tokens: 60,
    cache_creation_input_tokens: GROWTH,
    cache_read_input_tokens: FIRST_CONTEXT + n * GROWTH,
  }
  const id = `msg_${sessionId}_${n}`
  const message = {
    id,
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-5-5',
    content: [{ type: 'text', text }],
    usage,
  }
  const line = {
    parentUuid: null,
    isSidechain: false,
    message,
    requestId: `req_${id}`,
    type: 'assistant',
    sessionId,
    timestamp: new Date().toISOString(),
  }
  appendFileSync(transcript, `${JSON.stringify(line)}\n`)
  const status = {
    session_id: sessionId,
    model: { id: 'claude-opus-5-5' },
    version: '2.1.330',
    cost: { total_cost_usd: n / 100 },
    context_window: { context_window_size: WINDOW, current_usage: usage },
  }
  const file = join(launchDir, 'status-line.json')
  writeFileSync(`${file}.new`, JSON.stringify(status))
  renameSync(`${file}.new`, file)
}

function post(url: string, headers: Record<string, string>, body: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const all = { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const call = request(url, { method: 'POST', agent, headers: all }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString())
        else reject(new Error(`a hook was answered with ${response.statusCode}`))
      })
      response.on('error', reject)
    })
    call.on('error', reject)
    call.end(body)
  })
}
