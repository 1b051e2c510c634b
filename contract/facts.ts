import type { TokenCounts } from './usage.ts'

/** A background job that the agent reported at a turn end. */
export interface BackgroundTask {
  id: string
  kind: 'subagent' | 'shell' | 'other'
  description: string
}

/** The tool of a hook, reduced to what the loop asks of it. */
export interface ToolUse {
  name: string
  /** Absolute paths that it read whole or in part (Read, Grep). */
  reads: string[]
  /** Absolute paths that it wrote (Write, Edit, NotebookEdit). */
  writes: string[]
  /** The command line of a shell tool. */
  command: string | null
  /** True for tools that only look: Read, Grep, Glob, listing tools. */
  readOnly: boolean
}

/**
 * What an agent's hook said, free of the agent's own vocabulary.
 * `agentId` null: the main thread. Others never carry a nudge, a request or a stop.
 */
export type AgentSignal = { sessionId: string; agentId: string | null; transcriptPath: string | null } & (
  | { type: 'PromptSubmitted'; prompt: string }
  | { type: 'ToolStarting'; tool: ToolUse }
  | { type: 'ToolEnded'; tool: ToolUse; failed: boolean }
  | { type: 'ToolBatchEnded' }
  | { type: 'PermissionRequested'; tool: ToolUse; question: boolean }
  | { type: 'TurnEnded'; lastMessage: string; background: BackgroundTask[]; crons: number; continued: boolean }
  | { type: 'TurnFailed'; error: string; details: string }
  | { type: 'SubagentStarted'; agentType: string }
  | { type: 'SubagentEnded'; agentType: string }
  | { type: 'CompactionAsked'; auto: boolean }
  | { type: 'Compacted' }
  | { type: 'SessionEnded'; reason: string }
  | { type: 'Noticed'; kind: string; message: string }
)
export type AgentSignalType = AgentSignal['type']

/** What the agent's hook is told in return. `none` lets it go on as it was. */
export type SignalAnswer =
  | { do: 'none' }
  /** At a turn end: go on with this text instead of ending. After a tool: the text reaches the model in the same turn. */
  | { do: 'tell'; text: string }
  /** At a tool's or batch's end: end the turn here. */
  | { do: 'stop'; reason: string }
  /** Before a compaction: do not. */
  | { do: 'block'; reason: string }

/** One API response, counted once in the ledger by `messageId` and `requestId`. */
export interface UsageRecorded {
  messageId: string
  requestId: string
  sessionId: string
  /** Null: main thread. */
  agentId: string | null
  model: string
  tokens: TokenCounts
  webSearches: number
  /** USD; null: neither the agent says it, nor does a price table know the model. */
  costUsd: number | null
  /** Whose figure `costUsd` is; by list prices unless it is given. */
  costSource?: 'agent' | 'list'
  /** The turn ended with it: no tool was called. */
  endsTurn?: boolean
  /** Fast mode, which has prices of its own. */
  fast?: boolean
  /** Milliseconds since the epoch. */
  at: number
}

/** The context of one session's main thread. `used` null: unknown until the next response. */
export interface ContextMeasured {
  sessionId: string
  source: 'statusline' | 'transcript'
  used: number | null
  /** Null: the source does not say (an unknown model in a transcript). */
  window: number | null
  model: string | null
  promptId: string | null
  messageId: string | null
  at: number
}

/** What the agent itself says a session cost so far, USD at list prices. */
export interface CostReported {
  sessionId: string
  source: 'statusline' | 'cost-state'
  totalUsd: number
  at: number
}
