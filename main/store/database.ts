import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { statSync } from 'node:fs'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome, Problem } from '../../contract/problem.ts'
import { migrate, schemaVersion, SCHEMA_VERSION } from './migrations.ts'
import { problemOf } from './sqlite-problems.ts'

/** How long a call waits for another program's lock; a backup or a browser holds one for moments. */
const BUSY_TIMEOUT_MS = 5_000
/** Filled only by a database as large: the index of some hundred thousand requests, which a scan looks each new one up in. */
const CACHE_KIB = 16 * 1024
/** A database up to this size is checked at every start (about 0.1 s); a larger one only after an unclean stop. */
const ALWAYS_CHECKED_BYTES = 32 * 1024 * 1024

/**
 * Opens the database file, which must exist, brings its schema up to date and checks it.
 * Problems: `database-corrupt`, `database-newer`, `database-busy`, `data-folder-unwritable`, `disk-full`, `database-failed`.
 */
export function openDatabase(path: string): Outcome<Database> {
  const check = wasLeftOpen(path) || sizeOf(path) <= ALWAYS_CHECKED_BYTES
  let database: Database | null = null
  try {
    database = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS })
    const problem = newerProblem(database, path) ?? (check ? damage(database, path) : null)
    if (problem) {
      database.close()
      return { ok: false, problem }
    }
    configure(database)
    migrate(database)
    return success(database)
  } catch (error) {
    database?.close()
    return { ok: false, problem: problemOf(error, path) }
  }
}

function configure(database: Database): void {
  database.pragma('journal_mode = WAL')
  // FULL syncs the log at every commit: what was acknowledged survives a power cut, not only a kill.
  database.pragma('synchronous = FULL')
  // Without it `fsync` on macOS leaves the data in the drive's cache; elsewhere it changes nothing.
  database.pragma('fullfsync = ON')
  database.pragma('foreign_keys = ON')
  database.pragma(`cache_size = -${CACHE_KIB}`)
  // Deleted checkpoints may have held secrets.
  database.pragma('secure_delete = ON')
}

function newerProblem(database: Database, path: string): Problem | null {
  const version = schemaVersion(database)
  if (version <= SCHEMA_VERSION) return null
  return failure(
    'database-newer',
    path,
    `it was written by a newer Baton (schema ${version}, this one knows ${SCHEMA_VERSION})`,
    'update Baton, or choose another data folder with --data-dir',
  ).problem
}

function damage(database: Database, path: string): Problem | null {
  const found = String(database.pragma('quick_check(1)', { simple: true }))
  if (found === 'ok') return null
  return failure(
    'database-corrupt',
    path,
    `it is damaged (${found.replace(/\s+/g, ' ')})`,
    'move it and its -wal and -shm files out of the data folder to start with an empty one, or put back a backup',
  ).problem
}

/** A clean close removes the log. */
function wasLeftOpen(path: string): boolean {
  return sizeOf(`${path}-wal`) > 0
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
