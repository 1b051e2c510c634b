import Sqlite from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { callsOf } from './calls.ts'
import { migrate, schemaVersion, SCHEMA_VERSION } from './migrations.ts'

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
