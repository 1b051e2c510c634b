import type { Database } from 'better-sqlite3'
import type { UsageRecorded } from '../../contract/facts.ts'
import { mergeUsage } from './usage-merge.ts'
import type { StoreCalls } from './protocol.ts'
import type { UsageTotals } from './types.ts'

/** One response as it lies in the table. */
export interface UsageRow {
  messageId: string
  requestId: string
  sessionId: string
  agentId: string | null
  model: string
  input: number
  output: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  webSearches: number
  costUsd: number | null
  at: number
}

interface Sums {
  input: number
  output: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
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
const VALUES = `(@messageId, @requestId, @sessionId, @agentId, @model, @input, @output, @cacheRead, @cacheWrite5m,
  @cacheWrite1h, @webSearches, @costUsd, @at)`
const SUMS = `ifnull(sum(input), 0) AS input, ifnull(sum(output), 0) AS output, ifnull(sum(cache_read), 0) AS cacheRead,
  ifnull(sum(cache_write_5m), 0) AS cacheWrite5m, ifnull(sum(cache_write_1h), 0) AS cacheWrite1h,
  total(cost_usd) AS costUsd, count(*) - count(cost_usd) AS unpriced, count(*) AS requests`

export function usageTable(database: Database): UsageTable {
  const insert = database.prepare<UsageRow>(`INSERT INTO usage VALUES ${VALUES} ON CONFLICT DO NOTHING`)
  const replace = database.prepare<UsageRow>(`REPLACE INTO usage VALUES ${VALUES}`)
  const one = database.prepare<[string, string], UsageRow>(
    `SELECT ${COLUMNS} FROM usage WHERE message_id = ? AND request_id = ?`,
  )
  const sessionStart = database.prepare<[string], { at: number }>(`SELECT at FROM sessions WHERE session_id = ?`)
  const ofSeries = database.prepare<[string], Sums>(
    `SELECT ${SUMS} FROM usage WHERE session_id IN (SELECT session_id FROM sessions WHERE series_id = ?)`,
  )
  const ofSession = database.prepare<[string], Sums>(`SELECT ${SUMS} FROM usage WHERE session_id = ?`)
  const startOf = (sessionId: string) => sessionStart.get(sessionId)?.at ?? null
  return {
    record: (usage) => {
      const row = toRow(usage)
      if (insert.run(row).changes > 0) return
      const kept = one.get(usage.messageId, usage.requestId)
      if (!kept) return
      const merged = mergeUsage(kept, row, startOf)
      if (merged !== kept) replace.run(merged)
    },
    usageOfSeries: (seriesId) => totals(ofSeries.get(seriesId)),
    usageOfSession: (sessionId) => totals(ofSession.get(sessionId)),
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
