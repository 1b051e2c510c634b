import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { callsOf } from './calls.ts'
import { migrate } from './migrations.ts'
import type { StoreCalls } from './protocol.ts'
import type { TelemetryBatch, TelemetryMinute, TelemetryRequestRow, TelemetrySource } from './telemetry-types.ts'

/** Taking the steps of the schema takes longer than most of what is tested with it. */
let empty: Buffer | null = null

function emptyDatabase(): Buffer {
  const database = new Sqlite(':memory:')
  migrate(database)
  const bytes = database.serialize()
  database.close()
  return bytes
}

/** The store's calls without its thread, on a database in memory, for tests of many cases. */
export function memoryStore(): { database: Database; calls: StoreCalls } {
  empty ??= emptyDatabase()
  const database = new Sqlite(empty)
  database.pragma('foreign_keys = ON')
  return { database, calls: callsOf(database) }
}

export function telemetrySource(change: Partial<TelemetrySource> = {}): TelemetrySource {
  return { agent: 'claude', key: 'a', sessionId: 'a', launchId: null, project: null, ...change }
}

export function telemetryMinute(change: Partial<TelemetryMinute> = {}): TelemetryMinute {
  return {
    source: 'a',
    minute: 29_000_000,
    signal: 'metrics',
    name: 'token.usage',
    known: true,
    unit: 'tokens',
    model: 'claude-x',
    type: 'input',
    count: 1,
    value: 10,
    last: false,
    ...change,
  }
}

export function toldRequest(change: Partial<TelemetryRequestRow> = {}): TelemetryRequestRow {
  return {
    id: 'r1',
    byRequestId: true,
    source: 'a',
    agent: 'claude',
    model: 'claude-x',
    tokens: { input: 1, output: 10, cacheRead: 100, cacheWrite5m: 3, cacheWrite1h: 4 },
    reasoning: 0,
    costUsd: 0.4,
    querySource: 'repl_main_thread',
    main: true,
    at: 5_000,
    ...change,
  }
}

export function telemetryBatch(change: Partial<TelemetryBatch> = {}): TelemetryBatch {
  return {
    at: 5_000,
    sources: [telemetrySource()],
    minutes: [],
    requests: [],
    streams: [],
    seen: new Uint8Array(),
    ...change,
  }
}
