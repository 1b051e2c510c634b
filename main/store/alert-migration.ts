/** Alerts, kept after they ended, and how telling each went. Times are ISO 8601 but `due_at` (ms since the epoch). */
export const ALERT_MIGRATION = `CREATE TABLE alerts (
     id TEXT PRIMARY KEY,
     rule_id TEXT NOT NULL,
     subject_key TEXT NOT NULL,
     -- Fact, words and figures, as in AlertRow.
     body TEXT NOT NULL,
     fired_at TEXT NOT NULL,
     ended_at TEXT,
     acknowledged_at TEXT
   ) STRICT;
   CREATE UNIQUE INDEX alerts_standing ON alerts (rule_id, subject_key) WHERE ended_at IS NULL;
   CREATE INDEX alerts_in_order ON alerts (fired_at, id);

   CREATE TABLE alert_deliveries (
     alert_id TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
     channel TEXT NOT NULL,
     event TEXT NOT NULL,
     state TEXT NOT NULL,
     why TEXT,
     tries INTEGER NOT NULL,
     at TEXT NOT NULL,
     due_at REAL,
     PRIMARY KEY (alert_id, channel, event)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX alert_deliveries_open ON alert_deliveries (alert_id) WHERE state IN ('held', 'retrying');`
