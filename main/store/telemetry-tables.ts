import type { Database } from 'better-sqlite3'
import { captureTable } from './capture-table.ts'
import type { StoreCalls } from './protocol.ts'
import type { LedgerWrite } from './ledger-writes.ts'
import type { Reconciliation } from './reconciliation.ts'
import { dimensions } from './telemetry-dimensions.ts'
import { figureTable } from './telemetry-figure-table.ts'
import { minuteTable } from './telemetry-minute-table.ts'
import { requestTable } from './telemetry-request-table.ts'
import { telemetryRetention } from './telemetry-retention.ts'
import { telemetrySessionTable } from './telemetry-session-table.ts'
import { streamTable } from './telemetry-stream-table.ts'
import type { ToldRows } from './told-rows.ts'
import type { TelemetryBatch, TelemetryStore } from './telemetry-types.ts'

type Calls = Pick<StoreCalls, Exclude<keyof TelemetryStore, 'ledgerTotals'>>

export interface TelemetryParts {
  reconciled: Reconciliation
  told: ToldRows
  write: LedgerWrite
}

/** All of telemetry's calls on an open database. */
export function telemetryTables(database: Database, { reconciled, told, write }: TelemetryParts): Calls {
  const known = dimensions(database)
  const minutes = minuteTable(database, known)
  const requests = requestTable(database, known, { reconciled, told })
  const { saveStream, saveSeen, ...streamCalls } = streamTable(database)
  const captured = captureTable(database)
  const record = write((batch: TelemetryBatch) => {
    for (const source of batch.sources) known.heard(source, batch.at)
    reconciled.telemetryTold()
    for (const minute of batch.minutes) minutes.add(minute)
    requests.record(batch.requests)
    for (const stream of batch.streams) saveStream(stream)
    saveSeen(batch.at, batch.seen)
  })
  return {
    ...streamCalls,
    captures: captured.captures,
    ...figureTable(database),
    ...telemetrySessionTable(database, captured),
    ...telemetryRetention(database),
    recordTelemetry: (batch) => {
      try {
        record(batch)
      } catch (error) {
        // Its ids were rolled back.
        known.forget()
        throw error
      }
    },
  }
}
