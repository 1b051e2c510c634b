/** What is told may be forged: a sum stays here rather than to overflow, which would refuse all that comes after. */
export const MOST = '9000000000000000000'
const TOKENS = ['input', 'output', 'cache_read', 'cache_write_5m', 'cache_write_1h']

/**
 * The step that opens the store to telemetry. Minutes, hours and days are kept beside each other so that no query reads more
 * than a few thousand rows; what they count is named once, in `telemetry_kinds`. A day is one of UTC.
 */
export const TELEMETRY_MIGRATION = `
  CREATE TABLE telemetry_sources (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    agent TEXT NOT NULL,
    session_id TEXT,
    launch_id TEXT,
    project TEXT,
    first_at REAL NOT NULL,
    last_at REAL NOT NULL,
    -- Of its points, by their own time; null: none yet.
    first_minute INTEGER,
    last_minute INTEGER,
    -- Of its requests, so that a list of sources adds nothing up.
    requests INTEGER NOT NULL DEFAULT 0,
    -- Of these, without a cost.
    unpriced INTEGER NOT NULL DEFAULT 0,
    input INTEGER NOT NULL DEFAULT 0,
    output INTEGER NOT NULL DEFAULT 0,
    cache_read INTEGER NOT NULL DEFAULT 0,
    cache_write_5m INTEGER NOT NULL DEFAULT 0,
    cache_write_1h INTEGER NOT NULL DEFAULT 0,
    cost_usd REAL NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX telemetry_sources_of_session ON telemetry_sources (session_id) WHERE session_id IS NOT NULL;
  CREATE INDEX telemetry_sources_by_time ON telemetry_sources (last_at);

  CREATE TABLE telemetry_kinds (
    id INTEGER PRIMARY KEY,
    agent TEXT NOT NULL,
    signal TEXT NOT NULL,
    name TEXT NOT NULL,
    model TEXT NOT NULL,
    type TEXT NOT NULL,
    unit TEXT NOT NULL,
    -- Its last value counts, not the sum of them.
    gauge INTEGER NOT NULL,
    UNIQUE (signal, name, agent, model, type)
  ) STRICT;

  CREATE TABLE telemetry_minutes (
    kind_id INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (kind_id, minute, source_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE telemetry_hours (
    kind_id INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (kind_id, hour, source_id)
  ) STRICT, WITHOUT ROWID;
  -- Of all sources together: most live no longer than a day.
  CREATE TABLE telemetry_days (
    kind_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    count INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (kind_id, day)
  ) STRICT, WITHOUT ROWID;
  -- One row: minutes and hours before this day (since the epoch) are gone.
  CREATE TABLE telemetry_horizon (day INTEGER NOT NULL) STRICT;
  INSERT INTO telemetry_horizon VALUES (0);

  CREATE TABLE telemetry_unknown (
    agent TEXT NOT NULL,
    signal TEXT NOT NULL,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    last_at REAL NOT NULL,
    PRIMARY KEY (agent, signal, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE telemetry_streams (
    key TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE telemetry_seen (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    hashes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX telemetry_seen_by_time ON telemetry_seen (at);

  CREATE TABLE telemetry_words (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE telemetry_requests (
    id TEXT NOT NULL UNIQUE,
    by_request_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL REFERENCES telemetry_sources (id),
    session_id TEXT,
    model_id INTEGER NOT NULL REFERENCES telemetry_words (id),
    query_source_id INTEGER NOT NULL REFERENCES telemetry_words (id),
    main INTEGER NOT NULL,
    input INTEGER NOT NULL,
    output INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    cost_usd REAL,
    at REAL NOT NULL,
    -- No transcript has it: it counts in the ledger by itself.
    beside INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX telemetry_beside ON telemetry_requests
    (session_id, at, cost_usd, input, output, cache_read, cache_write_5m, cache_write_1h) WHERE beside = 1;
  CREATE INDEX telemetry_hashed ON telemetry_requests (session_id, output, input, cache_read)
    WHERE by_request_id = 0 AND session_id IS NOT NULL;
  CREATE TABLE telemetry_source_models (
    source_id INTEGER NOT NULL,
    model_id INTEGER NOT NULL,
    PRIMARY KEY (source_id, model_id)
  ) STRICT, WITHOUT ROWID;

  -- Whether telemetry told of it, too: 1 by its request id, 2 by what it is like; and the agent's own figure, which goes before ours.
  ALTER TABLE usage ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE usage ADD COLUMN told_usd REAL;
  DROP INDEX usage_of_session;
  CREATE INDEX usage_of_session ON usage
    (session_id, at, told, told_usd, cost_usd, input, output, cache_read, cache_write_5m, cache_write_1h);
  CREATE INDEX usage_of_request ON usage (request_id);

  -- All of the ledger, kept with every row of it: adding it up anew takes a second of a large one.
  CREATE TABLE ledger_totals (
    agent TEXT NOT NULL,
    model TEXT NOT NULL,
    requests INTEGER NOT NULL,
    input INTEGER NOT NULL,
    output INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    -- 10⁻⁹ USD: what is taken back and added again leaves no rest.
    cost_nano INTEGER NOT NULL,
    PRIMARY KEY (agent, model)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO ledger_totals
    SELECT 'claude', model, count(*), sum(input), sum(output), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h),
      sum(CAST(round(ifnull(cost_usd, 0) * 1e9) AS INTEGER)) FROM usage GROUP BY model;
  ${usageTriggers()}
  ${requestTriggers()}
`

/** Adds one row of the ledger to the totals, or takes it away. */
function count(sign: 1 | -1, row: 'new' | 'old', agent: string, model: string, cost: string): string {
  const figures = [`${sign}`, ...TOKENS.map((column) => `${sign} * ${row}.${column}`)]
  const nano = `${sign} * CAST(round(ifnull(${cost}, 0) * 1e9) AS INTEGER)`
  const sums = ['requests', ...TOKENS, 'cost_nano'].map(
    (column) => `${column} = min(${column} + excluded.${column}, ${MOST})`,
  )
  return `INSERT INTO ledger_totals SELECT ${agent}, ${model}, ${[...figures, nano].join(', ')} WHERE true
    ON CONFLICT DO UPDATE SET ${sums.join(', ')};`
}

function usageTriggers(): string {
  const counted = (sign: 1 | -1, row: 'new' | 'old') =>
    count(sign, row, `'claude'`, `${row}.model`, `coalesce(${row}.told_usd, ${row}.cost_usd)`)
  return `CREATE TRIGGER usage_counted AFTER INSERT ON usage BEGIN ${counted(1, 'new')} END;
    CREATE TRIGGER usage_recounted AFTER UPDATE ON usage BEGIN ${counted(-1, 'old')} ${counted(1, 'new')} END;`
}

function requestTriggers(): string {
  const counted = (sign: 1 | -1, row: 'new' | 'old') => {
    const agent = `(SELECT agent FROM telemetry_sources WHERE id = ${row}.source_id)`
    const model = `(SELECT text FROM telemetry_words WHERE id = ${row}.model_id)`
    return count(sign, row, agent, model, `${row}.cost_usd`).replace('WHERE true', `WHERE ${row}.beside = 1`)
  }
  return `CREATE TRIGGER request_counted AFTER INSERT ON telemetry_requests WHEN new.beside = 1
      BEGIN ${counted(1, 'new')} END;
    CREATE TRIGGER request_recounted AFTER UPDATE ON telemetry_requests WHEN new.beside = 1 OR old.beside = 1
      BEGIN ${counted(-1, 'old')} ${counted(1, 'new')} END;`
}
