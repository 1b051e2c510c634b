import { resolve } from 'node:path'
import { z } from 'zod'
import type { ToolUse } from '../../../contract/facts.ts'
import { looksOnly } from './look-only.ts'

/** Tools that look, plan or ask and change nothing in the project. Names of MCP tools are unknown, so never here. */
const READ_ONLY = new Set(
  [
    'Read NotebookRead Grep Glob LS LSP WebFetch WebSearch ToolSearch Skill TodoRead TodoWrite',
    'TaskCreate TaskGet TaskList TaskUpdate TaskOutput BashOutput ListAgents ListMcpResourcesTool',
    'ReadMcpResourceTool AskUserQuestion EnterPlanMode ExitPlanMode DeferredToolPlaceholder',
    'StructuredOutput',
  ].flatMap((names) => names.split(' ')),
)
const READING = new Set(['Read', 'NotebookRead', 'Grep'])
const WRITING = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit'])
const SHELLS = new Set(['Bash', 'PowerShell'])

/** Tools that put a question to a person: their permission request is no request to run something. */
export const QUESTIONS = new Set(['AskUserQuestion', 'ExitPlanMode'])

const text = z.string().optional().catch(undefined)
const ToolInput = z
  .object({ file_path: text, notebook_path: text, path: text, command: text })
  .catch({ file_path: undefined, notebook_path: undefined, path: undefined, command: undefined })

/** A tool call as the loop sees it; `cwd` is what relative paths are relative to. */
export function toolUse(name: string, input: unknown, cwd: string): ToolUse {
  const { file_path: file, notebook_path: notebook, path, command } = ToolInput.parse(input)
  const named = [file ?? notebook ?? path].filter((given) => given !== undefined && given !== '')
  const paths = named.map((given) => resolve(cwd, given ?? ''))
  const line = SHELLS.has(name) ? (command ?? null) : null
  return {
    name,
    reads: READING.has(name) ? paths : [],
    writes: WRITING.has(name) ? paths : [],
    command: line,
    readOnly: READ_ONLY.has(name) || (line !== null && looksOnly(line)),
  }
}
