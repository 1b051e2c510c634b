import type { LedgerRequest } from '../../contract/ledger.ts'
import type { TokenCounts } from '../../contract/usage.ts'

export type PricedAnswer = LedgerRequest & { costUsd: number }

/** A pause is made after so many rows: well under a millisecond of work. */
export const ROWS_A_SLICE = 500

/** Answers of a session by the thread that asked for them, in order of time; null: the main thread. */
export function threadsOf(requests: readonly LedgerRequest[]): Map<string | null, LedgerRequest[]> {
  const threads = new Map<string | null, LedgerRequest[]>()
  for (const request of requests) {
    if (request.kind !== 'answer') continue
    const thread = threads.get(request.agentId)
    if (thread === undefined) threads.set(request.agentId, [request])
    else thread.push(request)
  }
  return threads
}

/** Tokens that went in. */
export function promptOf(tokens: TokenCounts): number {
  return tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
}

export function writtenOf(tokens: TokenCounts): number {
  return tokens.cacheWrite5m + tokens.cacheWrite1h
}

export function isPriced(request: LedgerRequest): request is PricedAnswer {
  return request.costUsd !== null
}

/** The context is another one: it was compacted, cleared or rewound between two answers of a thread. */
export function shrank(before: LedgerRequest, after: LedgerRequest): boolean {
  return promptOf(after.tokens) < promptOf(before.tokens) * SHRUNK_TO
}

/** A turn adds to the context. Rewinding and dropped thinking take some of it away, a compaction most of it. */
const SHRUNK_TO = 0.6
