import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'
import type { StoreCalls } from './protocol.ts'
import type { LastContext, TranscriptFile } from './scan-types.ts'

type Row = Omit<TranscriptFile, 'context' | 'reported'> & { context: string | null }

/** What a session's own files say of it. */
export interface FileOfSession {
  agent: AgentName
  agentId: string | null
  project: string | null
  title: string | null
  bornAt: number
  firstAt: number | null
  lastAt: number | null
  changedAt: number
}

/** The main thread's file of a session; of several the one with the latest line. */
export interface MainFile {
  path: string
  context: LastContext | null
  ending: TranscriptFile['ending']
}

export interface TranscriptFileTable extends Pick<StoreCalls, 'transcriptFiles'> {
  /** Inside a transaction. */
  save(file: TranscriptFile): void
  /** The main thread's first, the latest before others. */
  ofSession(sessionId: string): FileOfSession[]
  mainOf(sessionId: string): MainFile | null
}

const COLUMNS = `path, agent, session_id AS sessionId, agent_id AS agentId, project, title, born_at AS bornAt,
  first_at AS firstAt, last_at AS lastAt, dev, ino, offset, size, changed_at AS changedAt, head_hash AS headHash, context,
  ending, damaged_lines AS damagedLines, reader`
const LATEST = `ORDER BY agent_id IS NOT NULL, ifnull(last_at, changed_at) DESC, path`

export function transcriptFileTable(database: Database): TranscriptFileTable {
  const save = database.prepare<Row>(
    `REPLACE INTO transcript_files VALUES (@path, @agent, @sessionId, @agentId, @project, @title, @bornAt, @firstAt, @lastAt,
       @dev, @ino, @offset, @size, @changedAt, @headHash, @context, @ending, @damagedLines, @reader)`,
  )
  const all = database.prepare<[], Row>(`SELECT ${COLUMNS} FROM transcript_files`)
  const ofSession = database.prepare<[string], FileOfSession>(
    `SELECT agent, agent_id AS agentId, project, title, born_at AS bornAt, first_at AS firstAt, last_at AS lastAt,
       changed_at AS changedAt FROM transcript_files WHERE session_id = ? ${LATEST}`,
  )
  const main = database.prepare<[string], { path: string; context: string | null; ending: MainFile['ending'] }>(
    `SELECT path, context, ending FROM transcript_files WHERE session_id = ? AND agent_id IS NULL ${LATEST} LIMIT 1`,
  )
  return {
    save: ({ reported: _reported, context, ...file }) =>
      void save.run({ ...file, context: context === null ? null : JSON.stringify(context) }),
    ofSession: (sessionId) => ofSession.all(sessionId),
    mainOf: (sessionId) => {
      const row = main.get(sessionId)
      return row === undefined ? null : { ...row, context: contextIn(row.context) }
    },
    transcriptFiles: () => all.all().map((row) => ({ ...row, context: contextIn(row.context), reported: [] })),
  }
}

function contextIn(body: string | null): LastContext | null {
  return body === null ? null : (JSON.parse(body) as LastContext)
}
