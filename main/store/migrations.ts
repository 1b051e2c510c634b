import type { Database } from 'better-sqlite3'
import { ALERT_MIGRATION } from './alert-migration.ts'
import { ledgerMigration } from './ledger-migration.ts'
import { TELEMETRY_MIGRATION } from './telemetry-migration.ts'

/**
 * The schema, one step after another; `user_version` counts the steps taken. A step that was released is never edited:
 * a change is a new step at the end. Times are ms since the epoch (REAL: a file's time has fractions), JSON stands in columns named `body`, `state`, `policy`.
 */
const MIGRATIONS: readonly (string | ((database: Database) => void))[] = [
  `CREATE TABLE series (
     id TEXT PRIMARY KEY,
     project TEXT NOT NULL,
     task TEXT NOT NULL,
     status TEXT NOT NULL,
     state TEXT NOT NULL,
     policy TEXT NOT NULL,
     created_at REAL NOT NULL,
     updated_at REAL NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX series_unfinished ON series (project, task)
     WHERE status NOT IN ('completed', 'stopped', 'failed');

   CREATE TABLE transitions (
     series_id TEXT NOT NULL REFERENCES series (id),
     seq INTEGER NOT NULL,
     name TEXT NOT NULL,
     fact TEXT NOT NULL,
     at REAL NOT NULL,
     PRIMARY KEY (series_id, seq)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE events (
     series_id TEXT NOT NULL REFERENCES series (id),
     seq INTEGER NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (series_id, seq)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE launches (
     id TEXT PRIMARY KEY,
     series_id TEXT NOT NULL REFERENCES series (id),
     session_id TEXT NOT NULL,
     n INTEGER NOT NULL,
     mode TEXT NOT NULL,
     project TEXT NOT NULL,
     argv TEXT NOT NULL,
     intent_at REAL NOT NULL,
     pid INTEGER,
     pid_start TEXT,
     started_at REAL,
     ended_at REAL,
     exit_code INTEGER,
     signal TEXT
   ) STRICT;
   CREATE INDEX launches_of_series ON launches (series_id);
   CREATE INDEX launches_live ON launches (id) WHERE ended_at IS NULL;

   CREATE TABLE processes (
     launch_id TEXT NOT NULL REFERENCES launches (id),
     pid INTEGER NOT NULL,
     start TEXT NOT NULL,
     command TEXT NOT NULL,
     PRIMARY KEY (launch_id, pid, start)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE sessions (
     session_id TEXT PRIMARY KEY,
     launch_id TEXT NOT NULL,
     series_id TEXT NOT NULL REFERENCES series (id),
     at REAL NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX sessions_of_series ON sessions (series_id);`,

  `CREATE TABLE checkpoints (
     series_id TEXT NOT NULL REFERENCES series (id),
     n INTEGER NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (series_id, n)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE blobs (
     sha256 TEXT PRIMARY KEY,
     text TEXT NOT NULL
   ) STRICT;
   CREATE TABLE checkpoint_contents (
     series_id TEXT NOT NULL,
     n INTEGER NOT NULL,
     position INTEGER NOT NULL,
     path TEXT NOT NULL,
     sha256 TEXT NOT NULL REFERENCES blobs (sha256),
     PRIMARY KEY (series_id, n, position),
     FOREIGN KEY (series_id, n) REFERENCES checkpoints (series_id, n) ON DELETE CASCADE
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX contents_of_blob ON checkpoint_contents (sha256);`,

  `CREATE TABLE usage (
     message_id TEXT NOT NULL,
     request_id TEXT NOT NULL,
     session_id TEXT NOT NULL,
     agent_id TEXT,
     model TEXT NOT NULL,
     input INTEGER NOT NULL,
     output INTEGER NOT NULL,
     cache_read INTEGER NOT NULL,
     cache_write_5m INTEGER NOT NULL,
     cache_write_1h INTEGER NOT NULL,
     web_searches INTEGER NOT NULL,
     cost_usd REAL,
     at REAL NOT NULL,
     PRIMARY KEY (message_id, request_id)
   ) STRICT, WITHOUT ROWID;
   -- Holds all that a total adds up, so that a sum never visits the table.
   CREATE INDEX usage_of_session ON usage
     (session_id, input, output, cache_read, cache_write_5m, cache_write_1h, cost_usd);

   CREATE TABLE contexts (
     id INTEGER PRIMARY KEY,
     session_id TEXT NOT NULL,
     source TEXT NOT NULL,
     used REAL,
     window REAL,
     model TEXT,
     prompt_id TEXT,
     message_id TEXT,
     at REAL NOT NULL
   ) STRICT;
   CREATE INDEX contexts_in_order ON contexts (session_id, source, at, id);
   CREATE INDEX contexts_of_message ON contexts (session_id, message_id) WHERE message_id IS NOT NULL;

   CREATE TABLE costs (
     session_id TEXT NOT NULL,
     source TEXT NOT NULL,
     total_usd REAL NOT NULL,
     at REAL NOT NULL,
     PRIMARY KEY (session_id, source)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE cursors (
     path TEXT PRIMARY KEY,
     dev TEXT NOT NULL,
     ino TEXT NOT NULL,
     offset INTEGER NOT NULL,
     head_hash TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;`,

  `-- What is drawn over time is read from an index alone, in order.
   CREATE INDEX contexts_over_time ON contexts (session_id, at, id, used);
   DROP INDEX usage_of_session;
   CREATE INDEX usage_of_session ON usage
     (session_id, at, cost_usd, input, output, cache_read, cache_write_5m, cache_write_1h);
   -- A series has a hundred context readings for each other event.
   CREATE INDEX events_told ON events (series_id, seq) WHERE substr(body, 1, 17) <> '{"type":"context"';`,

  TELEMETRY_MIGRATION,
  ALERT_MIGRATION,
  ledgerMigration,
]

/** The `user_version` of a database that this program writes. */
export const SCHEMA_VERSION = MIGRATIONS.length

export function schemaVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}

/** Takes the steps that are missing, each in a transaction of its own. A newer database is the caller's to refuse. `to`: not all of them. */
export function migrate(database: Database, to: number = SCHEMA_VERSION): void {
  for (let version = schemaVersion(database); version < to; version++) {
    database
      .transaction(() => {
        const step = MIGRATIONS[version] ?? ''
        if (typeof step === 'string') database.exec(step)
        else step(database)
        database.pragma(`user_version = ${version + 1}`)
      })
      .immediate()
  }
}
