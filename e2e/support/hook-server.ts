import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A hook's body, as far as tests look at it. */
export interface HookCall {
  hook_event_name: string
  session_id: string
  prompt_id?: string
  tool_name?: string
  tool_input?: Record<string, unknown>
  agent_id?: string
  background_tasks?: { type: string; status: string }[]
  error?: string
  last_assistant_message?: string
}

export interface HookServer {
  url: string
  calls: readonly HookCall[]
  named(event: string): HookCall[]
  close(): Promise<void>
}

const EVENTS = [
  'UserPromptSubmit',
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PostToolBatch',
  'PermissionRequest',
  'Notification',
  'SubagentStart',
  'SubagentStop',
  'Stop',
  'StopFailure',
  'PreCompact',
  'SessionEnd',
]

/** Plays Baton's part by hand: every hook of a session goes to `answer`. */
export async function startHookServer(answer: (hook: HookCall) => object = () => ({})): Promise<HookServer> {
  const calls: HookCall[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const hook = JSON.parse(Buffer.concat(chunks).toString('utf8')) as HookCall
      calls.push(hook)
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer(hook)))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    calls,
    named: (event) => calls.filter(({ hook_event_name }) => hook_event_name === event),
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** The `hooks` block of a settings file that sends everything to `url`. */
export function hookSettings(url: string): Record<string, unknown> {
  const entry = [{ matcher: '', hooks: [{ type: 'http', url, timeout: 5 }] }]
  return Object.fromEntries(EVENTS.map((event) => [event, entry]))
}

/** The answer that has a session go on with these words. */
export function additionalContext(event: string, text: string): object {
  return { hookSpecificOutput: { hookEventName: event, additionalContext: text } }
}
