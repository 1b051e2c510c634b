import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import { nanoOf, SOURCE, usdOf, type Counted } from './counted.ts'
import type { LedgerNames } from './ledger-names.ts'
import type { RollUps } from './roll-ups.ts'

/** A request that telemetry told of, as the ledger counts it where no transcript has it. */
export interface ToldRow extends TokenCounts {
  /** Null: its sender names no session; it is told apart by `sourceKey`. */
  sessionId: string | null
  sourceKey: string
  agent: AgentName
  model: string
  /** The agent's own figure. */
  costUsd: number | null
  /** By list prices, where there is none. */
  listNano: number | null
  hour: number
}

/** Telemetry's requests, each change of which is counted. All inside a transaction. */
export interface ToldRows {
  /** As it lies in its table, if it is beside all transcripts. `sign` -1: as it was until now. */
  countKept(id: string, sign: 1 | -1): void
  /** 1: no transcript has it. */
  setBeside(id: string, beside: 0 | 1): void
  setListPrice(rowid: number, listNano: number | null): void
}

export function toldRows(database: Database, names: LedgerNames, sums: RollUps): ToldRows {
  const from = `r.session_id AS sessionId, s.key AS sourceKey, s.agent, w.text AS model, r.input, r.output,
      r.cache_read AS cacheRead, r.cache_write_5m AS cacheWrite5m, r.cache_write_1h AS cacheWrite1h, r.cost_usd AS costUsd,
      r.list_nano AS listNano, r.hour, r.beside, r.source_id AS source
    FROM telemetry_requests r JOIN telemetry_sources s ON s.id = r.source_id JOIN telemetry_words w ON w.id = r.model_id`
  const byId = database.prepare<[string], ToldRow & { beside: number }>(`SELECT ${from} WHERE r.id = ?`)
  const byRow = database.prepare<[number], ToldRow & { beside: number; source: number }>(
    `SELECT ${from} WHERE r.rowid = ?`,
  )
  const mark = database.prepare<[number, string, number]>(
    `UPDATE telemetry_requests SET beside = ? WHERE id = ? AND beside <> ?`,
  )
  const price = database.prepare<[number | null, number]>(`UPDATE telemetry_requests SET list_nano = ? WHERE rowid = ?`)
  const priceSource = database.prepare<{ usd: number; unpriced: number; source: number }>(
    `UPDATE telemetry_sources SET cost_usd = cost_usd + @usd, unpriced = unpriced + @unpriced WHERE id = @source`,
  )

  function count(row: ToldRow, sign: 1 | -1): void {
    const { sessionId, sourceKey, agent } = row
    const key = { key: sessionId ?? sourceKey, named: sessionId !== null, agent }
    sums.add(countedOf(row, names.session(key), names.model(row.model)), sign)
  }
  return {
    countKept: (id, sign) => {
      const row = byId.get(id)
      if (row?.beside === 1) count(row, sign)
    },
    setBeside: (id, beside) => {
      if (mark.run(beside, id, beside).changes === 0) return
      const row = byId.get(id)
      if (row !== undefined) count(row, beside === 1 ? 1 : -1)
    },
    setListPrice: (rowid, listNano) => {
      const row = byRow.get(rowid)
      if (row === undefined || row.costUsd !== null || row.listNano === listNano) return
      price.run(listNano, rowid)
      priceSource.run({
        usd: (usdOf(listNano) ?? 0) - (usdOf(row.listNano) ?? 0),
        unpriced: Number(listNano === null) - Number(row.listNano === null),
        source: row.source,
      })
      if (row.beside === 0) return
      count(row, -1)
      count({ ...row, listNano }, 1)
    },
  }
}

function countedOf(row: ToldRow, session: number, model: number): Counted {
  const { costUsd, listNano, hour, input, output, cacheRead, cacheWrite5m, cacheWrite1h } = row
  const source = costUsd !== null ? SOURCE.agent : listNano !== null ? SOURCE.list : SOURCE.none
  return {
    session,
    hour,
    model,
    source,
    requests: 1,
    errors: 0,
    turns: 0,
    input,
    output,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    costNano: nanoOf(costUsd) ?? listNano ?? 0,
  }
}
