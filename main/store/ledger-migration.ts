import type { Database } from 'better-sqlite3'
import { requestKey } from './request-key.ts'

/** Hours of local time since 1970-01-01, of a column of ms since the epoch; see `local-hour.ts`. */
const hourOf = (at: string) =>
  `CAST(floor(ifnull(unixepoch(${at} / 1000.0, 'unixepoch', 'localtime'), 0) / 3600.0) AS INTEGER)`
const nanoOf = (usd: string) => `CAST(round(${usd} * 1e9) AS INTEGER)`
const ROWS_AT_ONCE = 10_000
const TOKENS = 'input, output, cache_read, cache_write_5m, cache_write_1h'
const SUMMED_TOKENS = TOKENS.split(', ')
  .map((column) => `sum(${column})`)
  .join(', ')

/**
 * The step that makes the ledger one of all agents: sessions and models as numbers, requests found by a key, sums in cells and
 * hours. Costs are whole 10⁻⁹ USD, so that what is taken back and added again leaves no rest; hours are those of local time.
 */
const TABLES = `
  CREATE TABLE ledger_models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE agent_sessions (
    id INTEGER PRIMARY KEY,
    -- The session id; of telemetry that names none, its source's key.
    key TEXT NOT NULL UNIQUE,
    named INTEGER NOT NULL,
    agent TEXT NOT NULL,
    project TEXT,
    title TEXT,
    -- When the earliest of its own files was made.
    born_at REAL,
    first_at REAL,
    last_at REAL,
    -- The session whose requests its file repeats.
    forked_from INTEGER,
    -- What the agent says that it cost, without what its parent had cost; null: not known.
    reported_nano INTEGER,
    reported_at REAL,
    -- Of that, beyond its requests; null: not known.
    unattributed_nano INTEGER,
    -- What of it is counted, and in which hour.
    counted_nano INTEGER NOT NULL DEFAULT 0,
    counted_hour INTEGER NOT NULL DEFAULT 0,
    -- 0: new, nothing is counted; 1: all above is as it follows from files and requests; 2: is to be settled when the store opens.
    settled INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX agent_sessions_by_time ON agent_sessions (last_at);
  CREATE INDEX agent_sessions_of_project ON agent_sessions (project, last_at);
  CREATE INDEX agent_sessions_forked ON agent_sessions (forked_from) WHERE forked_from IS NOT NULL;
  CREATE INDEX agent_sessions_unsettled ON agent_sessions (id) WHERE settled = 2;

  CREATE TABLE transcript_files (
    path TEXT PRIMARY KEY,
    agent TEXT NOT NULL,
    session_id TEXT,
    agent_id TEXT,
    project TEXT,
    title TEXT,
    born_at REAL NOT NULL,
    first_at REAL,
    last_at REAL,
    dev TEXT NOT NULL,
    ino TEXT NOT NULL,
    offset INTEGER NOT NULL,
    size INTEGER NOT NULL,
    changed_at REAL NOT NULL,
    head_hash TEXT NOT NULL,
    -- JSON; null: none.
    context TEXT,
    ending TEXT NOT NULL,
    damaged_lines INTEGER NOT NULL,
    reader TEXT NOT NULL
  ) STRICT;
  CREATE INDEX transcript_files_of_session ON transcript_files (session_id);

  CREATE TABLE reported_costs (
    session INTEGER NOT NULL,
    at REAL NOT NULL,
    nano INTEGER NOT NULL,
    PRIMARY KEY (session, at, nano)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE usage_by_key (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    session INTEGER NOT NULL,
    agent_id TEXT,
    model INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    ends_turn INTEGER NOT NULL,
    fast INTEGER NOT NULL,
    input INTEGER NOT NULL,
    output INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    web_searches INTEGER NOT NULL,
    cost_nano INTEGER,
    -- The transcript's own figure, not one of list prices.
    cost_is_own INTEGER NOT NULL,
    -- Whether telemetry told of it, too: 1 by its request id, 2 by what it is like; and the agent's own figure, which goes before.
    told INTEGER NOT NULL DEFAULT 0,
    told_nano INTEGER,
    at REAL NOT NULL,
    hour INTEGER NOT NULL
  ) STRICT;
  -- Sessions that told of a response that another one told of, too: forks. Without forks it is empty.
  CREATE TABLE usage_tellers (
    usage_id INTEGER NOT NULL,
    session INTEGER NOT NULL,
    PRIMARY KEY (usage_id, session)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX usage_tellers_of_session ON usage_tellers (session);
  -- Other request ids under which a response was repeated: replays of it in a side question.
  CREATE TABLE usage_aliases (
    usage_id INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    PRIMARY KEY (usage_id, request_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX usage_aliases_of_request ON usage_aliases (request_id);

  -- Sums of all that counts: project, agent and series follow from the session.
  CREATE TABLE usage_cells (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL,
    day INTEGER NOT NULL,
    model INTEGER NOT NULL,
    -- 0: the agent's own figure, 1: list prices, 2: none.
    source INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    turns INTEGER NOT NULL,
    input INTEGER NOT NULL,
    output INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    cost_nano INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX usage_cells_of_session ON usage_cells (session, day, model, source);
  CREATE TABLE usage_hours (
    hour INTEGER NOT NULL,
    -- "": not known.
    project TEXT NOT NULL,
    requests INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    turns INTEGER NOT NULL,
    input INTEGER NOT NULL,
    output INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    cost_nano INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    PRIMARY KEY (hour, project)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE plan_limits (
    agent TEXT NOT NULL,
    name TEXT NOT NULL,
    at REAL NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (agent, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE dismissed_advice (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;`

const COUNTED = `
  SELECT session, hour, model, CASE WHEN told_nano IS NOT NULL THEN 0 WHEN cost_nano IS NOT NULL THEN 1 ELSE 2 END AS source,
      ${TOKENS}, ifnull(coalesce(told_nano, cost_nano), 0) AS nano FROM usage
  UNION ALL
  SELECT a.id, r.hour, m.id, CASE WHEN r.cost_usd IS NOT NULL THEN 0 WHEN list_nano IS NOT NULL THEN 1 ELSE 2 END,
      ${TOKENS.replace(/\w+/g, 'r.$&')}, coalesce(${nanoOf('r.cost_usd')}, list_nano, 0)
    FROM telemetry_requests r JOIN telemetry_sources s ON s.id = r.source_id JOIN telemetry_words w ON w.id = r.model_id
      JOIN ledger_models m ON m.name = w.text JOIN agent_sessions a ON a.key = coalesce(r.session_id, s.key)
    WHERE r.beside = 1`

/** What is there already. Until now all transcripts were Claude Code's; projects are found when the sessions are settled. */
const CONVERSION = `
  DROP TRIGGER usage_counted;
  DROP TRIGGER usage_recounted;
  DROP TRIGGER request_counted;
  DROP TRIGGER request_recounted;
  DROP TABLE ledger_totals;

  ALTER TABLE telemetry_requests ADD COLUMN hour INTEGER NOT NULL DEFAULT 0;
  -- By list prices, where the agent gives no figure.
  ALTER TABLE telemetry_requests ADD COLUMN list_nano INTEGER;
  ALTER TABLE telemetry_requests ADD COLUMN fast INTEGER NOT NULL DEFAULT 0;
  -- These agents tell no cost: what was kept as theirs was by list prices.
  UPDATE telemetry_requests SET list_nano = ${nanoOf('cost_usd')}, cost_usd = NULL
    WHERE source_id IN (SELECT id FROM telemetry_sources WHERE agent IN ('codex', 'gemini'));
  UPDATE telemetry_requests SET hour = ${hourOf('at')};
  DROP INDEX telemetry_beside;
  CREATE INDEX telemetry_beside ON telemetry_requests (session_id, at, cost_usd, list_nano) WHERE beside = 1;

  INSERT INTO ledger_models (name)
    SELECT model FROM usage UNION
    SELECT w.text FROM telemetry_words w WHERE EXISTS (SELECT 1 FROM telemetry_requests r WHERE r.model_id = w.id);
  INSERT INTO agent_sessions (key, named, agent, settled) SELECT DISTINCT session_id, 1, 'claude', 2 FROM usage;
  INSERT INTO agent_sessions (key, named, agent, project, settled)
    SELECT coalesce(r.session_id, s.key), max(r.session_id IS NOT NULL), min(s.agent),
        CASE WHEN max(r.session_id IS NOT NULL) THEN NULL ELSE min(s.project) END, 2
      FROM telemetry_requests r JOIN telemetry_sources s ON s.id = r.source_id
      WHERE r.beside = 1 GROUP BY 1 ON CONFLICT DO NOTHING;
  INSERT INTO reported_costs
    SELECT a.id, c.at, ${nanoOf('c.total_usd')} FROM costs c JOIN agent_sessions a ON a.key = c.session_id
      WHERE c.source = 'cost-state';
  INSERT INTO usage_by_key
    SELECT NULL, 0, message_id, request_id, a.id, agent_id, m.id, 0, 0, 0, ${TOKENS},
        web_searches, ${nanoOf('cost_usd')}, 0, told, ${nanoOf('told_usd')}, at, ${hourOf('at')}
      FROM usage u JOIN agent_sessions a ON a.key = u.session_id JOIN ledger_models m ON m.name = u.model ORDER BY u.at;
  DROP TABLE usage;
  ALTER TABLE usage_by_key RENAME TO usage;`

/** After the rows have their keys. */
const INDEXES_AND_SUMS = `
  CREATE INDEX usage_of_key ON usage (key);
  -- By its end, which differs most: half as large as one of whole ids.
  CREATE INDEX usage_of_request ON usage (substr(request_id, -8)) WHERE request_id <> '';
  -- Holds all that a line of costs over time is drawn from.
  CREATE INDEX usage_of_session ON usage (session, at, output, told, told_nano, cost_nano);
  CREATE INDEX usage_of_subagent ON usage (session, agent_id) WHERE agent_id IS NOT NULL;

  INSERT INTO usage_cells
    SELECT NULL, session, CAST(floor(hour / 24.0) AS INTEGER), model, source, count(*), 0, 0, ${SUMMED_TOKENS},
      min(total(nano), 9e18) FROM (${COUNTED}) GROUP BY 2, 3, 4, 5;
  INSERT INTO usage_hours
    SELECT hour, ifnull(a.project, ''), count(*), 0, 0, ${SUMMED_TOKENS}, min(total(nano), 9e18), sum(source = 2)
      FROM (${COUNTED}) c JOIN agent_sessions a ON a.id = c.session GROUP BY 1, 2;`

/** Not by a function of ours within SQL: it would hang on the connection as long as that is open. */
function writeKeys(database: Database): void {
  const after = database.prepare<[number], { id: number; message: string; request: string }>(
    `SELECT id, message_id AS message, request_id AS request FROM usage WHERE id > ? ORDER BY id LIMIT ${ROWS_AT_ONCE}`,
  )
  const save = database.prepare<[number, number]>(`UPDATE usage SET key = ? WHERE id = ?`)
  for (let rows = after.all(0); rows.length > 0; rows = after.all(rows.at(-1)?.id ?? 0))
    for (const { id, message, request } of rows) save.run(requestKey(message, request), id)
}

export function ledgerMigration(database: Database): void {
  database.exec(TABLES)
  database.exec(CONVERSION)
  writeKeys(database)
  database.exec(INDEXES_AND_SUMS)
}
