import type { Database } from 'better-sqlite3'
import { adviceTable } from './advice-table.ts'
import type { ContextTable } from './context-table.ts'
import { ledger } from './ledger.ts'
import { ledgerNames } from './ledger-names.ts'
import { ledgerRequestTable } from './ledger-request-table.ts'
import { ledgerSessionTable } from './ledger-session-table.ts'
import { ledgerTotals } from './ledger-totals.ts'
import { ledgerWrites } from './ledger-writes.ts'
import { planLimitTable } from './plan-limit-table.ts'
import type { StoreCalls } from './protocol.ts'
import { reconciliation } from './reconciliation.ts'
import { reportedCostTable } from './reported-cost-table.ts'
import { rollUps } from './roll-ups.ts'
import { scanRecorder } from './scan-table.ts'
import type { LedgerStore } from './scan-types.ts'
import { sessionRows } from './session-rows.ts'
import { sessionSettling } from './session-settling.ts'
import { sessionTable, type SessionTable } from './session-table.ts'
import { telemetryTables } from './telemetry-tables.ts'
import type { TelemetryStore } from './telemetry-types.ts'
import { toldRows } from './told-rows.ts'
import { transcriptFileTable } from './transcript-file-table.ts'
import { unattributedOf } from './unattributed.ts'
import { liveColumns } from './usage-columns.ts'
import { usageHourTable } from './usage-hour-table.ts'
import { usageQueries } from './usage-query.ts'
import { usageRows } from './usage-rows.ts'
import { usageTable } from './usage-table.ts'
import { usageTellers } from './usage-tellers.ts'

type Calls = SessionTable &
  Pick<
    StoreCalls,
    'recordFacts' | 'cursor' | 'usageOfSeries' | 'usageOfSession' | keyof LedgerStore | keyof TelemetryStore
  >

/** All that counts tokens and cost, on an open database. What an older schema left is settled first. */
export function ledgerRoom(database: Database, contexts: ContextTable): Calls {
  const live = liveColumns(database)
  const names = ledgerNames(database)
  const sums = rollUps(database, live.cellChanged)
  const files = transcriptFileTable(database)
  const reported = reportedCostTable(database)
  const limits = planLimitTable(database)
  const tellers = usageTellers(database)
  const rows = usageRows(database, sums)
  const told = toldRows(database, names, sums)
  const reconciled = reconciliation(database, { names, usage: rows, requests: told })
  const unattributed = unattributedOf(database, reported)
  const sessions = sessionRows(database)
  const changed = live.sessionChanged
  const settling = sessionSettling({ names, sums, files, tellers, sessions, unattributed, changed })
  const write = ledgerWrites(database, { names, sums, settling })
  const usage = usageTable(database, { sums, rows, tellers, reconciled })
  const { record: _record, decideAgain: _decideAgain, ...usageCalls } = usage
  const ask = usageQueries(live, names.knownSession)

  const settleConverted = write(() => settling.touchConverted())
  while (settleConverted()) continue

  return {
    ...usageCalls,
    ...ledger(database, { names, sums, reported, usage, contexts, write }),
    ...sessionTable(database, { names, sums, usage, write }),
    ...telemetryTables(database, { reconciled, told, write }),
    ...ledgerRequestTable(database, { rows, told, write }),
    ...ledgerSessionTable(database, files),
    ...usageHourTable(database),
    ...adviceTable(database),
    recordLimits: limits.recordLimits,
    planLimits: limits.planLimits,
    transcriptFiles: files.transcriptFiles,
    recordScan: write(scanRecorder(database, { names, sums, files, reported, limits, usage })),
    usage: ask,
    ledgerTotals: ledgerTotals(ask, live),
  }
}
