import { parseReaderState } from '../reader-state.ts'

/** A response after which no tool was called so far: with the next prompt it is known to have ended its turn. */
export interface Told {
  message: string
  model: string
  input: number
  output: number
  cacheRead: number
  at: number
}

/** What was read of one chat file so far; kept as JSON. Another shape: the file is read anew. */
export interface ChatState {
  version: 1
  /** Null: no record said it. */
  sessionId: string | null
  /** Subagents' files name the session that they work for by their folder. */
  agentId: string | null
  directory: string | null
  title: string | null
  firstAt: number | null
  lastAt: number | null
  last: Told | null
  context: { used: number | null; window: number | null; model: string | null; at: number } | null
  /** The message that `context` was measured by; null: none is in the history now. */
  measuredBy: string | null
  ending: 'turn-ended' | 'working' | 'unknown'
}

export function newChat(sessionId: string | null, agentId: string | null): ChatState {
  const facts = { sessionId, agentId, directory: null, title: null, firstAt: null, lastAt: null }
  return { version: 1, ...facts, last: null, context: null, measuredBy: null, ending: 'unknown' }
}

/** Null: it was written by another version. */
export function parseChat(reader: string): ChatState | null {
  return parseReaderState(reader, newChat(null, null))
}
