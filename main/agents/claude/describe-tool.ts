import { basename, dirname, join } from 'node:path'
import type { AgentSignal, ToolUse } from '../../../contract/facts.ts'
import { cleanLine } from '../../../contract/text.ts'

/** Characters of a line of progress: it shares its terminal line with the context bar. */
const LINE_LIMIT = 80

const WORDS: Record<string, string> = {
  Glob: 'looks for files',
  LS: 'lists a folder',
  Grep: 'searches the project',
  TodoWrite: 'plans',
  TaskCreate: 'plans',
  TaskUpdate: 'plans',
  EnterPlanMode: 'plans',
  Agent: 'starts a subagent',
  Task: 'starts a subagent',
  WebFetch: 'reads a web page',
  WebSearch: 'searches the web',
  Skill: 'uses a skill',
  ToolSearch: 'looks for a tool',
}

/** What the session is doing now, as a short line without its subject; null: the signal changes nothing of it. */
export function activityOf(signal: AgentSignal): string | null {
  const line = lineOf(signal)
  return line === null ? null : cleanLine(signal.agentId === null ? line : `subagent ${line}`, LINE_LIMIT)
}

function lineOf(signal: AgentSignal): string | null {
  switch (signal.type) {
    case 'PromptSubmitted':
    case 'ToolBatchEnded':
      return 'thinks'
    case 'ToolStarting':
      return describeTool(signal.tool)
    case 'PermissionRequested':
      return signal.question ? 'asks a question' : `asks leave: ${describeTool(signal.tool)}`
    case 'TurnEnded':
      return 'ended its turn'
    case 'TurnFailed':
      return `failed: ${signal.error.replaceAll('_', ' ')}`
    case 'CompactionAsked':
      return 'wants to compact its context'
    case 'Compacted':
      return 'compacted its context'
    case 'SessionEnded':
      return 'ended'
    case 'ToolEnded':
    case 'SubagentStarted':
    case 'SubagentEnded':
    case 'Noticed':
      return null
  }
}

function describeTool(tool: ToolUse): string {
  const [written] = tool.writes
  const [read] = tool.reads
  if (tool.command !== null) return `runs ${tool.command}`
  if (written !== undefined) return `${tool.name === 'Write' ? 'writes' : 'edits'} ${shortPath(written)}`
  if (read !== undefined) return `${tool.name === 'Grep' ? 'searches' : 'reads'} ${shortPath(read)}`
  return WORDS[tool.name] ?? `uses ${tool.name}`
}

/** The file with the folder it lies in: enough to know it, short enough for a line. */
function shortPath(path: string): string {
  return join(basename(dirname(path)), basename(path))
}
