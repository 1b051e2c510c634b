import type { Database } from 'better-sqlite3'
import type { LedgerRequest } from '../../contract/ledger.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import { nanoOf, SOURCES, usdOf } from './counted.ts'
import type { LedgerWrite } from './ledger-writes.ts'
import type { PricedRequest } from './scan-types.ts'
import type { StoreCalls } from './protocol.ts'
import type { ToldRows } from './told-rows.ts'
import { sourceOf, USAGE_COLUMNS, type KeptRow, type UsageRows } from './usage-rows.ts'

type Calls = Pick<StoreCalls, 'ledgerRequests' | 'listPriced' | 'setListPrices'>

interface Told extends TokenCounts {
  id: string
  byRequestId: number
  main: number
  querySource: string
  model: string
  costUsd: number | null
  listNano: number | null
  at: number
}
interface Priced extends TokenCounts {
  /** Of the row in its table. */
  row: number
  agent: AgentName
  model: string
  webSearches: number
  fast: number
  at: number
  nano: number | null
}

/** An id names the table that its row lies in. */
const USAGE = 'u'
const TOLD = 't'

export interface LedgerRequestParts {
  rows: UsageRows
  told: ToldRows
  write: LedgerWrite
}

/** The ledger's single requests: of a session, and those whose price is ours. */
export function ledgerRequestTable(database: Database, { rows, told, write }: LedgerRequestParts): Calls {
  const usage = database.prepare<[string], KeptRow & { modelName: string }>(
    `SELECT ${USAGE_COLUMNS}, (SELECT name FROM ledger_models WHERE id = model) AS modelName FROM usage
      WHERE session = (SELECT id FROM agent_sessions WHERE key = ?) ORDER BY at, id`,
  )
  const beside = database.prepare<[string], Told>(
    `SELECT r.id, by_request_id AS byRequestId, main, q.text AS querySource, m.text AS model, input, output,
       cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h, cost_usd AS costUsd,
       list_nano AS listNano, at
      FROM telemetry_requests r INDEXED BY telemetry_beside JOIN telemetry_words m ON m.id = model_id
        JOIN telemetry_words q ON q.id = query_source_id
      WHERE beside = 1 AND session_id = ? ORDER BY at, r.id`,
  )
  // Of so many rows those whose price is ours: to look for the next such one could take a walk through millions of others.
  const pricedUsage = database.prepare<[number, number], Priced>(
    `SELECT u.id AS row, (SELECT agent FROM agent_sessions WHERE id = session) AS agent,
       (SELECT name FROM ledger_models WHERE id = model) AS model, input, output, cache_read AS cacheRead,
       cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h, web_searches AS webSearches, fast, at, cost_nano AS nano
      FROM usage u WHERE u.id > ? AND u.id <= ? AND told_nano IS NULL AND cost_is_own = 0 AND failed = 0 ORDER BY u.id`,
  )
  const pricedTold = database.prepare<[number, number], Priced>(
    `SELECT r.rowid AS row, s.agent, w.text AS model, r.input, r.output, r.cache_read AS cacheRead,
       r.cache_write_5m AS cacheWrite5m, r.cache_write_1h AS cacheWrite1h, 0 AS webSearches, r.fast, r.at, list_nano AS nano
      FROM telemetry_requests r JOIN telemetry_sources s ON s.id = r.source_id JOIN telemetry_words w ON w.id = r.model_id
      WHERE r.rowid > ? AND r.rowid <= ? AND r.cost_usd IS NULL ORDER BY r.rowid`,
  )
  const lastUsage = database.prepare<[number, number], number | null>(lastRow('id', 'usage')).pluck()
  const lastTold = database.prepare<[number, number], number | null>(lastRow('rowid', 'telemetry_requests')).pluck()
  const setListPrices = write((prices: { id: string; costUsd: number | null }[]) => {
    for (const { id, costUsd } of prices) {
      const [table, row] = placeOf(id)
      const costNano = nanoOf(costUsd)
      if (table === TOLD) told.setListPrice(row, costNano)
      const kept = table === USAGE ? rows.byId(row) : null
      // It may have got a figure of its agent's own in the meantime.
      if (kept !== null && kept.costIsOwn === 0 && kept.costNano !== costNano) rows.replace(kept, { ...kept, costNano })
    }
  })
  return {
    ledgerRequests: (sessionId) =>
      [...usage.all(sessionId).map(requestOfRow), ...beside.all(sessionId).map(requestOfTold)].sort(
        (one, other) => one.at - other.at,
      ),
    listPriced: (afterId, limit) => {
      const [table, after] = afterId === null ? [USAGE, 0] : placeOf(afterId)
      const [last, priced] = table === USAGE ? [lastUsage, pricedUsage] : [lastTold, pricedTold]
      const end = last.get(after, limit) ?? null
      if (end !== null) {
        return { requests: priced.all(after, end).map((row) => pricedOf(table, row)), next: `${table}:${end}` }
      }
      return { requests: [], next: table === USAGE ? `${TOLD}:0` : null }
    },
    setListPrices,
  }
}

/** The last of the next so many rows. */
function lastRow(id: string, table: string): string {
  return `SELECT max(${id}) FROM (SELECT ${id} FROM ${table} WHERE ${id} > ? ORDER BY ${id} LIMIT ?)`
}

function placeOf(id: string): [table: string, row: number] {
  const [table = '', row = ''] = id.split(':')
  return [table, Number(row)]
}

function tokensOf({ input, output, cacheRead, cacheWrite5m, cacheWrite1h }: TokenCounts): TokenCounts {
  return { input, output, cacheRead, cacheWrite5m, cacheWrite1h }
}

function requestOfRow(row: KeptRow & { modelName: string }): LedgerRequest {
  const { messageId, requestId, agentId, modelName, failed, endsTurn, toldNano, costNano, at } = row
  return {
    id: messageId,
    requestId,
    agentId,
    model: modelName,
    tokens: tokensOf(row),
    costUsd: usdOf(toldNano ?? costNano),
    costSource: SOURCES[sourceOf(row)],
    kind: failed === 1 ? 'error' : 'answer',
    endsTurn: endsTurn === 1,
    at,
  }
}

function requestOfTold(row: Told): LedgerRequest {
  const { id, byRequestId, main, querySource, model, costUsd, listNano, at } = row
  return {
    id,
    requestId: byRequestId === 1 ? id : '',
    agentId: main === 1 ? null : querySource,
    model,
    tokens: tokensOf(row),
    costUsd: costUsd ?? usdOf(listNano),
    costSource: costUsd !== null ? 'agent' : listNano !== null ? 'list' : 'none',
    kind: 'answer',
    endsTurn: false,
    at,
  }
}

function pricedOf(table: string, row: Priced): PricedRequest {
  const { agent, model, webSearches, fast, at, nano } = row
  const id = `${table}:${row.row}`
  return { id, agent, model, tokens: tokensOf(row), webSearches, fast: fast === 1, at, costUsd: usdOf(nano) }
}
