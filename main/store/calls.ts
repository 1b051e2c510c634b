import type { Database } from 'better-sqlite3'
import type { RunEvent } from '../../contract/events.ts'
import { alertTable } from './alert-table.ts'
import { checkpointTable } from './checkpoint-table.ts'
import { contextTable } from './context-table.ts'
import { eventTable } from './event-table.ts'
import { historyTable } from './history-table.ts'
import { launchTable } from './launch-table.ts'
import { ledgerRoom } from './ledger-room.ts'
import type { StoreCalls } from './protocol.ts'
import { seriesTable } from './series-table.ts'
import type { TransitionRecord } from './types.ts'

/** All calls of the store on one open database; every statement is prepared here, once. */
export function callsOf(database: Database): StoreCalls {
  const series = seriesTable(database)
  const events = eventTable(database)
  const launches = launchTable(database)
  const checkpoints = checkpointTable(database)
  const contexts = contextTable(database)
  const { recordFacts, cursor, recordScan, ...ledgerCalls } = ledgerRoom(database, contexts)
  const { update, ...seriesCalls } = series
  const { append, addTransition, ...eventCalls } = events
  const { save, ...launchCalls } = launches
  const { add, ...checkpointCalls } = checkpoints
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

  /**
   * Readings come many times a second and each sync of the log takes ms that transitions would wait for. These reach the disk with
   * the next transition; a power cut before it takes facts and cursor back together, and they are read again.
   */
  const unsynced =
    <A extends unknown[], R>(call: (...args: A) => R) =>
    (...args: A): R => {
      database.pragma('synchronous = NORMAL')
      try {
        return call(...args)
      } finally {
        database.pragma('synchronous = FULL')
      }
    }

  return {
    ...seriesCalls,
    ...eventCalls,
    ...launchCalls,
    ...checkpointCalls,
    ...ledgerCalls,
    ...contextCalls,
    ...historyTable(database),
    ...alertTable(database),
    cursor,
    recordFacts: unsynced(recordFacts),
    recordScan: unsynced(recordScan),
    // Processes do not outlive a power cut either.
    recordProcesses: unsynced(launchCalls.recordProcesses),
    commit: (record) => commit.immediate(record),
    appendEvents: unsynced((seriesId, added) => appendEvents.immediate(seriesId, added)),
  }
}
