import { readEntries, type CallEntry, type Entry } from './entries.ts'
import { requestsSeen, standingRequest, type SeenRequest } from './requests-seen.ts'
import { textOf, type Message } from './wire.ts'

/** All that a character may know: what the CLI sent with this request. */
export interface Conversation {
  thread: 'main' | 'subagent'
  sessionId: string
  /** The CLI's working directory, an absolute path; empty when the request does not tell it. */
  cwd: string
  entries: readonly Entry[]
  /** The texts of the first prompt, a slash command's own line and its expansion included. */
  firstPrompt: string
  /** What the last person or hook said. */
  lastText: string
  /** Responses of the model so far; grows by one with each request that was answered. */
  replies: number
  /** Turns begun so far. */
  turns: number
  /** Every tool call, oldest first. */
  calls: readonly CallEntry[]
  /** What happened since the present turn began. */
  turn: readonly Entry[]
  /** Calls of the present turn. */
  turnCalls: readonly CallEntry[]
  requests: readonly SeenRequest[]
  request: SeenRequest | null
}

export interface ConversationSource {
  thread: Conversation['thread']
  sessionId: string
  messages: readonly Message[]
}

/** Derives everything from the messages alone, so that a resumed session goes on where it was. */
export function readConversation({ thread, sessionId, messages }: ConversationSource): Conversation {
  const entries = readEntries(messages)
  const starts = turnStarts(entries)
  const turn = entries.slice(starts.at(-1) ?? 0)
  const firstReply = entries.findIndex(({ kind }) => kind === 'reply-end')
  const opening = firstReply === -1 ? entries : entries.slice(0, firstReply)
  return {
    thread,
    sessionId,
    cwd: workingDirectory(messages),
    entries,
    firstPrompt: spokenTexts(opening).join('\n'),
    lastText: spokenTexts(entries).at(-1) ?? '',
    replies: entries.filter(({ kind }) => kind === 'reply-end').length,
    turns: starts.length,
    calls: entries.filter((entry) => entry.kind === 'call'),
    turn,
    turnCalls: turn.filter((entry) => entry.kind === 'call'),
    requests: requestsSeen(entries),
    request: standingRequest(entries),
  }
}

/** A turn begins with a prompt, or with a hook's or the CLI's words after the model had finished. */
function turnStarts(entries: readonly Entry[]): number[] {
  const starts: number[] = []
  let last: 'nothing' | 'finished' | 'open' = 'finished'
  for (const [index, entry] of entries.entries()) {
    if (entry.kind === 'reply-end') last = entry.open ? 'open' : 'finished'
    const opens = entry.kind === 'hook' || entry.kind === 'notification' ? last === 'finished' : entry.kind === 'prompt'
    if (!opens || last === 'nothing') continue
    starts.push(index)
    last = 'nothing'
  }
  return starts
}

function spokenTexts(entries: readonly Entry[]): string[] {
  return entries.flatMap((entry) => (entry.kind === 'prompt' || entry.kind === 'hook' ? [entry.text] : []))
}

function workingDirectory(messages: readonly Message[]): string {
  for (const { content } of messages) {
    const found = /Primary working directory: (.+)/.exec(textOf(content))?.[1]
    if (found !== undefined) return found.trim()
  }
  return ''
}
