import type { Database } from 'better-sqlite3'
import { UNATTRIBUTED_MODEL } from '../../contract/ledger.ts'
import { UNATTRIBUTED_SHOWN_USD } from '../../contract/report.ts'
import { nanoOf, SOURCE, type Counted } from './counted.ts'
import type { LedgerNames } from './ledger-names.ts'
import { localHour } from './local-hour.ts'
import type { Reported, ReportedCostTable } from './reported-cost-table.ts'
import type { SessionRow } from './session-rows.ts'
import { notUnattributed } from './usage-figures.ts'

/** Less is the rounding of figures that were each rounded. */
const SHOWN_NANO = nanoOf(UNATTRIBUTED_SHOWN_USD)

/** What an agent says that a session cost, beside what its requests up to then did. */
export interface Unattributed {
  /** Of its own: without what its parent had cost. Null: nothing is known of it. */
  reported: Reported | null
  /** Beyond its requests, 0 and more; null: not known. */
  nano: number | null
  /** What of it is a row of the ledger, and in which hour. */
  counted: { nano: number; hour: number }
}

type Fork = Pick<SessionRow, 'id' | 'key' | 'bornAt' | 'forkedFrom'>

/** Reads what is written: after the sums are. `lastAt`: of the session's last request; null: it has none. */
export type UnattributedOf = (session: Fork, lastAt: number | null) => Unattributed

/** Its row counts for no request: it is a cost alone. */
export function unattributedRow(session: number, { nano, hour }: Unattributed['counted'], names: LedgerNames): Counted {
  const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  const model = names.model(UNATTRIBUTED_MODEL)
  return { ...tokens, session, hour, model, source: SOURCE.agent, requests: 0, errors: 0, turns: 0, costNano: nano }
}

export function unattributedOf(database: Database, reported: ReportedCostTable): UnattributedOf {
  const spentInAll = database
    .prepare<[number], number>(`SELECT total(cost_nano) FROM usage_cells WHERE session = ? AND ${notUnattributed}`)
    .pluck()
  const spentUntil = database
    .prepare<{ id: number; key: string; at: number }, number>(
      `SELECT (SELECT total(coalesce(told_nano, cost_nano)) FROM usage WHERE session = @id AND at <= @at)
        + (SELECT total(coalesce(round(cost_usd * 1e9), list_nano)) FROM telemetry_requests INDEXED BY telemetry_beside
            WHERE beside = 1 AND session_id = @key AND at <= @at)`,
    )
    .pluck()

  /** Null: its parent had said nothing by then, so that nobody knows its own part. */
  function ownPart({ id, key, bornAt, forkedFrom: parent }: Fork): Reported | null {
    const latest = reported.latest(id, key)
    if (latest === null || parent === null) return latest
    const before = bornAt === null ? null : reported.by(parent, bornAt)
    return before === null ? null : { nano: latest.nano - before, at: latest.at }
  }
  return (session, lastAt) => {
    const own = ownPart(session)
    if (own === null) return { reported: null, nano: null, counted: { nano: 0, hour: 0 } }
    const { id, key } = session
    const { at } = own
    const spent = lastAt === null || lastAt <= at ? spentInAll.get(id) : spentUntil.get({ id, key, at })
    const nano = Math.max(0, own.nano - (spent ?? 0))
    const counted = nano > SHOWN_NANO ? { nano, hour: localHour(own.at) } : { nano: 0, hour: 0 }
    return { reported: own, nano, counted }
  }
}
