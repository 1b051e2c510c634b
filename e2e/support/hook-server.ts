import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

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

export type HookAnswer = (hook: HookCall) => object | Promise<object>

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
export async function startHookServer(answer: HookAnswer = () => ({})): Promise<HookServer> {
  const calls: HookCall[] = []
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const hook = JSON.parse(await text(request)) as HookCall
    calls.push(hook)
    const body = await answer(hook)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  // A throw in a test's answer stays unhandled, so that it fails the test.
  const server = createServer((request, response) => void respond(request, response))
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
