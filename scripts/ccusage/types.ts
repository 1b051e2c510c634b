import type { TokenCounts } from '../../contract/usage.ts'

/** A response as one of the two counts it. */
export interface Counted {
  /** Message and request id; the same on both sides for the same response. */
  key: string
  /** Of local time, YYYY-MM-DD. */
  day: string
  model: string
  fast: boolean
  tokens: TokenCounts
  webSearches: number
  /** USD; null: it has no price. */
  costUsd: number | null
  /** The cost is the transcript's own figure. */
  costIsOwn: boolean
  /** Milliseconds since the epoch. */
  at: number
  /** Why the ledger does not count it, where that is by a rule of its own. */
  notOurs?: string
}

/** What ccusage made of a folder's transcripts by its own rules, line by line. */
export interface TheirCount {
  counted: Counted[]
  /** Why responses are not among them though a line tells of them, by key. */
  passedOver: Map<string, string>
}

/** A part of a difference, ours minus theirs. */
export interface Part {
  cause: string
  tokens: number
  usd: number
}

/** A day and model on which the two do not agree, or one of them is told of at all. */
export interface Difference {
  day: string
  model: string
  ours: { tokens: number; usd: number }
  theirs: { tokens: number; usd: number }
  parts: Part[]
  /** What no cause accounts for. */
  unexplained: { tokens: number; usd: number }
}

export function allTokens(tokens: TokenCounts): number {
  return tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
}

export function groupOf({ day, model }: { day: string; model: string }): string {
  return `${day} ${model}`
}
