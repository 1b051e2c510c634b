import { z } from 'zod'
import type { AgentSignal, BackgroundTask } from '../../../contract/facts.ts'
import { failure, success, type Outcome } from '../../../contract/problem.ts'
import { cleanLine, cleanText } from '../../../contract/text.ts'
import { QUESTIONS, toolUse } from './tools.ts'

const text = z.string().catch('')
const optionalText = z.string().nullish().catch(undefined)
const flag = z.boolean().catch(false)

const Task = z.looseObject({ id: text, type: text, status: text, description: text, command: optionalText })

/** The fields of a hook's body that Baton reads. Only the first two are needed to make sense of it. */
const Body = z.object({
  session_id: z.string().min(1),
  hook_event_name: z.string().min(1),
  transcript_path: optionalText,
  cwd: text,
  agent_id: optionalText,
  agent_type: text,
  prompt: text,
  tool_name: text,
  tool_input: z.unknown().optional(),
  notification_type: text,
  message: text,
  stop_hook_active: flag,
  last_assistant_message: text,
  background_tasks: z.array(Task).catch([]),
  session_crons: z.array(z.unknown()).catch([]),
  error: text,
  error_details: text,
  trigger: text,
  reason: text,
})
type Body = z.infer<typeof Body>
type SignalOf<T> = T extends AgentSignal ? Omit<T, 'sessionId' | 'agentId' | 'transcriptPath'> : never
type Content = SignalOf<AgentSignal>

/**
 * A hook's body in the words of the loop. `null`: an event that Baton does not use, or the CLI's own inner work.
 * Refused (`hook-malformed`) is only what names no session or no event. Agent-written text comes out cleaned.
 */
export function parseHook(body: unknown): Outcome<AgentSignal | null> {
  const parsed = Body.safeParse(body)
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'body').join(', ')
    const remedy = 'run `baton doctor` to see whether this version of the agent is known'
    return failure('hook-malformed', 'hook', `its body lacks what names a session and an event (${fields})`, remedy)
  }
  const content = contentOf(parsed.data)
  if (content === null) return success(null)
  const { session_id: sessionId, agent_id: agentId, transcript_path: transcriptPath } = parsed.data
  return success({ sessionId, agentId: agentId || null, transcriptPath: transcriptPath || null, ...content })
}

function contentOf(body: Body): Content | null {
  const tool = () => toolUse(body.tool_name, body.tool_input, body.cwd)
  switch (body.hook_event_name) {
    case 'UserPromptSubmit':
      return { type: 'PromptSubmitted', prompt: cleanText(body.prompt) }
    case 'PreToolUse':
      return { type: 'ToolStarting', tool: tool() }
    case 'PostToolUse':
      return { type: 'ToolEnded', tool: tool(), failed: false }
    case 'PostToolUseFailure':
      return { type: 'ToolEnded', tool: tool(), failed: true }
    case 'PostToolBatch':
      return { type: 'ToolBatchEnded' }
    case 'PermissionRequest':
      return { type: 'PermissionRequested', tool: tool(), question: QUESTIONS.has(body.tool_name) }
    case 'Notification':
      return { type: 'Noticed', kind: body.notification_type, message: cleanText(body.message) }
    case 'Stop':
      return turnEnd(body)
    case 'StopFailure':
      return { type: 'TurnFailed', error: body.error || 'unknown', details: failureDetails(body) }
    case 'SubagentStart':
      // No type: the CLI's own summariser, no work of the session.
      return body.agent_type === '' ? null : { type: 'SubagentStarted', agentType: cleanLine(body.agent_type) }
    case 'SubagentStop':
      return body.agent_type === '' ? null : { type: 'SubagentEnded', agentType: cleanLine(body.agent_type) }
    case 'PreCompact':
      return { type: 'CompactionAsked', auto: body.trigger === 'auto' }
    case 'PostCompact':
      return { type: 'Compacted' }
    case 'SessionEnd':
      return { type: 'SessionEnded', reason: body.reason || 'other' }
    default:
      return null
  }
}

function turnEnd(body: Body): Content {
  return {
    type: 'TurnEnded',
    lastMessage: cleanText(body.last_assistant_message),
    background: body.background_tasks.filter(isAlive).map(backgroundTask),
    crons: body.session_crons.length,
    continued: body.stop_hook_active,
  }
}

/** Only `running` has been seen; a state that is not named as an end is taken as alive. */
function isAlive(task: z.infer<typeof Task>): boolean {
  return !['completed', 'failed', 'killed', 'stopped', 'cancelled'].includes(task.status)
}

function backgroundTask(task: z.infer<typeof Task>): BackgroundTask {
  const kind = task.type === 'subagent' || task.type === 'shell' ? task.type : 'other'
  const about = task.command ? `${task.command} (${task.description})` : task.description
  return { id: task.id, kind, description: cleanLine(about, 500) }
}

function failureDetails(body: Body): string {
  return cleanText(body.error_details || body.last_assistant_message)
}
