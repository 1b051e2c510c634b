import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'
import { usdOf } from './counted.ts'
import type { StoreCalls } from './protocol.ts'
import type { LedgerSession, LedgerSessionQuery } from './scan-types.ts'
import type { TranscriptFileTable } from './transcript-file-table.ts'
import { figuresOf, FIGURE_SUMS, notUnattributed, type FigureSums } from './usage-figures.ts'

interface Row {
  id: number
  key: string
  agent: AgentName
  project: string | null
  title: string | null
  firstAt: number | null
  lastAt: number
  reportedNano: number | null
  unattributedNano: number | null
  seriesId: string | null
}
interface Asked {
  ids: string | null
  agent: AgentName | null
  project: string | null
  since: number
  limit: number
  offset: number
}

const SELECT = `SELECT a.id, a.key, a.agent, a.project, a.title, a.first_at AS firstAt, a.last_at AS lastAt,
    a.reported_nano AS reportedNano, a.unattributed_nano AS unattributedNano,
    (SELECT series_id FROM sessions WHERE session_id = a.key) AS seriesId`
const REST = `a.named = 1 AND a.last_at >= @since AND (@agent IS NULL OR a.agent = @agent)
  ORDER BY a.last_at DESC, a.id DESC LIMIT @limit OFFSET @offset`

/** Sessions as the ledger knows them, the latest first. */
export function ledgerSessionTable(database: Database, files: TranscriptFileTable): Pick<StoreCalls, 'ledgerSessions'> {
  const latest = database.prepare<Asked, Row>(
    `${SELECT} FROM agent_sessions a INDEXED BY agent_sessions_by_time WHERE ${REST}`,
  )
  const ofProject = database.prepare<Asked, Row>(
    `${SELECT} FROM agent_sessions a INDEXED BY agent_sessions_of_project WHERE a.project IS nullif(@project, '') AND ${REST}`,
  )
  const named = database.prepare<Asked, Row>(
    `${SELECT} FROM agent_sessions a WHERE a.key IN (SELECT value FROM json_each(@ids))
      AND (@project IS NULL OR a.project IS nullif(@project, '')) AND ${REST}`,
  )
  const figures = database.prepare<[number], FigureSums>(
    `SELECT ${FIGURE_SUMS} FROM usage_cells WHERE session = ? AND ${notUnattributed}`,
  )
  const subagents = database
    .prepare<{ id: number; key: string }, number>(
      `SELECT count(*) FROM (
         SELECT agent_id FROM usage INDEXED BY usage_of_subagent WHERE session = @id AND agent_id IS NOT NULL UNION
         SELECT agent_id FROM transcript_files WHERE session_id = @key AND agent_id IS NOT NULL)`,
    )
    .pluck()

  function session(row: Row): LedgerSession {
    const { id, key, agent, project, title, firstAt, lastAt, reportedNano, unattributedNano, seriesId } = row
    const main = files.mainOf(key)
    return {
      agent,
      sessionId: key,
      project,
      title,
      path: main?.path ?? null,
      firstAt: firstAt ?? lastAt,
      lastAt,
      context: main?.context ?? null,
      figures: figuresOf(figures.get(id)),
      subagents: subagents.get({ id, key }) ?? 0,
      reportedUsd: usdOf(reportedNano),
      unattributedUsd: usdOf(unattributedNano),
      ending: main?.ending ?? 'unknown',
      seriesId,
    }
  }
  function rows(query: LedgerSessionQuery): Row[] {
    const { sessionIds, agent = null, project = null, since = Number.MIN_SAFE_INTEGER, limit, offset = 0 } = query
    const ids = sessionIds === undefined ? null : JSON.stringify(sessionIds)
    const asked = { ids, agent, project, since, limit, offset }
    if (ids !== null) return named.all(asked)
    return project === null ? latest.all(asked) : ofProject.all(asked)
  }
  return {
    // In one transaction, so that the locks are taken once.
    ledgerSessions: database.transaction((query: LedgerSessionQuery) => rows(query).map(session)),
  }
}
