import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { localHour } from '../main/store/local-hour.ts'
import { openTestStore } from '../main/store/testing.ts'
import type { RandomSource } from './random.ts'
import { SESSIONS } from './telemetry-load.ts'

const MINUTE_MS = 60_000
const HOURS_A_DAY = 8
const FIRST_HOUR = 9
const NIGHT_HOURS = 24 - FIRST_HOUR - HOURS_A_DAY
/** A context fills in about two hours. */
const SESSION_MINUTES = 120
const REQUESTS_A_MINUTE = 3
const MODELS = ['claude-opus-5-5', 'claude-haiku-4-5', 'claude-sonnet-5']
const TOOLS = ['Bash', 'Read', 'Edit', 'Grep', 'Write', 'Glob', 'Task', 'WebFetch']

interface Kind {
  signal: 'metrics' | 'logs'
  name: string
  model: string
  type: string
  /** How often a minute of a session tells of it. */
  often: number
  /** Points in such a minute, on average. */
  points: number
  most: number
}

/** What Claude Code tells apart, and how often; mostly of one model. */
const KINDS: Kind[] = MODELS.flatMap((model, n) => {
  const often = [1, 0.3, 0.05][n] ?? 0
  const metric = (name: string, type: string, most: number): Kind => {
    return { signal: 'metrics', name, model, type, often, points: 1, most }
  }
  const log = (name: string): Kind => ({ signal: 'logs', name, model, type: '', often, points: 2, most: 1 })
  const tokens = ['input', 'output', 'cacheRead', 'cacheCreation'].map((type) => metric('token.usage', type, 60_000))
  return [
    ...tokens,
    metric('cost.usage', '', 0.2),
    metric('lines_of_code.count', 'added', 40),
    log('api_request'),
    log('assistant_response'),
  ]
}).concat(
  TOOLS.map((type, n): Kind => ({ ...logOf('tool_result', type, 1), often: n < 3 ? 0.7 : 0.2 })),
  ['PreToolUse', 'PostToolUse'].flatMap((type) => [
    logOf('hook_execution_start', type, 4),
    logOf('hook_execution_complete', type, 4),
  ]),
  logOf('tool_decision', 'accept', 4),
  ['cli', 'user'].map((type, n): Kind => ({
    ...logOf('active_time.total', type, 1),
    signal: 'metrics',
    often: n === 0 ? 1 : 0.2,
    most: 60,
  })),
)

function logOf(name: string, type: string, points: number): Kind {
  return { signal: 'logs', name, model: '', type, often: 1, points, most: 1 }
}

export interface TelemetryPast {
  points: number
  minutes: number
  sessions: string[]
  days: number
  /** Milliseconds since the epoch: the end of it. */
  until: number
}

/** Fills the store of a folder with months of eight sessions, in the order in which they would have come, past the processor. */
export async function writePast(dir: string, points: number, random: RandomSource): Promise<TelemetryPast> {
  await (await openTestStore(dir)).close()
  const database = new Sqlite(`${dir}/baton.db`)
  database.pragma('synchronous = OFF')
  database.pragma('cache_size = -200000')
  const aMinute = KINDS.reduce((sum, { often, points }) => sum + often * points, 0)
  const days = Math.ceil(points / (aMinute * SESSIONS * HOURS_A_DAY * 60))
  const today = Math.floor(Date.now() / 86_400_000)
  const past: TelemetryPast = {
    points: 0,
    minutes: 0,
    sessions: [],
    days,
    until: (today * 24 - NIGHT_HOURS) * 3_600_000,
  }
  const write = writers(database)
  for (let day = today - days; day < today; day += 1) {
    database.exec('BEGIN')
    writeDay(write, past, day, random)
    database.exec('COMMIT')
  }
  count(database)
  database.exec('ANALYZE')
  database.close()
  return past
}

/** No transcript has any of it: all of it counts in the ledger by itself. */
function count(database: Database): void {
  const sums = `count(*), 0, 0, sum(input), sum(output), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h),
    sum(CAST(round(cost_usd * 1e9) AS INTEGER))`
  database.exec(`
    INSERT INTO ledger_models SELECT id + 1, text FROM telemetry_words WHERE id < ${MODELS.length};
    INSERT INTO agent_sessions (id, key, named, agent, first_at, last_at, settled)
      SELECT id, key, 1, agent, first_at, last_at, 1 FROM telemetry_sources;
    INSERT INTO usage_cells SELECT NULL, source_id, hour / 24, model_id + 1, 0, ${sums} FROM telemetry_requests GROUP BY 2, 3, 4;
    INSERT INTO usage_hours SELECT hour, '', ${sums}, 0 FROM telemetry_requests GROUP BY 1`)
}

type Writers = ReturnType<typeof writers>

function writers(database: Database) {
  const kind = database.prepare(`INSERT INTO telemetry_kinds VALUES (?, 'claude', ?, ?, ?, ?, '', 0)`)
  for (const [id, { signal, name, model, type }] of KINDS.entries()) kind.run(id, signal, name, model, type)
  const word = database.prepare(`INSERT INTO telemetry_words VALUES (?, ?)`)
  for (const [id, text] of [...MODELS, 'repl_main_thread'].entries()) word.run(id, text)
  return {
    minute: database.prepare(`INSERT INTO telemetry_minutes VALUES (?, ?, ?, ?, ?)`),
    hour: database.prepare(`INSERT INTO telemetry_hours VALUES (?, ?, ?, ?, ?)`),
    day: database.prepare(`INSERT INTO telemetry_days VALUES (?, ?, ?, ?)`),
    source: database.prepare(
      `INSERT INTO telemetry_sources (id, key, agent, session_id, first_at, last_at, first_minute, last_minute, requests, cost_usd)
       VALUES (@id, @key, 'claude', @key, @at, @until, @first, @last, @requests, @cost)`,
    ),
    request: database.prepare(
      `INSERT INTO telemetry_requests (id, by_request_id, source_id, session_id, model_id, query_source_id, main, input, output,
         cache_read, cache_write_5m, cache_write_1h, reasoning, cost_usd, at, beside, hour)
       VALUES (?, 1, ?, ?, ?, ${MODELS.length}, 1, 3, ?, ?, 400, 600, 0, ?, ?, 1, ?)`,
    ),
    model: database.prepare(`INSERT INTO telemetry_source_models VALUES (?, ?)`),
  }
}

interface Sum {
  count: number
  value: number
}

function writeDay(write: Writers, past: TelemetryPast, day: number, random: RandomSource): void {
  const ofDay = KINDS.map((): Sum => ({ count: 0, value: 0 }))
  for (let part = 0; part < (HOURS_A_DAY * 60) / SESSION_MINUTES; part += 1) {
    const first = day * 1_440 + FIRST_HOUR * 60 + part * SESSION_MINUTES
    const sources = Array.from({ length: SESSIONS }, () => writeSource(write, past, first, random))
    for (let hour = first; hour < first + SESSION_MINUTES; hour += 60) {
      const ofHour = sources.map(() => KINDS.map((): Sum => ({ count: 0, value: 0 })))
      for (let minute = hour; minute < hour + 60; minute += 1)
        for (const [n, source] of sources.entries()) writeMinute(write, past, minute, source, ofHour[n] ?? [], random)
      for (const [n, sums] of ofHour.entries())
        for (const [kind, { count, value }] of sums.entries()) {
          if (count === 0) continue
          write.hour.run(kind, hour / 60, sources[n]?.id, count, value)
          add(ofDay[kind], count, value)
        }
    }
  }
  for (const [kind, { count, value }] of ofDay.entries()) if (count > 0) write.day.run(kind, day, count, value)
}

interface Source {
  id: number
  key: string
}

function writeSource(write: Writers, past: TelemetryPast, first: number, random: RandomSource): Source {
  const [id, key] = [past.sessions.length + 1, random.uuid()]
  past.sessions.push(key)
  const last = first + SESSION_MINUTES - 1
  const requests = SESSION_MINUTES * REQUESTS_A_MINUTE
  const times = { at: first * MINUTE_MS, until: (last + 1) * MINUTE_MS, first, last }
  write.source.run({ id, key, ...times, requests, cost: requests * 0.02 })
  for (const model of MODELS.keys()) write.model.run(id, model)
  return { id, key }
}

function writeMinute(
  write: Writers,
  past: TelemetryPast,
  minute: number,
  { id, key }: Source,
  hour: Sum[],
  random: RandomSource,
): void {
  for (const [kind, { often, points, most }] of KINDS.entries()) {
    if (random.next() >= often) continue
    const count = points === 1 ? 1 : random.between(1, 2 * points - 1)
    const value = most === 1 ? count : most < 1 ? random.next() * most : random.between(1, most)
    write.minute.run(kind, minute, id, count, value)
    add(hour[kind], count, value)
    past.points += count
    past.minutes += 1
  }
  for (let n = 0; n < REQUESTS_A_MINUTE; n += 1) {
    const at = minute * MINUTE_MS + n * 20_000
    write.request.run(
      random.id('req_'),
      id,
      key,
      n === 2 ? 1 : 0,
      random.between(10, 900),
      random.between(10_000, 180_000),
      0.02,
      at,
      localHour(at),
    )
  }
}

function add(sum: Sum | undefined, count: number, value: number): void {
  if (sum === undefined) return
  sum.count += count
  sum.value += value
}
