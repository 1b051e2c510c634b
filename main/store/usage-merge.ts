import type { TokenCounts } from '../../contract/usage.ts'

/** One request as it lies in the table; session and model by their numbers. */
export interface UsageRow extends TokenCounts {
  messageId: string
  requestId: string
  session: number
  agentId: string | null
  model: number
  failed: 0 | 1
  endsTurn: 0 | 1
  fast: 0 | 1
  webSearches: number
  costNano: number | null
  costIsOwn: 0 | 1
  at: number
  hour: number
}

/**
 * Two tellings of one request (same message and request id, or the API's own message id) made one, but for its session. The figures come from the one with
 * more output tokens (a line written while the response streamed has fewer), at a tie from the one that has a price; what else
 * may differ decides at last, so that no order of reading does. That the turn ended with it may be told of later, and apart.
 * Gives `kept` itself back when nothing changes.
 */
export function mergeUsage(kept: UsageRow, told: UsageRow): UsageRow {
  const better = isBetter(told, kept)
  const at = Math.min(kept.at, told.at)
  const agentId = agentOf(kept.agentId, told.agentId)
  const requestId = requestOf(kept, told)
  const endsTurn = kept.endsTurn === 1 ? 1 : told.endsTurn
  if (
    !better &&
    at === kept.at &&
    agentId === kept.agentId &&
    requestId === kept.requestId &&
    endsTurn === kept.endsTurn
  )
    return kept
  const hour = told.at < kept.at ? told.hour : kept.hour
  return { ...(better ? told : kept), requestId, session: kept.session, agentId, endsTurn, at, hour }
}

/** Larger is better, one after the other. A price of ours is no figure of the request: it may be another one by now. */
function isBetter(told: UsageRow, kept: UsageRow): boolean {
  const differences = [
    kept.failed - told.failed,
    told.output - kept.output,
    Number(told.costNano !== null) - Number(kept.costNano !== null),
    told.costIsOwn - kept.costIsOwn,
    told.input - kept.input,
    told.cacheRead - kept.cacheRead,
    told.cacheWrite5m - kept.cacheWrite5m,
    told.cacheWrite1h - kept.cacheWrite1h,
    told.webSearches - kept.webSearches,
    told.fast - kept.fast,
  ]
  return (differences.find((difference) => difference !== 0) ?? 0) > 0
}

function agentOf(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null
  return one < other ? one : other
}

/** A side question repeats responses of the main thread under request ids of its own: that of the main thread is the response's. */
function requestOf(kept: UsageRow, told: UsageRow): string {
  if (kept.requestId === told.requestId) return kept.requestId
  const order =
    Number(kept.agentId !== null) - Number(told.agentId !== null) ||
    Number(kept.requestId === '') - Number(told.requestId === '') ||
    (kept.requestId < told.requestId ? -1 : 1)
  return order < 0 ? kept.requestId : told.requestId
}

/** What is known of a session that told of a request. Times: ms since the epoch; null: not known. */
export interface Teller {
  session: number
  key: string
  /** When it became a hosted one; null: it is not hosted. */
  hostedAt: number | null
  /** When the earliest of its own files was made. */
  bornAt: number | null
}

/**
 * The session that made a request of which several told: a fork repeats old lines as its own. The earlier of hosted ones; one
 * that began after the request can only have copied it. Of others the one whose file was made earlier, at a tie the smaller id.
 */
export function madeBy(tellers: readonly Teller[], at: number): number | null {
  const [first] = tellers.toSorted(
    (one, other) => rank(one, at) - rank(other, at) || startOf(one) - startOf(other) || (one.key < other.key ? -1 : 1),
  )
  return first?.session ?? null
}

function rank(teller: Teller, at: number): number {
  if (teller.hostedAt === null) return 1
  return startOf(teller) <= at ? 0 : 2
}

/** One that was adopted has a file from before. */
function startOf({ hostedAt, bornAt }: Teller): number {
  return Math.min(hostedAt ?? Number.MAX_SAFE_INTEGER, bornAt ?? Number.MAX_SAFE_INTEGER)
}
