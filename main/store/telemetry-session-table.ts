import type { Database } from 'better-sqlite3'
import type { AgentName, TelemetrySession, TelemetrySignal } from '../../contract/telemetry.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import type { CaptureTable } from './capture-table.ts'
import type { StoreCalls } from './protocol.ts'

interface SourceRow extends TokenCounts {
  id: number
  key: string
  agent: AgentName
  sessionId: string | null
  seriesId: string | null
  project: string | null
  firstAt: number
  lastAt: number
  requests: number
  unpriced: number
  costUsd: number
}
interface UnknownRow {
  agent: AgentName
  signal: TelemetrySignal
  name: string
  count: number
  lastAt: number
}

/** Names shown of those that this version does not know; the latest ones. */
const UNKNOWN_LIMIT = 1_000

type Calls = Pick<StoreCalls, 'telemetrySessions' | 'telemetryUnknown'>

export function telemetrySessionTable(database: Database, { capturedShare }: CaptureTable): Calls {
  const latest = database.prepare<[number], SourceRow>(
    `SELECT id, key, agent, session_id AS sessionId, project, first_at AS firstAt, last_at AS lastAt, requests, unpriced, input,
       output, cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h,
       cost_usd AS costUsd,
       coalesce((SELECT series_id FROM sessions WHERE session_id = s.session_id),
                (SELECT series_id FROM launches WHERE id = s.launch_id)) AS seriesId
      FROM telemetry_sources s ORDER BY last_at DESC, id DESC LIMIT ?`,
  )
  const models = database
    .prepare<[number], string>(
      `SELECT text FROM telemetry_source_models JOIN telemetry_words ON id = model_id WHERE source_id = ? ORDER BY text`,
    )
    .pluck()
  const unknown = database.prepare<[number], UnknownRow>(
    `SELECT agent, signal, name, count, last_at AS lastAt FROM telemetry_unknown
      ORDER BY last_at DESC, agent, signal, name LIMIT ?`,
  )
  function session(row: SourceRow): TelemetrySession {
    const { id, key, input, output, cacheRead, cacheWrite5m, cacheWrite1h, firstAt, lastAt, ...rest } = row
    return {
      ...rest,
      costUsd: rest.unpriced < rest.requests ? rest.costUsd : null,
      origin: key,
      firstAt: iso(firstAt),
      lastAt: iso(lastAt),
      models: models.all(id).filter((model) => model !== ''),
      tokens: { input, output, cacheRead, cacheWrite5m, cacheWrite1h },
      captured: rest.sessionId === null ? null : capturedShare(rest.sessionId),
    }
  }
  return {
    // In one transaction, so that the locks are taken once.
    telemetrySessions: database.transaction((limit) => latest.all(limit).map(session)),
    telemetryUnknown: () => unknown.all(UNKNOWN_LIMIT).map(({ lastAt, ...row }) => ({ ...row, lastAt: iso(lastAt) })),
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
