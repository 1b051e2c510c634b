import type { Database } from 'better-sqlite3'
import type { UsageRecorded } from '../../contract/facts.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import type { StoreCalls } from './protocol.ts'
import type { Reconciliation } from './reconciliation.ts'
import { mergeUsage } from './usage-merge.ts'
import type { UsageTotals } from './types.ts'

/** One response as it lies in the table. */
export interface UsageRow extends TokenCounts {
  messageId: string
  requestId: string
  sessionId: string
  agentId: string | null
  model: string
  webSearches: number
  costUsd: number | null
  at: number
}

interface Sums extends TokenCounts {
  costUsd: number
  unpriced: number
  requests: number
}

type Calls = Pick<StoreCalls, 'usageOfSeries' | 'usageOfSession'>

export interface UsageTable extends Calls {
  /** Inside a transaction: counts one response once, however many files and lines tell of it. */
  record(usage: UsageRecorded): void
}

const COLUMNS = `message_id AS messageId, request_id AS requestId, session_id AS sessionId, agent_id AS agentId, model,
  input, output, cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h,
  web_searches AS webSearches, cost_usd AS costUsd, at`
const NAMES = `(message_id, request_id, session_id, agent_id, model, input, output, cache_read, cache_write_5m,
  cache_write_1h, web_searches, cost_usd, at)`
const VALUES = `(@messageId, @requestId, @sessionId, @agentId, @model, @input, @output, @cacheRead, @cacheWrite5m,
  @cacheWrite1h, @webSearches, @costUsd, @at)`
const SUMS = `ifnull(sum(input), 0) AS input, ifnull(sum(output), 0) AS output, ifnull(sum(cache_read), 0) AS cacheRead,
  ifnull(sum(cache_write_5m), 0) AS cacheWrite5m, ifnull(sum(cache_write_1h), 0) AS cacheWrite1h,
  total(cost) AS costUsd, count(*) - count(cost) AS unpriced, count(*) AS requests`
const SUMMED = 'input, output, cache_read, cache_write_5m, cache_write_1h'
/** Transcripts, and what telemetry alone told of; each from an index alone. The agent's own figure goes before ours. */
const ledgerOf = (sessions: string) =>
  `(SELECT ${SUMMED}, coalesce(told_usd, cost_usd) AS cost FROM usage INDEXED BY usage_of_session WHERE session_id ${sessions}
    UNION ALL
    SELECT ${SUMMED}, cost_usd FROM telemetry_requests INDEXED BY telemetry_beside
     WHERE beside = 1 AND session_id ${sessions})`

export function usageTable(database: Database, reconciled: Reconciliation): UsageTable {
  const insert = database.prepare<UsageRow>(`INSERT INTO usage ${NAMES} VALUES ${VALUES} ON CONFLICT DO NOTHING`)
  const replace = database.prepare<UsageRow>(
    `UPDATE usage SET ${NAMES} = ${VALUES} WHERE message_id = @messageId AND request_id = @requestId`,
  )
  const one = database.prepare<[string, string], UsageRow>(
    `SELECT ${COLUMNS} FROM usage WHERE message_id = ? AND request_id = ?`,
  )
  const sessionStart = database.prepare<[string], { at: number }>(`SELECT at FROM sessions WHERE session_id = ?`)
  const ofSeries = database.prepare<{ id: string }, Sums>(
    `SELECT ${SUMS} FROM ${ledgerOf('IN (SELECT session_id FROM sessions WHERE series_id = @id)')}`,
  )
  const ofSession = database.prepare<{ id: string }, Sums>(`SELECT ${SUMS} FROM ${ledgerOf('= @id')}`)
  const startOf = (sessionId: string) => sessionStart.get(sessionId)?.at ?? null
  return {
    record: (usage) => {
      const row = toRow(usage)
      if (insert.run(row).changes > 0) {
        reconciled.usageTold(row, null)
        return
      }
      const kept = one.get(usage.messageId, usage.requestId)
      if (!kept) return
      const merged = mergeUsage(kept, row, startOf)
      if (merged === kept) return
      replace.run(merged)
      reconciled.usageTold(merged, kept)
    },
    usageOfSeries: (seriesId) => totals(ofSeries.get({ id: seriesId })),
    usageOfSession: (sessionId) => totals(ofSession.get({ id: sessionId })),
  }
}

function toRow({ tokens, ...usage }: UsageRecorded): UsageRow {
  return { ...usage, ...tokens }
}

/** A sum always has its one row. */
function totals(sums: Sums | undefined): UsageTotals {
  const { costUsd = 0, unpriced = 0, requests = 0 } = sums ?? {}
  const { input = 0, output = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0 } = sums ?? {}
  return { tokens: { input, output, cacheRead, cacheWrite5m, cacheWrite1h }, costUsd, unpriced, requests }
}
