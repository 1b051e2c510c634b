import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import type { Export, LoadPoint } from './telemetry-load.ts'

/** The peer of the store: each point as it comes, in a row and a transaction of its own, with what it is looked for by in columns. */
export interface PointTable {
  database: Database
  add(sent: Pick<Export, 'session' | 'signal'>, point: LoadPoint): void
  close(): void
}

/** As durable as the store. */
export function openPointTable(path: string): PointTable {
  const database = new Sqlite(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(`CREATE TABLE points (
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, signal TEXT NOT NULL, name TEXT NOT NULL, session TEXT NOT NULL,
      agent TEXT NOT NULL, model TEXT NOT NULL, type TEXT NOT NULL, value REAL NOT NULL, attributes TEXT NOT NULL
    ) STRICT;
    CREATE INDEX points_by_name ON points (signal, name, at);
    CREATE INDEX points_of_session ON points (session, at);`)
  const insert = database.prepare<[number, string, string, string, string, string, number, string]>(
    `INSERT INTO points (at, signal, name, session, agent, model, type, value, attributes) VALUES (?, ?, ?, ?, 'claude', ?, ?, ?, ?)`,
  )
  return {
    database,
    add: ({ session, signal }, { at, name, value, attributes }) => {
      const text = (key: string) => String(attributes[key] ?? '')
      const type = text('type') || text('tool_name') || text('hook_event')
      insert.run(at, signal, name, session, text('model'), type, value ?? 1, JSON.stringify(attributes))
    },
    close: () => void database.close(),
  }
}
