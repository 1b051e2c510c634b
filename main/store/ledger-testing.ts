import type { Database } from 'better-sqlite3'
import type { UsageQuery } from '../../contract/ledger.ts'
import { blockWriter, type BlockRequest } from './request-block.ts'
import type { ScanBatch, TranscriptFile } from './scan-types.ts'

export function transcriptFile(change: Partial<TranscriptFile> = {}): TranscriptFile {
  return {
    path: '/t/a.jsonl',
    agent: 'claude',
    sessionId: 'a',
    agentId: null,
    project: '/p',
    title: null,
    bornAt: 1_000,
    firstAt: 1_000,
    lastAt: 5_000,
    dev: '1',
    ino: '2',
    offset: 100,
    size: 100,
    changedAt: 5_000,
    headHash: 'ab',
    context: null,
    reported: [],
    ending: 'unknown',
    damagedLines: 0,
    reader: '{}',
    ...change,
  }
}

export function request(change: Partial<BlockRequest> = {}): BlockRequest {
  return {
    session: 'a',
    message: 'm1',
    request: 'r1',
    agentId: null,
    model: 'claude-x',
    failed: false,
    endsTurn: false,
    fast: false,
    input: 1,
    output: 10,
    cacheRead: 100,
    cacheWrite5m: 3,
    cacheWrite1h: 4,
    webSearches: 0,
    cost: 0.5,
    costIsOwn: false,
    at: 5_000,
    ...change,
  }
}

export function scanBatch(files: TranscriptFile[], requests: BlockRequest[] = []): ScanBatch {
  const writer = blockWriter()
  for (const one of requests) writer.add(one)
  return { files, requests: [writer.take()], limits: [] }
}

export function usageQuery(change: Partial<UsageQuery> = {}): UsageQuery {
  return { from: null, until: null, by: [], order: 'key', limit: 10_000, ...change }
}

const FIGURES = ['requests', 'errors', 'turns', 'input', 'output', 'cache_read', 'cache_write_5m', 'cache_write_1h']
const SUMS = [...FIGURES, 'nano'].map((name) => `sum(${name}) AS ${name}`).join(', ')
/** Every row that counts, one for one. */
const ROWS = `
  SELECT session, hour, model, 1 - failed AS requests, failed AS errors, failed = 0 AND ends_turn = 1 AND agent_id IS NULL AS turns,
    input, output, cache_read, cache_write_5m, cache_write_1h, coalesce(told_nano, cost_nano, 0) AS nano,
    CASE WHEN told_nano IS NOT NULL OR (cost_nano IS NOT NULL AND cost_is_own = 1) THEN 0 WHEN cost_nano IS NOT NULL THEN 1 ELSE 2 END AS source
   FROM usage
  UNION ALL
  SELECT (SELECT id FROM agent_sessions WHERE key = coalesce(r.session_id, s.key)), hour,
    (SELECT id FROM ledger_models WHERE name = w.text), 1, 0, 0, r.input, r.output, r.cache_read, r.cache_write_5m, r.cache_write_1h,
    coalesce(CAST(round(r.cost_usd * 1e9) AS INTEGER), list_nano, 0),
    CASE WHEN r.cost_usd IS NOT NULL THEN 0 WHEN list_nano IS NOT NULL THEN 1 ELSE 2 END
   FROM telemetry_requests r JOIN telemetry_sources s ON s.id = r.source_id JOIN telemetry_words w ON w.id = r.model_id WHERE beside = 1
  UNION ALL
  SELECT id, counted_hour, (SELECT id FROM ledger_models WHERE name = 'unattributed'), 0, 0, 0, 0, 0, 0, 0, 0, counted_nano, 0
   FROM agent_sessions WHERE counted_nano > 0`
const NOTHING = [...FIGURES, 'nano'].map((name) => `${name} = 0`).join(' AND ')

/** The sums as they are kept, and as adding up every row anew gives them. */
export function sumsAndRecount(database: Database): { kept: unknown[]; recounted: unknown[] } {
  const cells = `SELECT session, day, model, source, ${FIGURES.join(', ')}, cost_nano AS nano FROM usage_cells`
  const hours = `SELECT hour, project, ${FIGURES.join(', ')}, cost_nano AS nano, unpriced FROM usage_hours`
  const all = (sql: string): unknown[] => database.prepare<[], unknown>(sql).all()
  const recount = (by: string, more: string): string =>
    `SELECT ${by}, ${SUMS}${more} FROM (${ROWS}) JOIN agent_sessions a ON a.id = session`
  return {
    kept: [
      ...all(`SELECT * FROM (${cells}) WHERE NOT (${NOTHING}) ORDER BY 1, 2, 3, 4`),
      ...all(`SELECT * FROM (${hours}) WHERE NOT (${NOTHING} AND unpriced = 0) ORDER BY 1, 2`),
    ],
    recounted: [
      ...all(
        `${recount('session, CAST(floor(hour / 24.0) AS INTEGER) AS day, model, source', '')} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
      ),
      ...all(
        `${recount("hour, ifnull(a.project, '') AS project", ', ifnull(sum(requests) FILTER (WHERE source = 2), 0) AS unpriced')} GROUP BY 1, 2 ORDER BY 1, 2`,
      ),
    ],
  }
}
