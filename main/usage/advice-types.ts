import type { AdviceKind } from '../../contract/analytics.ts'
import type { LedgerRequest } from '../../contract/ledger.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import type { LedgerSession } from '../store/scan-types.ts'

/** USD at list prices for one response at a time (ms since the epoch); null: no table knows the model. */
export type PriceOf = (agent: AgentName, model: string, tokens: TokenCounts, at: number) => number | null

/** A session with all its requests in order of time. */
export interface SessionRequests {
  session: LedgerSession
  requests: readonly LedgerRequest[]
  /** Its answers by the thread that asked for them; null: the main thread. */
  threads: ReadonlyMap<string | null, readonly LedgerRequest[]>
}

/** What advisers are told beside the session that they look at. */
export interface AdviceContext {
  /** Requests from `from` on and before `until` are reckoned, ms since the epoch; earlier ones only explain them. */
  from: number
  until: number
  now: number
  /** For explaining; else rows are let go of at once, and only their sums are kept. */
  keepRows: boolean
  priceOf: PriceOf
  /** Models that the person used in this time, by agent. */
  models: ReadonlyMap<AgentName, readonly string[]>
  /** Tokens at which a checkpoint of such a session is due by the settings; null: its window is not known. */
  dueOf(session: LedgerSession): number | null
}

/** A row of the ledger, and what it would have cost instead, USD. */
export interface ReckonedRow {
  request: LedgerRequest & { costUsd: number }
  insteadUsd: number
  /** Put into words only where a person asks. */
  why(): string
}

/** Rows of the time that is looked at, as many as they were, and what they would have saved, USD. */
export interface Reckoned {
  /** Empty unless they are kept. */
  rows: readonly ReckonedRow[]
  count: number
  savedUsd: number
}

/** What an adviser found in one session. Findings of the same variant over all sessions make one advice. */
export interface Finding extends Reckoned {
  variant: string
  /** What was seen, in words with its figures. */
  seen: string
}

export interface AdviceWords {
  title: string
  body: string
  assumption: string
}

/** One kind of advice. `look` pauses now and then so that nothing waits long behind a large session. */
export interface Adviser {
  kind: AdviceKind
  look(one: SessionRequests, context: AdviceContext): Generator<void, Finding[]>
  words(variant: string): AdviceWords
  /** Variants exclude each other: only the one that saves most is told, and only from this share on. */
  bestFrom?: number
}
