import type { Database } from 'better-sqlite3'
import type { ContextTable } from './context-table.ts'
import type { StoreCalls } from './protocol.ts'
import type { LedgerBatch, TranscriptCursor } from './types.ts'
import type { UsageTable } from './usage-table.ts'

/** Facts and the place in the file that they came from are saved together: neither can be ahead of the other. */
export function ledger(
  database: Database,
  usage: UsageTable,
  contexts: ContextTable,
): Pick<StoreCalls, 'recordFacts' | 'cursor'> {
  const saveCursor = database.prepare<TranscriptCursor>(
    `REPLACE INTO cursors VALUES (@path, @dev, @ino, @offset, @headHash)`,
  )
  const cursor = database.prepare<[string], TranscriptCursor>(
    `SELECT path, dev, ino, offset, head_hash AS headHash FROM cursors WHERE path = ?`,
  )
  const recordFacts = database.transaction((batch: LedgerBatch) => {
    for (const fact of batch.usages) usage.record(fact)
    for (const reading of batch.contexts) contexts.recordContext(reading)
    for (const cost of batch.costs) contexts.recordCost(cost)
    if (batch.cursor) saveCursor.run(batch.cursor)
  })
  return {
    recordFacts: (batch) => recordFacts.immediate(batch),
    cursor: (path) => cursor.get(path) ?? null,
  }
}
