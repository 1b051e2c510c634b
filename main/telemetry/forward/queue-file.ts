import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { chmodSync, closeSync, openSync, statSync } from 'node:fs'
import { failure, success, type Outcome, type Problem } from '../../../contract/problem.ts'
import { problemOf } from '../../store/sqlite-problems.ts'

/** Raised with every change of the tables. */
const VERSION = 1
/** Nobody else opens the file; a backup may for a moment. */
const BUSY_TIMEOUT_MS = 2_000

/** What the log may keep of the disk after a large transaction. */
const LOG_BYTES = 8 * 1024 * 1024

/** A queue up to this size is checked at each start: about 0.1 s. A larger one shows its damage where it is read. */
const CHECKED_BYTES = 32 * 1024 * 1024

const TABLES = `
  CREATE TABLE request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    signal TEXT NOT NULL,
    encoding TEXT NOT NULL,
    at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX request_by_signal ON request (signal, id, encoding, size);
  CREATE TABLE installation (id TEXT NOT NULL) STRICT;
`

/**
 * Opens the file of the queue, or makes it (0600). It holds what agents sent, prompts among it where they send prompts.
 * Problems: `forward-queue-newer` and those of the store's database.
 */
export function openQueueFile(path: string, installation: string): Outcome<Database> {
  let database: Database | null = null
  try {
    // SQLite gives its -wal and -shm files the mode of the database.
    closeSync(openSync(path, 'a', 0o600))
    chmodSync(path, 0o600)
    database = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS })
    // Before the first table only: lets a file that an outage made large become small again.
    database.pragma('auto_vacuum = INCREMENTAL')
    database.pragma('journal_mode = WAL')
    // Without a sync of the log at each commit, which would hold up the thread: `sync` of the queue does that beside it.
    database.pragma('synchronous = NORMAL')
    database.pragma(`journal_size_limit = ${LOG_BYTES}`)
    // What was sent must not stay legible in free pages.
    database.pragma('secure_delete = ON')
    const version = Number(database.pragma('user_version', { simple: true }))
    if (version > VERSION) {
      database.close()
      const cause = `it was written by a newer Baton (schema ${version}, this one knows ${VERSION})`
      return failure('forward-queue-newer', path, cause, 'update Baton, or move the file away to begin an empty queue')
    }
    const damage = damageOf(database, path)
    if (damage !== null) {
      database.close()
      return { ok: false, problem: damage }
    }
    if (version < VERSION) create(database, installation)
    return success(database)
  } catch (error) {
    database?.close()
    return { ok: false, problem: problemOf(error, path) }
  }
}

function damageOf(database: Database, path: string): Problem | null {
  if (statSync(path).size > CHECKED_BYTES) return null
  const found = String(database.pragma('quick_check(1)', { simple: true }))
  if (found === 'ok') return null
  const remedy = 'move it and its -wal and -shm files out of the data folder'
  return failure('database-corrupt', path, `it is damaged (${found.replace(/\s+/g, ' ')})`, remedy).problem
}

function create(database: Database, installation: string): void {
  const make = database.transaction(() => {
    database.exec(TABLES)
    database.prepare('INSERT INTO installation (id) VALUES (?)').run(installation)
    database.pragma(`user_version = ${VERSION}`)
  })
  make()
}
