import type { Database } from 'better-sqlite3'
import type { RunEvent } from '../../contract/events.ts'
import { checkpointTable } from './checkpoint-table.ts'
import { contextTable } from './context-table.ts'
import { eventTable } from './event-table.ts'
import { launchTable } from './launch-table.ts'
import { ledger } from './ledger.ts'
import type { StoreCalls } from './protocol.ts'
import { seriesTable } from './series-table.ts'
import { sessionTable } from './session-table.ts'
import type { TransitionRecord } from './types.ts'
import { usageTable } from './usage-table.ts'

/** All calls of the store on one open database; every statement is prepared here, once. */
export function callsOf(database: Database): StoreCalls {
  const series = seriesTable(database)
  const events = eventTable(database)
  const launches = launchTable(database)
  const checkpoints = checkpointTable(database)
  const usage = usageTable(database)
  const contexts = contextTable(database)
  const { update, ...seriesCalls } = series
  const { append, addTransition, ...eventCalls } = events
  const { save, ...launchCalls } = launches
  const { add, ...checkpointCalls } = checkpoints
  const { record: _record, ...usageCalls } = usage
  const { recordContext: _recordContext, recordCost: _recordCost, ...contextCalls } = contexts

  const commit = database.transaction((record: TransitionRecord) => {
    const { seriesId, status, state, policy, at } = record
    update({ id: seriesId, status, state, policy, updatedAt: at })
    addTransition(seriesId, record)
    for (const launch of record.launches) save(launch)
    if (record.checkpoint) add(record.checkpoint.row, record.checkpoint.contents)
    return append(seriesId, record.events)
  })
  const appendEvents = database.transaction((seriesId: string, added: RunEvent[]) => append(seriesId, added))

  return {
    ...seriesCalls,
    ...eventCalls,
    ...launchCalls,
    ...checkpointCalls,
    ...sessionTable(database),
    ...usageCalls,
    ...contextCalls,
    ...ledger(database, usage, contexts),
    commit: (record) => commit.immediate(record),
    appendEvents: (seriesId, added) => appendEvents.immediate(seriesId, added),
  }
}
