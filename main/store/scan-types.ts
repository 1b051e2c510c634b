import type { LedgerRequest, UsageAnswer, UsageFigures, UsageQuery } from '../../contract/ledger.ts'
import type { PlanLimit } from '../../contract/forecast.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import type { TokenCounts } from '../../contract/usage.ts'

/**
 * Requests of transcripts on their way to the store: `texts` holds each text once, `figures` one row after another of the columns
 * of `RequestColumn`. Plain memory, so that tens of thousands cross from thread to thread at no cost.
 */
export interface RequestBlock {
  texts: string[]
  figures: Float64Array
}

/** Columns of a block, in their order. Those that are texts hold an index into `texts`; -1: none. */
export const REQUEST_COLUMNS = [
  'session',
  'message',
  'request',
  /** -1: main thread. */
  'agentId',
  'model',
  /** 0: a model's answer; 1: a request that failed, without tokens. */
  'failed',
  /** 1: the turn ended with it. */
  'endsTurn',
  /** 1: fast mode. */
  'fast',
  'input',
  'output',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'webSearches',
  /** USD; NaN: not known. */
  'cost',
  /** 1: `cost` is the agent's own figure; 0: by list prices. */
  'costIsOwn',
  /** Milliseconds since the epoch. */
  'at',
] as const
export type RequestColumn = (typeof REQUEST_COLUMNS)[number]

/** The last figure of a session's window; `used` null: not known since a compaction. */
export interface LastContext {
  used: number | null
  window: number | null
  model: string | null
  /** Milliseconds since the epoch. */
  at: number
}

/** How far one transcript file was read, and all that was seen in it up to there that is no request. */
export interface TranscriptFile {
  path: string
  agent: AgentName
  /** The session whose own file it is; its subagents' files name it as well. Null: not known yet. */
  sessionId: string | null
  /** Null: the main thread's. */
  agentId: string | null
  /** Real path of the folder that it works in; null: not known yet. */
  project: string | null
  title: string | null
  /** When the file was made, ms since the epoch; a fork is younger than what it copied from. */
  bornAt: number
  /** The session's own first and last time; null: no line had one. */
  firstAt: number | null
  lastAt: number | null
  dev: string
  ino: string
  /** Bytes up to the end of the last full line that was read. */
  offset: number
  /** Size and time of the last change as they were then. */
  size: number
  changedAt: number
  /** sha256 of the first 256 bytes (or fewer). */
  headHash: string
  context: LastContext | null
  /**
   * What the agent itself said that the session cost so far, USD, each time anew, in order; those since the file was last read. A
   * fork's figures include what its parent's said when it was made.
   */
  reported: { usd: number; at: number }[]
  /** How the main thread ends: waits for its person, works, or nothing is known. */
  ending: 'turn-ended' | 'working' | 'unknown'
  /** Lines of which a part or all could not be read. */
  damagedLines: number
  /** What its reader needs to go on from `offset`; JSON, opaque to the store. */
  reader: string
}

/**
 * What a look at transcripts brought; one transaction. A request takes some 15 µs of the store's thread: batches of up to 500 keep
 * a transition that waits behind one from waiting longer than about 8 ms (both measured on two cores of 2026).
 */
export interface ScanBatch {
  files: TranscriptFile[]
  requests: RequestBlock[]
  limits: PlanLimit[]
}

/** A session as the ledger knows it, of whatever agent. Times: ms since the epoch. */
export interface LedgerSession {
  agent: AgentName
  sessionId: string
  project: string | null
  title: string | null
  path: string | null
  firstAt: number
  lastAt: number
  context: LastContext | null
  figures: UsageFigures
  subagents: number
  /** What the agent itself says that it cost, USD; null: nothing. */
  reportedUsd: number | null
  /** What it says beyond the ledger, 0 and more; null: it said nothing. */
  unattributedUsd: number | null
  ending: TranscriptFile['ending']
  seriesId: string | null
}

export interface LedgerSessionQuery {
  sessionIds?: string[]
  agent?: AgentName
  project?: string
  /** Whose last line is not older, ms since the epoch. */
  since?: number
  limit: number
  offset?: number
}

/** One hour of local time. */
export interface UsageHour {
  /** YYYY-MM-DD, and 0 to 23. */
  day: string
  hour: number
  figures: UsageFigures
}

/** A request whose price is ours, for pricing it anew. `id`: of the row, opaque. */
export interface PricedRequest {
  id: string
  agent: AgentName
  model: string
  tokens: TokenCounts
  webSearches: number
  fast: boolean
  at: number
  costUsd: number | null
}

/** The ledger over all agents: transcripts of this machine, hosted sessions, telemetry; each request once. */
export interface LedgerStore {
  recordScan(batch: ScanBatch): Promise<void>
  /** Every file that was ever read. */
  transcriptFiles(): Promise<TranscriptFile[]>
  usage(query: UsageQuery): Promise<UsageAnswer>
  /** By hours of local time, of days from and until (included); only hours in which something was. */
  usageHours(range: { from: string | null; until: string | null; project?: string }): Promise<UsageHour[]>
  /** The latest first. */
  ledgerSessions(query: LedgerSessionQuery): Promise<LedgerSession[]>
  /** All requests of one session in order of time, subagents' among them; [] when there is none. */
  ledgerRequests(sessionId: string): Promise<LedgerRequest[]>
  /** As each agent reported them last. */
  planLimits(): Promise<PlanLimit[]>
  recordLimits(limits: PlanLimit[]): Promise<void>
  /**
   * Of the next `limit` requests after a place those without a figure of their agent's own. `next`: the place to go on from; null:
   * that were all. Null as the place: from the start.
   */
  listPriced(after: string | null, limit: number): Promise<{ requests: PricedRequest[]; next: string | null }>
  /** Writes other prices of ours; sums follow. */
  setListPrices(prices: { id: string; costUsd: number | null }[]): Promise<void>
  dismissedAdvice(): Promise<string[]>
  dismissAdvice(id: string, dismissed: boolean): Promise<void>
}
