import Sqlite from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { callsOf } from './calls.ts'
import { migrate, schemaVersion, SCHEMA_VERSION } from './migrations.ts'
import { telemetryBatch, toldRequest } from './telemetry-testing.ts'

/** Of the last schema without it. */
const BEFORE_TELEMETRY = 4

function emptyDatabase() {
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  return database
}

function schemaOf(database: ReturnType<typeof emptyDatabase>): string[] {
  const rows = database
    .prepare<[], { sql: string }>('SELECT sql FROM sqlite_schema WHERE sql NOTNULL ORDER BY name')
    .all()
  return rows.map(({ sql }) => sql)
}

it('brings an empty database to the schema that every call works on', () => {
  const database = emptyDatabase()
  expect(schemaVersion(database)).toBe(0)
  migrate(database)
  expect(schemaVersion(database)).toBe(SCHEMA_VERSION)
  expect(() => callsOf(database)).not.toThrow()
  expect(database.pragma('foreign_key_check')).toEqual([])
})

it('does nothing to a database that is up to date', () => {
  const database = emptyDatabase()
  migrate(database)
  const before = schemaOf(database)
  database.exec(`INSERT INTO series VALUES ('s1', '/p', 't', 'running', 'null', 'null', 1, 1)`)
  migrate(database)
  expect(schemaOf(database)).toEqual(before)
  expect(callsOf(database).series('s1')).toMatchObject({ id: 's1' })
})

it('keeps the steps before one that fails, and goes on from there', () => {
  const database = emptyDatabase()
  // In the way of the second step.
  database.exec('CREATE TABLE blobs (x)')
  expect(() => migrate(database)).toThrow('blobs')
  expect(schemaVersion(database)).toBe(1)
  expect(schemaOf(database).join()).not.toContain('TABLE checkpoints')
  database.exec('DROP TABLE blobs')
  migrate(database)
  const whole = emptyDatabase()
  migrate(whole)
  expect(schemaOf(database)).toEqual(schemaOf(whole))
})

it('counts what was in the ledger before telemetry', () => {
  const database = emptyDatabase()
  migrate(database, BEFORE_TELEMETRY)
  const insert = database.prepare(`INSERT INTO usage VALUES (?, ?, 'a', NULL, ?, 1, 10, 100, 3, 4, 0, ?, 5)`)
  insert.run('m1', 'r1', 'claude-x', 0.1)
  insert.run('m2', 'r2', 'claude-x', 0.2)
  insert.run('m3', '', 'claude-y', null)
  migrate(database)
  const calls = callsOf(database)
  expect(calls.ledgerTotals()).toMatchObject([
    { agent: 'claude', model: 'claude-x', requests: 2, costUsd: 0.3, tokens: { output: 20, cacheRead: 200 } },
    { agent: 'claude', model: 'claude-y', requests: 1, costUsd: 0 },
  ])
  expect(calls.usageOfSession('a')).toMatchObject({ requests: 3, unpriced: 1 })
  // And goes on from there, once each.
  calls.recordTelemetry(
    telemetryBatch({ requests: [toldRequest({ id: 'r1', costUsd: 0.5 }), toldRequest({ id: 'r9' })] }),
  )
  expect(calls.ledgerTotals()).toMatchObject([{ requests: 3, costUsd: 1.1 }, { requests: 1 }])
})
