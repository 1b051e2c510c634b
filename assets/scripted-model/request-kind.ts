import type { IncomingHttpHeaders } from 'node:http'
import { textOf, type MessagesRequest } from './wire.ts'

/** Whose request it is. `auxiliary`: the CLI's own helpers (titles, compaction, quota probes). */
export type RequestKind = 'main' | 'subagent' | 'auxiliary'

/** The words with which Claude Code asks for the summary of a compaction, tools listed but forbidden. */
const SUMMARY_REQUEST = 'Respond with TEXT ONLY. Do NOT call any tools.'

/** Set by the CLI on each request of a subagent. */
const AGENT_HEADER = 'x-claude-code-agent-id'

export function requestKind(headers: IncomingHttpHeaders, body: MessagesRequest): RequestKind {
  if ((body.tools ?? []).length === 0 || asksForSummary(body)) return 'auxiliary'
  return headers[AGENT_HEADER] === undefined ? 'main' : 'subagent'
}

/** A sane answer for a helper request: a title as the schema wants it, a summary, or a word. */
export function auxiliaryText(body: MessagesRequest): string {
  if (asksForSummary(body))
    return '<analysis>\nAll read.\n</analysis>\n<summary>\nThe work goes on from its dev-docs.\n</summary>'
  return body.output_config?.format === undefined ? 'OK' : JSON.stringify({ title: 'Work through the tasks' })
}

function asksForSummary(body: MessagesRequest): boolean {
  const last = body.messages.findLast(({ role }) => role === 'user')
  return last !== undefined && textOf(last.content).includes(SUMMARY_REQUEST)
}
