import type { Database } from 'better-sqlite3'
import type { UsageRecorded } from '../../contract/facts.ts'
import { nanoOf, usdOf } from './counted.ts'
import type { LedgerNames } from './ledger-names.ts'
import { localHour } from './local-hour.ts'
import type { StoreCalls } from './protocol.ts'
import type { Reconciliation } from './reconciliation.ts'
import type { RollUps } from './roll-ups.ts'
import { figuresOf, FIGURE_SUMS, notUnattributed, type FigureSums } from './usage-figures.ts'
import { mergeUsage, type UsageRow } from './usage-merge.ts'
import type { KeptRow, UsageRows } from './usage-rows.ts'
import type { UsageTellers } from './usage-tellers.ts'
import type { UsageTotals } from './types.ts'

type Calls = Pick<StoreCalls, 'usageOfSeries' | 'usageOfSession'>

export interface UsageTable extends Calls {
  /** Inside a transaction: counts one request once, however many files and lines tell of it. */
  record(row: UsageRow): void
  /** Inside a transaction: something else is known of when that session began, which may decide who made a request. */
  decideAgain(session: number): void
}

export interface UsageParts {
  sums: RollUps
  rows: UsageRows
  tellers: UsageTellers
  reconciled: Reconciliation
}

export function usageTable(database: Database, { sums, rows, tellers, reconciled }: UsageParts): UsageTable {
  const total = (sessions: string) =>
    `SELECT ${FIGURE_SUMS} FROM usage_cells WHERE ${notUnattributed} AND session IN (${sessions})`
  const ofSeries = database.prepare<[string], FigureSums>(
    total(`SELECT a.id FROM sessions h JOIN agent_sessions a ON a.key = h.session_id WHERE h.series_id = ?`),
  )
  const ofSession = database.prepare<[string], FigureSums>(total(`SELECT id FROM agent_sessions WHERE key = ?`))
  /** Whose fork a session is follows from who made what it repeats. */
  function touchTellers(usage: number): void {
    for (const session of tellers.of(usage)) sums.touch(session)
  }
  function madeByOneOf(kept: KeptRow, other: number, at: number): number {
    const made = tellers.told(kept.id, [kept.session, other], at) ?? kept.session
    if (made === kept.session) sums.touch(other)
    else touchTellers(kept.id)
    return made
  }
  return {
    record: (row) => {
      const kept = rows.find(row.messageId, row.requestId)
      if (kept === null) {
        reconciled.usageTold(rows.insert(row), null)
        return
      }
      const merged = mergeUsage(kept, row)
      for (const { requestId } of [kept, row])
        if (requestId !== '' && requestId !== merged.requestId) tellers.repeatedAs(kept.id, requestId)
      const session = row.session === kept.session ? kept.session : madeByOneOf(kept, row.session, merged.at)
      const { id, told, toldNano } = kept
      const after = { ...merged, session, id, told, toldNano }
      if (merged !== kept || session !== kept.session) {
        rows.replace(kept, after)
        reconciled.usageTold(after, kept)
      }
      if (row.requestId !== '' && row.requestId !== after.requestId) reconciled.repeated(after, row.requestId)
    },
    decideAgain: (session) => {
      for (const id of tellers.sharedBy(session)) {
        const kept = rows.byId(id)
        const made = kept === null ? null : tellers.maker(id, kept.at)
        if (kept === null || made === null || made === kept.session) continue
        const after = { ...kept, session: made }
        touchTellers(id)
        rows.replace(kept, after)
        reconciled.usageTold(after, kept)
      }
    },
    usageOfSeries: (seriesId) => totals(ofSeries.get(seriesId)),
    usageOfSession: (sessionId) => totals(ofSession.get(sessionId)),
  }
}

/** A fact of a hosted session, which is one of Claude Code. */
export function rowOfFact(fact: UsageRecorded, names: LedgerNames): UsageRow {
  const { messageId, requestId, agentId, webSearches, at, costUsd, costSource } = fact
  return {
    ...fact.tokens,
    messageId,
    requestId,
    session: names.session({ key: fact.sessionId, named: true, agent: 'claude' }),
    agentId,
    model: names.model(fact.model),
    failed: 0,
    endsTurn: fact.endsTurn === true ? 1 : 0,
    fast: fact.fast === true ? 1 : 0,
    webSearches,
    costNano: nanoOf(costUsd),
    costIsOwn: costSource === 'agent' ? 1 : 0,
    at,
    hour: localHour(at),
  }
}

function totals(sums: FigureSums | undefined): UsageTotals {
  const { tokens, unpriced, requests } = figuresOf(sums)
  return { tokens, costUsd: usdOf(sums?.costNano ?? 0), unpriced, requests }
}
