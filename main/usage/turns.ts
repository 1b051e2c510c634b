import type { LedgerRequest } from '../../contract/ledger.ts'

/** One turn of a session's main thread, by its requests. */
export interface Turn {
  /** Tokens in the window at its last answer; output is not counted. */
  used: number
  /** Tokens that it added; a compaction within it takes nothing away. Null: its beginning is not known. */
  growth: number | null
  /** Minutes of work, without the wait for its prompt; null: it had one answer, and none before it. */
  minutes: number | null
  /** False: it still runs, or was broken off. */
  ended: boolean
  /** Of its last answer, ms since the epoch. */
  at: number
}

/** A context that falls below this share of what it was has been compacted; trimming of old tool results takes less. */
const COMPACTED = 0.8
/** Of the time before a turn's first answer, at most this is the agent's, ms: the rest waited for a person. */
const FIRST_ANSWER_MOST = 60_000
/** Of the time between two answers of a turn, likewise: a prompt for permission may have waited overnight. */
const BETWEEN_MOST = 15 * 60_000
const MINUTE = 60_000

/** The turns of one session in their order; subagents' requests and failed ones are passed over. */
export function turnsOf(requests: readonly LedgerRequest[]): Turn[] {
  const turns: Turn[] = []
  let open: { began: number | null; used: number; ms: number; answers: number; at: number } | null = null
  let last: { used: number; at: number } | null = null
  const close = (ended: boolean): void => {
    if (open === null) return
    const growth = open.began === null ? null : Math.max(0, open.used - open.began)
    const minutes = open.answers === 1 && turns.length === 0 ? null : open.ms / MINUTE
    turns.push({ used: open.used, growth, minutes, ended, at: open.at })
    open = null
  }
  for (const request of mainAnswers(requests)) {
    const used = contextOf(request)
    const most = open === null ? FIRST_ANSWER_MOST : BETWEEN_MOST
    const ms: number = last === null ? 0 : Math.min(most, Math.max(0, request.at - last.at))
    open ??= { began: last?.used ?? null, used, ms: 0, answers: 0, at: request.at }
    // The first turn of all is measured from its first answer.
    if (open.answers === 1 && open.began === null) open.began = open.used
    // What a compaction took away is taken from the beginning as well, so that the turn's own growth is left.
    if (last !== null && used < last.used * COMPACTED && open.began !== null) open.began -= last.used - used
    open = { ...open, used, ms: open.ms + ms, answers: open.answers + 1, at: request.at }
    last = { used, at: request.at }
    if (request.endsTurn) close(true)
  }
  close(false)
  return turns
}

/** Growths of turns that came to their end, in order; those that are not known are left out. */
export function growthsOf(turns: readonly Turn[]): number[] {
  return turns.flatMap(({ growth, ended }) => (ended && growth !== null ? [growth] : []))
}

function mainAnswers(requests: readonly LedgerRequest[]): LedgerRequest[] {
  return requests
    .filter((one) => one.agentId === null && one.kind === 'answer' && contextOf(one) > 0)
    .toSorted((a, b) => a.at - b.at)
}

/** Tokens of the prompt: what lay in the window when the answer was begun. */
function contextOf({ tokens }: LedgerRequest): number {
  return tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
}
