import type { Database } from 'better-sqlite3'
import type { CostReported } from '../../contract/facts.ts'
import type { ContextTable } from './context-table.ts'
import type { LedgerNames } from './ledger-names.ts'
import type { LedgerWrite } from './ledger-writes.ts'
import type { StoreCalls } from './protocol.ts'
import type { ReportedCostTable } from './reported-cost-table.ts'
import type { RollUps } from './roll-ups.ts'
import type { LedgerBatch, TranscriptCursor } from './types.ts'
import { rowOfFact, type UsageTable } from './usage-table.ts'

export interface LedgerParts {
  names: LedgerNames
  sums: RollUps
  reported: ReportedCostTable
  usage: UsageTable
  contexts: ContextTable
  write: LedgerWrite
}

/** Facts and the place in the file that they came from are saved together: neither can be ahead of the other. */
export function ledger(
  database: Database,
  { names, sums, reported, usage, contexts, write }: LedgerParts,
): Pick<StoreCalls, 'recordFacts' | 'cursor'> {
  const saveCursor = database.prepare<TranscriptCursor>(
    `REPLACE INTO cursors VALUES (@path, @dev, @ino, @offset, @headHash)`,
  )
  const cursor = database.prepare<[string], TranscriptCursor>(
    `SELECT path, dev, ino, offset, head_hash AS headHash FROM cursors WHERE path = ?`,
  )
  function recordCost(cost: CostReported): void {
    contexts.recordCost(cost)
    const session = names.session({ key: cost.sessionId, named: true, agent: 'claude' })
    sums.touch(session)
    if (cost.source === 'cost-state') reported.save(session, { usd: cost.totalUsd, at: cost.at })
  }
  const recordFacts = write((batch: LedgerBatch) => {
    for (const fact of batch.usages) usage.record(rowOfFact(fact, names))
    for (const reading of batch.contexts) contexts.recordContext(reading)
    for (const cost of batch.costs) recordCost(cost)
    if (batch.cursor) saveCursor.run(batch.cursor)
  })
  return {
    recordFacts,
    cursor: (path) => cursor.get(path) ?? null,
  }
}
