import { z } from 'zod'

const Text = z.string().nullable()
const Time = z.number().nullable()

/** A response after which no tool was called so far: with the next prompt it is known to have ended its turn. */
const Told = z.strictObject({
  message: z.string(),
  model: z.string(),
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  at: z.number(),
})
export type Told = z.infer<typeof Told>

/** What was read of one chat file so far; kept as JSON. Another shape: the file is read anew. */
const ChatState = z.strictObject({
  version: z.literal(1),
  /** Null: no record said it. */
  sessionId: Text,
  /** Subagents' files name the session that they work for by their folder. */
  agentId: Text,
  directory: Text,
  title: Text,
  firstAt: Time,
  lastAt: Time,
  last: Told.nullable(),
  context: z.strictObject({ used: Time, window: Time, model: Text, at: z.number() }).nullable(),
  /** The message that `context` was measured by; null: none is in the history now. */
  measuredBy: Text,
  ending: z.enum(['turn-ended', 'working', 'unknown']),
})
export type ChatState = z.infer<typeof ChatState>

export function newChat(sessionId: string | null, agentId: string | null): ChatState {
  const facts = { sessionId, agentId, directory: null, title: null, firstAt: null, lastAt: null }
  return { version: 1, ...facts, last: null, context: null, measuredBy: null, ending: 'unknown' }
}

/** Null: it was written by another version. */
export function parseChat(reader: string): ChatState | null {
  try {
    return ChatState.safeParse(JSON.parse(reader)).data ?? null
  } catch {
    // No JSON: whatever it was, reading begins anew.
    return null
  }
}
