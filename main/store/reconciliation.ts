import type { Database } from 'better-sqlite3'
import { pairUp } from './pair-up.ts'
import type { UsageRow } from './usage-table.ts'

/** How far the two clocks of one response may be apart: a record is stamped when it was sent, a line when it was written. */
const APART_MS = 60_000

/** How a response in a transcript was found to be told by telemetry too (`usage.told`). */
const TOLD = { byNothing: 0, byRequestId: 1, byLikeness: 2 } as const

/** What a request without the API's id is found by. */
interface Likeness {
  sessionId: string
  input: number
  output: number
  cacheRead: number
  /** 5 minutes and 1 hour together: older agents do not tell them apart. */
  cacheWrite: number
}
interface Line {
  messageId: string
  requestId: string
  model: string
  at: number
}
interface Told {
  id: string
  model: string
  costUsd: number | null
  at: number
}
interface RequestKey {
  id: string
  byRequestId: number
  sessionId: string | null
}
type Tokens = Pick<UsageRow, 'input' | 'output' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h'>

/**
 * Which responses both the transcript and telemetry tell of. All inside a transaction. What it finds follows from what is kept
 * alone, never from the order in which it came.
 */
export interface Reconciliation {
  /** Some transcript may have it: once it is written, `requestTold` finds out. Else it is beside all of them. */
  mayHave(request: RequestKey): boolean
  requestTold(request: RequestKey & Tokens): void
  /** After it was written; `before`: as it lay until then. */
  usageTold(row: UsageRow, before: UsageRow | null): void
}

export function reconciliation(database: Database): Reconciliation {
  const linesOfRequest = database.prepare<[string], Line & Tokens & { sessionId: string; told: number }>(
    `SELECT message_id AS messageId, request_id AS requestId, model, at, session_id AS sessionId, told, input, output,
       cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h
      FROM usage WHERE request_id = ? ORDER BY message_id`,
  )
  const anyLineOfRequest = database.prepare<[string]>(`SELECT 1 FROM usage WHERE request_id = ? LIMIT 1`)
  const anyLineOfSession = database.prepare<[string]>(`SELECT 1 FROM usage WHERE session_id = ? LIMIT 1`)
  const requestOf = database.prepare<[string], { costUsd: number | null; beside: number }>(
    `SELECT cost_usd AS costUsd, beside FROM telemetry_requests WHERE id = ? AND by_request_id = 1`,
  )
  const markLine = database.prepare<{ told: number; usd: number | null; messageId: string; requestId: string }>(
    `UPDATE usage SET told = @told, told_usd = @usd
      WHERE message_id = @messageId AND request_id = @requestId AND (told <> @told OR told_usd IS NOT @usd)`,
  )
  const markRequest = database.prepare<{ beside: number; id: string }>(
    `UPDATE telemetry_requests SET beside = @beside WHERE id = @id AND beside <> @beside`,
  )
  const anyAlike = database.prepare<[string]>(
    `SELECT 1 FROM telemetry_requests WHERE session_id = ? AND by_request_id = 0 LIMIT 1`,
  )
  const linesAlike = database.prepare<Likeness, Line>(
    `SELECT message_id AS messageId, request_id AS requestId, model, at FROM usage
      WHERE session_id = @sessionId AND input = @input AND output = @output AND cache_read = @cacheRead
        AND cache_write_5m + cache_write_1h = @cacheWrite AND told <> ${TOLD.byRequestId}
      ORDER BY at, message_id, request_id`,
  )
  const toldAlike = database.prepare<Likeness, Told>(
    `SELECT r.id, w.text AS model, r.cost_usd AS costUsd, r.at
       FROM telemetry_requests r INDEXED BY telemetry_hashed JOIN telemetry_words w ON w.id = r.model_id
      WHERE r.session_id = @sessionId AND r.by_request_id = 0 AND r.input = @input AND r.output = @output
        AND r.cache_read = @cacheRead AND r.cache_write_5m + r.cache_write_1h = @cacheWrite
      ORDER BY r.at, r.id`,
  )

  /** A response has one line; were there more of one request, the first bears its cost. */
  function byRequestId(requestId: string): void {
    const request = requestOf.get(requestId)
    if (request === undefined) return
    const lines = linesOfRequest.all(requestId)
    markRequest.run({ beside: Number(lines.length === 0), id: requestId })
    for (const [index, line] of lines.entries()) {
      const cost = index === 0 || request.costUsd === null ? request.costUsd : 0
      markLine.run({ told: TOLD.byRequestId, usd: cost, messageId: line.messageId, requestId: line.requestId })
      // What it was taken for before is free for another one.
      if (line.told === TOLD.byLikeness) byLikeness(line.sessionId, line)
    }
  }
  function byLikeness(sessionId: string, tokens: Tokens): void {
    if (anyAlike.get(sessionId) === undefined) return
    const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
    const like = { sessionId, input, output, cacheRead, cacheWrite: cacheWrite5m + cacheWrite1h }
    const told = toldAlike.all(like)
    const lines = linesAlike.all(like)
    const pairs = pairUp(lines, told, isSameResponse)
    const taken = new Set<Told>(pairs.values())
    for (const one of told) markRequest.run({ beside: Number(!taken.has(one)), id: one.id })
    for (const line of lines) {
      const mate = pairs.get(line)
      const { messageId, requestId } = line
      const told = mate === undefined ? TOLD.byNothing : TOLD.byLikeness
      markLine.run({ told, usd: mate?.costUsd ?? null, messageId, requestId })
    }
  }
  return {
    mayHave: ({ id, byRequestId, sessionId }) =>
      byRequestId === 1
        ? anyLineOfRequest.get(id) !== undefined
        : sessionId !== null && anyLineOfSession.get(sessionId) !== undefined,
    requestTold: (request) => {
      if (request.byRequestId === 1) byRequestId(request.id)
      else if (request.sessionId !== null) byLikeness(request.sessionId, request)
    },
    usageTold: (row, before) => {
      if (row.requestId !== '') byRequestId(row.requestId)
      if (before !== null) byLikeness(before.sessionId, before)
      byLikeness(row.sessionId, row)
    },
  }
}

function isSameResponse(line: Line, told: Told): boolean {
  return Math.abs(line.at - told.at) <= APART_MS && modelName(line.model) === modelName(told.model)
}

/** Without what a client adds to it: "claude-opus-5-5[1m]". */
function modelName(model: string): string {
  return model.replace(/\[[^\]]*\]$/, '')
}
