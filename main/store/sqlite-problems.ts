import Sqlite from 'better-sqlite3'
import { failure } from '../../contract/problem.ts'
import type { Problem } from '../../contract/problem.ts'
import { StoreError } from './store-error.ts'

/** SQLite result codes (https://www.sqlite.org/rescode.html) by their beginning, and what each means to a person. */
const MEANINGS: readonly [prefix: string, code: string, cause: string, remedy: string][] = [
  ['SQLITE_FULL', 'disk-full', 'the disk is full', 'free some space, then resume; nothing saved before is lost'],
  [
    'SQLITE_IOERR_SHMSIZE',
    'disk-full',
    'the disk is full or takes no shared memory file',
    'free some space, then resume; nothing saved before is lost',
  ],
  [
    'SQLITE_READONLY',
    'data-folder-unwritable',
    'it may be read but not written',
    'give your user write permission for it, or choose another data folder with --data-dir',
  ],
  [
    'SQLITE_CANTOPEN',
    'data-folder-unwritable',
    'it cannot be opened for writing',
    'give your user write permission for it, or choose another data folder with --data-dir',
  ],
  [
    'SQLITE_PERM',
    'data-folder-unwritable',
    'the system refuses access to it',
    'give your user write permission for it, or choose another data folder with --data-dir',
  ],
  [
    'SQLITE_BUSY',
    'database-busy',
    'another program holds it locked',
    'close the program that has it open (a backup, an SQLite browser), then try again',
  ],
  [
    'SQLITE_NOTADB',
    'database-corrupt',
    'it is not an SQLite database, or its first page is damaged',
    'move it and its -wal and -shm files out of the data folder to start with an empty one, or put back a backup',
  ],
  [
    'SQLITE_CORRUPT',
    'database-corrupt',
    'it is damaged',
    'move it and its -wal and -shm files out of the data folder to start with an empty one, or put back a backup',
  ],
]

/** Constraint message of the partial index that keeps one unfinished series per project and task. */
const SECOND_UNFINISHED = 'UNIQUE constraint failed: series.project, series.task'

/** What a person is told of an error of a store call; what is no known condition is a `store-defect`. `path`: the database. */
export function problemOf(error: unknown, path: string): Problem {
  if (error instanceof StoreError) return error.problem
  if (error instanceof Sqlite.SqliteError) return problemOfSqlite(error.code, error.message, path)
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return failure('store-defect', 'the store', cause, 'report this as a bug of Baton').problem
}

function problemOfSqlite(code: string, message: string, path: string): Problem {
  if (message === SECOND_UNFINISHED) return secondUnfinished().problem
  const meaning = MEANINGS.find(([prefix]) => code.startsWith(prefix))
  if (meaning) return failure(meaning[1], path, `${meaning[2]} (${code})`, meaning[3]).problem
  if (code.startsWith('SQLITE_IOERR')) {
    const remedy = 'check the disk and whether the data folder lies on a network drive, which does not work'
    return failure('database-failed', path, `reading or writing it failed (${code})`, remedy).problem
  }
  return failure('store-defect', path, `${message} (${code})`, 'report this as a bug of Baton').problem
}

function secondUnfinished(): { ok: false; problem: Problem } {
  return failure(
    'series-exists',
    'series',
    'this project has an unfinished series for the same task',
    'resume or stop that one first',
  )
}
