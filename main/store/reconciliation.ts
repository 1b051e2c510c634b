import type { Database } from 'better-sqlite3'
import { nanoOf } from './counted.ts'
import type { LedgerNames } from './ledger-names.ts'
import { pairUp } from './pair-up.ts'
import type { ToldRows } from './told-rows.ts'
import type { UsageRow } from './usage-merge.ts'
import { USAGE_COLUMNS, type KeptRow, type UsageRows } from './usage-rows.ts'

/** How far the two clocks of one response may be apart: a record is stamped when it was sent, a line when it was written. */
const APART_MS = 60_000

/** How a response in a transcript was found to be told by telemetry too (`usage.told`). */
const TOLD = { byNothing: 0, byRequestId: 1, byLikeness: 2 } as const

/** What a request without the API's id is found by. */
interface Likeness {
  session: number
  input: number
  output: number
  cacheRead: number
  /** 5 minutes and 1 hour together: older agents do not tell them apart. */
  cacheWrite: number
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
  usageTold(row: KeptRow, before: KeptRow | null): void
  /** It was repeated under another request id. */
  repeated(row: KeptRow, requestId: string): void
  /** Telemetry is told of: it may be older than all that was. */
  telemetryTold(): void
}

export interface ReconciliationParts {
  names: LedgerNames
  usage: UsageRows
  requests: ToldRows
}

export function reconciliation(database: Database, { names, usage, requests }: ReconciliationParts): Reconciliation {
  const ofRequest = `usage INDEXED BY usage_of_request WHERE substr(request_id, -8) = substr(@id, -8) AND request_id <> ''
        AND request_id = @id`
  const linesOfRequest = database.prepare<{ id: string }, KeptRow>(
    `SELECT ${USAGE_COLUMNS} FROM ${ofRequest} AND failed = 0 ORDER BY message_id`,
  )
  const linesOfAlias = database.prepare<{ id: string }, KeptRow>(
    `SELECT ${USAGE_COLUMNS} FROM usage WHERE failed = 0 AND id IN (SELECT usage_id FROM usage_aliases WHERE request_id = @id)
      ORDER BY message_id`,
  )
  const anyAlias = database.prepare<{ id: string }>(`SELECT 1 FROM usage_aliases WHERE request_id = @id LIMIT 1`)
  const firstToldAlias = database
    .prepare<[number], string>(
      `SELECT min(request_id) FROM usage_aliases a JOIN telemetry_requests r ON r.id = a.request_id
        WHERE usage_id = ? AND by_request_id = 1`,
    )
    .pluck()
  const anyLineOfRequest = database.prepare<{ id: string }>(`SELECT 1 FROM ${ofRequest} LIMIT 1`)
  const anyLineOfSession = database.prepare<[number]>(`SELECT 1 FROM usage WHERE session = ? LIMIT 1`)
  const requestOf = database.prepare<[string], { costUsd: number | null }>(
    `SELECT cost_usd AS costUsd FROM telemetry_requests WHERE id = ? AND by_request_id = 1`,
  )
  const anyAlike = database.prepare<[string]>(
    `SELECT 1 FROM telemetry_requests WHERE session_id = ? AND by_request_id = 0 LIMIT 1`,
  )
  const linesAlike = database.prepare<Likeness, KeptRow>(
    `SELECT ${USAGE_COLUMNS} FROM usage INDEXED BY usage_of_session
      WHERE session = @session AND output = @output AND input = @input AND cache_read = @cacheRead
        AND cache_write_5m + cache_write_1h = @cacheWrite AND told <> ${TOLD.byRequestId} AND failed = 0
      ORDER BY at, message_id, request_id`,
  )
  const toldAlike = database.prepare<Likeness & { sessionId: string }, Told>(
    `SELECT r.id, w.text AS model, r.cost_usd AS costUsd, r.at
       FROM telemetry_requests r INDEXED BY telemetry_hashed JOIN telemetry_words w ON w.id = r.model_id
      WHERE r.session_id = @sessionId AND r.by_request_id = 0 AND r.input = @input AND r.output = @output
        AND r.cache_read = @cacheRead AND r.cache_write_5m + r.cache_write_1h = @cacheWrite
      ORDER BY r.at, r.id`,
  )
  const firstTold = database.prepare<[], number | null>(`SELECT min(first_at) FROM telemetry_sources`).pluck()
  /** Of all telemetry; null: not looked up. A transcript from before it is not looked for in it. */
  let earliest: number | null = null

  function isBeforeAll(at: number): boolean {
    earliest ??= firstTold.get() ?? Number.MAX_SAFE_INTEGER
    return at + APART_MS < earliest
  }
  function mark(line: KeptRow, told: number, toldNano: number | null): void {
    if (line.told !== told || line.toldNano !== toldNano) usage.replace(line, { ...line, told, toldNano })
  }
  /** A response has one line; were there more of one request, the first bears its cost. */
  function byRequestId(id: string): void {
    const request = requestOf.get(id)
    if (request === undefined) return
    const own = linesOfRequest.all({ id })
    const repeated = own.length > 0 ? [] : linesOfAlias.all({ id })
    const lines = own.length > 0 ? own : repeated.filter((line) => isToldAs(line, id))
    requests.setBeside(id, own.length + repeated.length > 0 ? 0 : 1)
    for (const [index, line] of lines.entries()) {
      const cost = index === 0 || request.costUsd === null ? request.costUsd : 0
      mark(line, TOLD.byRequestId, nanoOf(cost))
    }
    // What they were taken for before is free for others.
    for (const line of lines) if (line.told === TOLD.byLikeness) byLikeness(line.session, line)
  }
  /** Its own request goes before those that repeat it. */
  function isToldAs({ id, requestId }: KeptRow, alias: string): boolean {
    return requestOf.get(requestId) === undefined && firstToldAlias.get(id) === alias
  }
  function byLikeness(session: number, tokens: Tokens): void {
    const sessionId = names.keyOf(session)
    if (anyAlike.get(sessionId) === undefined) return
    const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
    const like = { session, input, output, cacheRead, cacheWrite: cacheWrite5m + cacheWrite1h }
    const told = toldAlike.all({ ...like, sessionId })
    const lines = linesAlike.all(like)
    const pairs = pairUp(lines, told, (line, one) => isSameResponse(line.at, names.modelName(line.model), one))
    const taken = new Set<Told>(pairs.values())
    for (const one of told) requests.setBeside(one.id, taken.has(one) ? 0 : 1)
    for (const line of lines) {
      const mate = pairs.get(line)
      mark(line, mate === undefined ? TOLD.byNothing : TOLD.byLikeness, nanoOf(mate?.costUsd ?? null))
    }
  }
  return {
    mayHave: ({ id, byRequestId, sessionId }) => {
      if (byRequestId === 1) return anyLineOfRequest.get({ id }) !== undefined || anyAlias.get({ id }) !== undefined
      const session = sessionId === null ? null : names.knownSession(sessionId)
      return session !== null && anyLineOfSession.get(session) !== undefined
    },
    requestTold: (request) => {
      if (request.byRequestId === 1) byRequestId(request.id)
      else if (request.sessionId !== null) {
        const session = names.knownSession(request.sessionId)
        if (session !== null) byLikeness(session, request)
      }
    },
    usageTold: (row, before) => {
      if (isBeforeAll(Math.max(row.at, before?.at ?? 0)) || row.failed === 1) return
      if (row.requestId !== '') byRequestId(row.requestId)
      if (before !== null && before.requestId !== '' && before.requestId !== row.requestId)
        byRequestId(before.requestId)
      if (before !== null) byLikeness(before.session, before)
      byLikeness(row.session, row)
    },
    repeated: ({ at }, requestId) => {
      if (!isBeforeAll(at)) byRequestId(requestId)
    },
    telemetryTold: () => {
      earliest = null
    },
  }
}

function isSameResponse(at: number, model: string, told: Told): boolean {
  return Math.abs(at - told.at) <= APART_MS && modelName(model) === modelName(told.model)
}

/** Without what a client adds to it: "claude-opus-5-5[1m]". */
function modelName(model: string): string {
  return model.replace(/\[[^\]]*\]$/, '')
}
