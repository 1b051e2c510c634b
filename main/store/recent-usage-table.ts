import type { Database } from 'better-sqlite3'
import type { RecentUsage, RecentUsageQuery } from './alert-types.ts'

interface Sums {
  requests: number
  errors: number
  nano: number
}

const NANO = 1e9
const IN_SCOPE = `(@agent IS NULL OR a.agent = @agent) AND (@project IS NULL OR a.project = @project)`

/** Sums of the requests since a moment, to the millisecond: those by the hour are too coarse for a rule over the last one. */
export function recentUsageTable(database: Database): { recentUsage(query: RecentUsageQuery): RecentUsage } {
  // The few sessions whose last line is young enough, and of each its young requests: both by an index.
  const ofTranscripts = database.prepare<RecentUsageQuery, Sums>(
    `SELECT total(u.failed = 0) AS requests, total(u.failed) AS errors, total(coalesce(u.told_nano, u.cost_nano)) AS nano
      FROM agent_sessions a INDEXED BY agent_sessions_by_time
      JOIN usage u INDEXED BY usage_of_session ON u.session = a.id AND u.at >= @since
      WHERE a.last_at >= @since AND ${IN_SCOPE}`,
  )
  const ofTelemetry = database.prepare<RecentUsageQuery, Sums>(
    `SELECT count(*) AS requests, 0 AS errors, total(coalesce(round(r.cost_usd * 1e9), r.list_nano)) AS nano
      FROM agent_sessions a INDEXED BY agent_sessions_by_time
      JOIN telemetry_requests r INDEXED BY telemetry_beside ON r.beside = 1 AND r.session_id = a.key AND r.at >= @since
      WHERE a.last_at >= @since AND ${IN_SCOPE}`,
  )
  const ofNameless = database.prepare<RecentUsageQuery, Sums>(
    `SELECT count(*) AS requests, 0 AS errors, total(coalesce(round(r.cost_usd * 1e9), r.list_nano)) AS nano
      FROM telemetry_requests r INDEXED BY telemetry_beside JOIN telemetry_sources a ON a.id = r.source_id
      WHERE r.beside = 1 AND r.session_id IS NULL AND r.at >= @since AND ${IN_SCOPE}`,
  )
  const read = database.transaction((query: RecentUsageQuery) =>
    [ofTranscripts, ofTelemetry, ofNameless].flatMap((statement) => statement.get(query) ?? []),
  )
  return {
    recentUsage: (query) =>
      read(query).reduce(
        (all, { requests, errors, nano }) => ({
          requests: all.requests + requests,
          errors: all.errors + errors,
          costUsd: all.costUsd + nano / NANO,
        }),
        { requests: 0, errors: 0, costUsd: 0 },
      ),
  }
}
