import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { dayName, dayOfHour, localHour } from '../main/store/local-hour.ts'
import { requestKey } from '../main/store/request-key.ts'
import { openTestStore } from '../main/store/testing.ts'
import type { RandomSource } from './random.ts'

const YEARS = 3
const DAYS = YEARS * 365
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** A session's, about: half an hour to half a day of work. */
const REQUESTS_OF_SESSION = 100
const PROJECTS = 10
/** Of ten sessions, those in a series, and sessions of one. */
const IN_SERIES = 1
const SESSIONS_OF_SERIES = 20
/** What a session's agent is, and its models: one that works, one beside it. */
const KINDS = [
  { agent: 'claude', models: ['claude-opus-5-5', 'claude-haiku-4-5'], often: 5 },
  { agent: 'claude', models: ['claude-sonnet-5', 'claude-haiku-4-5'], often: 3 },
  { agent: 'codex', models: ['gpt-5.5-codex', 'gpt-5.5-mini'], often: 1 },
  { agent: 'gemini', models: ['gemini-3-pro', 'gemini-3-flash'], often: 1 },
] as const
const MODELS = [...new Set<string>(KINDS.flatMap(({ models }) => [...models]))]
/** No price table knows it. */
const UNPRICED = MODELS.indexOf('gemini-3-flash') + 1

export interface UsagePast {
  requests: number
  sessions: string[]
  projects: string[]
  serieses: string[]
  models: string[]
  /** Included, YYYY-MM-DD. */
  firstDay: string
  lastDay: string
}

/**
 * Fills the store of a folder with three years of heavy use, in the shape in which `recordScan` leaves it: rows straight by SQL, sums
 * by adding up the rows. The bench holds a sample of it against `recordScan` itself.
 */
export async function writeUsagePast(dir: string, requests: number, random: RandomSource): Promise<UsagePast> {
  await (await openTestStore(dir)).close()
  const database = new Sqlite(join(dir, 'baton.db'))
  database.pragma('journal_mode = OFF')
  database.pragma('synchronous = OFF')
  database.pragma('cache_size = -500000')
  database.pragma('foreign_keys = OFF')
  const indexes = dropIndexes(database, 'usage')
  const past = writeSessions(database, Math.ceil(requests / REQUESTS_OF_SESSION), random)
  writeRequests(database)
  for (const sql of indexes) database.exec(sql)
  writeSums(database)
  past.requests = Number(database.prepare('SELECT count(*) FROM usage').pluck().get())
  database.pragma('journal_mode = WAL')
  database.close()
  return past
}

/** Much faster to make when the rows are there. */
function dropIndexes(database: Database, table: string): string[] {
  const all = database
    .prepare<[string], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`,
    )
    .all(table)
  for (const { name } of all) database.exec(`DROP INDEX ${name}`)
  return all.map(({ sql }) => sql)
}

function writeSessions(database: Database, count: number, random: RandomSource): UsagePast {
  const projects = Array.from({ length: PROJECTS }, (_, n) => `/home/someone/work/project-${n}`)
  const model = database.prepare(`INSERT INTO ledger_models VALUES (?, ?)`)
  for (const [n, name] of MODELS.entries()) model.run(n + 1, name)
  const series = database.prepare(`INSERT INTO series VALUES (?, ?, 'task', 'completed', 'null', 'null', ?, ?)`)
  const hosted = database.prepare(`INSERT INTO sessions VALUES (?, ?, ?, ?)`)
  const session = database.prepare(
    `INSERT INTO agent_sessions (id, key, named, agent, project, title, born_at, first_at, last_at, reported_nano, reported_at,
       unattributed_nano, settled) VALUES (?, ?, 1, ?, ?, NULL, ?, ?, ?, NULL, NULL, NULL, 1)`,
  )
  const file = database.prepare(
    `INSERT INTO transcript_files VALUES (?, ?, ?, NULL, ?, NULL, ?, ?, ?, '1', ?, 400000, 400000, ?, ?, NULL, 'turn-ended', 0, '{}')`,
  )
  database.exec(
    `CREATE TEMP TABLE plan (session INTEGER PRIMARY KEY, at REAL, step REAL, one INTEGER, other INTEGER, requests INTEGER)`,
  )
  const plan = database.prepare(`INSERT INTO plan VALUES (?, ?, ?, ?, ?, ?)`)
  const lastDay = Math.floor(Date.now() / DAY_MS) - 1
  const past: UsagePast = {
    requests: 0,
    sessions: [],
    projects,
    serieses: [],
    models: MODELS,
    firstDay: dayName(lastDay - DAYS + 1),
    lastDay: dayName(lastDay),
  }
  const lots = KINDS.flatMap((kind) => Array.from({ length: kind.often }, () => kind))
  database.exec('BEGIN')
  for (let n = 0; n < count; n += 1) {
    const id = n + 1
    const key = random.uuid()
    const { agent, models } = lots[random.between(0, lots.length - 1)] ?? KINDS[0]
    const day = lastDay - DAYS + 1 + Math.floor((n * DAYS) / count)
    // In working hours mostly, some into the night.
    const at = day * DAY_MS + random.between(8 * 60, 23 * 60) * MINUTE_MS
    const requests = random.between(REQUESTS_OF_SESSION / 2, REQUESTS_OF_SESSION * 1.5)
    const step = random.skewed(20_000, 10 * MINUTE_MS)
    const until = at + requests * step
    const project = projects[random.between(0, PROJECTS - 1)] ?? ''
    session.run(id, key, agent, project, at, at, until)
    file.run(
      `/home/someone/.claude/projects/p/${key}.jsonl`,
      agent,
      key,
      project,
      at,
      at,
      until,
      String(id),
      until,
      'ab'.repeat(32),
    )
    plan.run(id, at, step, MODELS.indexOf(models[0]) + 1, MODELS.indexOf(models[1]) + 1, requests)
    past.sessions.push(key)
    if (n % 10 >= IN_SERIES) continue
    const seriesId = `series-${Math.floor(n / (10 * SESSIONS_OF_SERIES))}`
    if (past.serieses.at(-1) !== seriesId) {
      past.serieses.push(seriesId)
      series.run(seriesId, project, at, at)
    }
    hosted.run(key, 'launch', seriesId, at)
  }
  database.exec('COMMIT')
  return past
}

function writeRequests(database: Database): void {
  database.function('request_key', { deterministic: true }, (message, request) =>
    requestKey(String(message), String(request)),
  )
  database.function('local_hour', { deterministic: true }, (at) => localHour(Number(at)))
  const dice = (least: number, most: number): string => `(${least} + abs(random()) % ${most - least + 1})`
  database.exec(`
    CREATE TEMP TABLE numbers AS WITH RECURSIVE up(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n < 999) SELECT n FROM up;
    INSERT INTO usage
      SELECT NULL, request_key(message, request), message, request, session, agent_id, model, failed, ends_turn, 0,
        input * (1 - failed), output * (1 - failed), cache_read * (1 - failed), 0, cache_write * (1 - failed), 0,
        CASE WHEN failed = 1 OR model = ${UNPRICED} THEN NULL ELSE output * 25000 + cache_read * 500 + cache_write * 10000 END,
        0, 0, NULL, moment, local_hour(moment)
      FROM (
        SELECT 'msg_' || lower(hex(randomblob(12))) AS message, 'req_' || lower(hex(randomblob(12))) AS request, session,
          CASE WHEN n % 7 = 0 THEN 'a' || (session % 1000) || (n / 20) END AS agent_id,
          CASE WHEN n % 7 = 0 THEN other ELSE one END AS model, n % 97 = 96 AS failed, n % 9 = 8 AS ends_turn,
          ${dice(1, 40)} AS input, ${dice(20, 2_000)} AS output, 20000 + n * 900 AS cache_read, ${dice(300, 4_000)} AS cache_write,
          CAST(at + n * step AS INTEGER) AS moment
        FROM plan CROSS JOIN numbers ON n < requests)`)
}

const TOKENS = ['input', 'output', 'cache_read', 'cache_write_5m', 'cache_write_1h']
const SUMS = `sum(1 - failed), sum(failed), sum(failed = 0 AND ends_turn = 1 AND agent_id IS NULL),
  ${TOKENS.map((name) => `sum(${name})`).join(', ')}, sum(ifnull(cost_nano, 0))`

function writeSums(database: Database): void {
  database.exec(`
    INSERT INTO usage_cells
      SELECT NULL, session, hour / 24, model, iif(cost_nano IS NULL, 2, 1), ${SUMS} FROM usage GROUP BY 2, 3, 4, 5;
    INSERT INTO usage_hours
      SELECT hour, project, ${SUMS}, sum(failed = 0 AND cost_nano IS NULL)
        FROM usage u JOIN agent_sessions a ON a.id = u.session GROUP BY 1, 2`)
}

/** Days before the last one, as a person asks. */
export function daysBefore(day: string, days: number): string {
  return dayName(dayOfHour(localHour(Date.parse(`${day}T12:00:00.000Z`))) - days)
}
