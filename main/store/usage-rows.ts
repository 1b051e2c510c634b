import type { Database } from 'better-sqlite3'
import { SOURCE, type Counted } from './counted.ts'
import { isApiMessage, requestKey } from './request-key.ts'
import type { RollUps } from './roll-ups.ts'
import type { UsageRow } from './usage-merge.ts'

/** A request in the table. `told`: whether telemetry told of it too, 1 by its request id, 2 by what it is like. */
export interface KeptRow extends UsageRow {
  id: number
  told: number
  toldNano: number | null
}

export const USAGE_COLUMNS = `id, message_id AS messageId, request_id AS requestId, session, agent_id AS agentId, model, failed,
  ends_turn AS endsTurn, fast, input, output, cache_read AS cacheRead, cache_write_5m AS cacheWrite5m,
  cache_write_1h AS cacheWrite1h, web_searches AS webSearches, cost_nano AS costNano, cost_is_own AS costIsOwn, told,
  told_nano AS toldNano, at, hour`

/** The table's rows, each change of which is counted. All inside a transaction. */
export interface UsageRows {
  find(messageId: string, requestId: string): KeptRow | null
  byId(id: number): KeptRow | null
  insert(row: UsageRow): KeptRow
  /** `after` is written in place of `before`. */
  replace(before: KeptRow, after: KeptRow): void
}

export function usageRows(database: Database, sums: RollUps): UsageRows {
  const insert = database.prepare<unknown[]>(
    `INSERT INTO usage (key, message_id, request_id, session, agent_id, model, failed, ends_turn, fast, input, output,
       cache_read, cache_write_5m, cache_write_1h, web_searches, cost_nano, cost_is_own, at, hour)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const replace = database.prepare<KeptRow>(
    `UPDATE usage SET request_id = @requestId, session = @session, agent_id = @agentId, model = @model, failed = @failed, ends_turn = @endsTurn,
       fast = @fast, input = @input, output = @output, cache_read = @cacheRead, cache_write_5m = @cacheWrite5m,
       cache_write_1h = @cacheWrite1h, web_searches = @webSearches, cost_nano = @costNano, cost_is_own = @costIsOwn,
       told = @told, told_nano = @toldNano, at = @at, hour = @hour WHERE id = @id`,
  )
  const find = database.prepare<[number, string, string], KeptRow>(
    `SELECT ${USAGE_COLUMNS} FROM usage WHERE key = ? AND message_id = ? AND request_id = ?`,
  )
  const findOfApi = database.prepare<[number, string], KeptRow>(
    `SELECT ${USAGE_COLUMNS} FROM usage WHERE key = ? AND message_id = ?`,
  )
  // Most often there is none, which the index alone tells.
  const anyOfKey = database.prepare<[number], number>(`SELECT id FROM usage WHERE key = ? LIMIT 1`).pluck()
  const byId = database.prepare<[number], KeptRow>(`SELECT ${USAGE_COLUMNS} FROM usage WHERE id = ?`)
  return {
    find: (messageId, requestId) => {
      const key = requestKey(messageId, requestId)
      if (anyOfKey.get(key) === undefined) return null
      const kept = isApiMessage(messageId) ? findOfApi.get(key, messageId) : find.get(key, messageId, requestId)
      return kept ?? null
    },
    byId: (id) => byId.get(id) ?? null,
    insert: (row) => {
      const { messageId, requestId } = row
      const { lastInsertRowid } = insert.run(
        requestKey(messageId, requestId),
        messageId,
        requestId,
        row.session,
        row.agentId,
        row.model,
        row.failed,
        row.endsTurn,
        row.fast,
        row.input,
        row.output,
        row.cacheRead,
        row.cacheWrite5m,
        row.cacheWrite1h,
        row.webSearches,
        row.costNano,
        row.costIsOwn,
        row.at,
        row.hour,
      )
      const kept = { ...row, id: Number(lastInsertRowid), told: 0, toldNano: null }
      sums.add(countedOf(kept), 1)
      return kept
    },
    replace: (before, after) => {
      replace.run(after)
      sums.add(countedOf(before), -1)
      sums.add(countedOf(after), 1)
    },
  }
}

export function countedOf(row: KeptRow): Counted {
  const { session, hour, model, failed, endsTurn, agentId, costNano, toldNano } = row
  const isAnswer = failed === 0
  return {
    session,
    hour,
    model,
    source: sourceOf(row),
    requests: isAnswer ? 1 : 0,
    errors: failed,
    turns: isAnswer && endsTurn === 1 && agentId === null ? 1 : 0,
    input: row.input,
    output: row.output,
    cacheRead: row.cacheRead,
    cacheWrite5m: row.cacheWrite5m,
    cacheWrite1h: row.cacheWrite1h,
    costNano: toldNano ?? costNano ?? 0,
  }
}

/** The agent's own figure goes before ours. */
export function sourceOf({
  toldNano,
  costNano,
  costIsOwn,
}: Pick<KeptRow, 'toldNano' | 'costNano' | 'costIsOwn'>): Counted['source'] {
  if (toldNano !== null || (costNano !== null && costIsOwn === 1)) return SOURCE.agent
  return costNano === null ? SOURCE.none : SOURCE.list
}
