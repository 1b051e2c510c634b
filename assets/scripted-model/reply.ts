import type { Conversation } from './conversation.ts'

export interface ToolCall {
  name: string
  input: Record<string, unknown>
}

/** Tokens as the Messages API reports them. The context is the sum of all but `output`. */
export interface ReplyUsage {
  input: number
  cacheRead: number
  cacheCreation: number
  output: number
}

/** An answer that is none: an HTTP error, silence until the client gives up, or a stream that breaks off. */
export type Fault = { status: number; headers?: Record<string, string>; body: unknown } | 'hang' | 'cut'

export interface Reply {
  text?: string
  tools?: ToolCall[]
  /** Overrides the scripted growth. */
  usage?: Partial<ReplyUsage>
  /** Silence before the first byte. */
  delayMs?: number
  fault?: Fault
}

/** A scripted model: what it answers depends on the conversation alone. */
export type Character = (conversation: Conversation) => Reply

/** How the context grows, in tokens: the first response reports `base`, each later one `growth` more. */
export interface UsageScript {
  base: number
  growth: number
  /** Of requests beside the conversation (a compaction, a title); a small one unless it is given. */
  beside?: ReplyUsage
}

/** Close to what a fresh Claude Code session weighs, and far from any threshold. */
export const QUIET_USAGE: UsageScript = { base: 20_000, growth: 1_000 }

/** What a real response always has beside its cached prompt. */
const UNCACHED_INPUT = 3
/** A rough token; only has to be deterministic. */
const CHARACTERS_PER_TOKEN = 4

/**
 * Usage of the response number `replies + 1` of a conversation. Only its length counts, so a resumed
 * session goes on where the number was.
 */
export function scriptedUsage(script: UsageScript, replies: number, reply: Reply): ReplyUsage {
  const context = script.base + script.growth * replies
  const cacheRead = replies === 0 ? 0 : context - script.growth
  const said = (reply.text ?? '').length + JSON.stringify(reply.tools ?? []).length
  return {
    input: UNCACHED_INPUT,
    cacheRead,
    cacheCreation: Math.max(0, context - cacheRead - UNCACHED_INPUT),
    output: Math.ceil(said / CHARACTERS_PER_TOKEN),
    ...reply.usage,
  }
}

export function say(text: string): Reply {
  return { text }
}

export function call(name: string, input: Record<string, unknown>, text?: string): Reply {
  return { tools: [{ name, input }], ...(text === undefined ? {} : { text }) }
}

/** An error in the API's own form. The header `x-should-retry` goes before the rules that the CLI has for a status. */
export function apiError(status: number, type: string, message: string, headers: Record<string, string> = {}): Fault {
  return { status, headers, body: { type: 'error', error: { type, message } } }
}
