import type { Database } from 'better-sqlite3'
import type { ContextMeasured, CostReported } from '../../contract/facts.ts'
import type { StoreCalls } from './protocol.ts'
import { thin } from './thin.ts'

type Calls = Pick<StoreCalls, 'contextOf' | 'contextHistory' | 'reportedCostOf'>

export interface ContextTable extends Calls {
  /** Inside a transaction. What repeats an earlier reading is dropped. */
  recordContext(reading: ContextMeasured): void
  /** Inside a transaction. Keeps the latest figure of each source. */
  recordCost(cost: CostReported): void
}

const COLUMNS = `session_id AS sessionId, source, used, window, model, prompt_id AS promptId, message_id AS messageId, at`

export function contextTable(database: Database): ContextTable {
  // A figure without a message (unknown after a compaction, say) may rightly come again later: it repeats only the
  // reading before it, or itself read twice.
  const isRepeat = database.prepare<ContextMeasured>(
    `SELECT 1 WHERE EXISTS (
       SELECT 1 FROM contexts WHERE session_id = @sessionId AND message_id = @messageId AND source = @source
          AND used IS @used AND window IS @window)
     OR EXISTS (
       SELECT 1 FROM contexts WHERE session_id = @sessionId AND source = @source AND at = @at
          AND used IS @used AND window IS @window AND message_id IS @messageId)
     OR EXISTS (
       SELECT 1 FROM (SELECT * FROM contexts WHERE session_id = @sessionId AND source = @source AND at <= @at
                       ORDER BY at DESC, id DESC LIMIT 1)
        WHERE used IS @used AND window IS @window AND message_id IS @messageId)`,
  )
  const insert = database.prepare<ContextMeasured>(
    `INSERT INTO contexts (session_id, source, used, window, model, prompt_id, message_id, at)
     VALUES (@sessionId, @source, @used, @window, @model, @promptId, @messageId, @at)`,
  )
  const latest = database.prepare<[string, string], ContextMeasured>(
    `SELECT ${COLUMNS} FROM contexts WHERE session_id = ? AND source = ? ORDER BY at DESC, id DESC LIMIT 1`,
  )
  const history = database.prepare<[string], ContextMeasured>(
    `SELECT ${COLUMNS} FROM contexts WHERE session_id = ? ORDER BY at, id`,
  )
  const saveCost = database.prepare<CostReported>(
    `INSERT INTO costs VALUES (@sessionId, @source, @totalUsd, @at)
     ON CONFLICT DO UPDATE SET total_usd = excluded.total_usd, at = excluded.at WHERE excluded.at >= at`,
  )
  const cost = database.prepare<[string], { totalUsd: number }>(
    `SELECT total_usd AS totalUsd FROM costs WHERE session_id = ? ORDER BY at DESC, source LIMIT 1`,
  )
  return {
    recordContext: (reading) => {
      if (!isRepeat.get(reading)) insert.run(reading)
    },
    recordCost: (reported) => void saveCost.run(reported),
    contextOf: (sessionId) =>
      (['statusline', 'transcript'] as const).flatMap((source) => latest.get(sessionId, source) ?? []),
    contextHistory: (sessionId, limit) => [...thin(history.all(sessionId), limit, ({ used }) => used ?? -1)],
    reportedCostOf: (sessionId) => cost.get(sessionId)?.totalUsd ?? null,
  }
}
