import type { Database } from 'better-sqlite3'
import type { StoreCalls } from './protocol.ts'
import type { LaunchRow, ProcessMark } from './types.ts'

type Row = Omit<LaunchRow, 'argv'> & { argv: string }
type Calls = Pick<StoreCalls, 'launches' | 'launchesOf' | 'recordProcesses' | 'processes'>

export interface LaunchTable extends Calls {
  /** Inside a transaction: the row as it is now, new or not. */
  save(launch: LaunchRow): void
}

const COLUMNS = `id, series_id AS seriesId, session_id AS sessionId, n, mode, project, argv, intent_at AS intentAt, pid,
  pid_start AS pidStart, started_at AS startedAt, ended_at AS endedAt, exit_code AS exitCode, signal`

export function launchTable(database: Database): LaunchTable {
  const save = database.prepare<Row>(
    `INSERT INTO launches VALUES (@id, @seriesId, @sessionId, @n, @mode, @project, @argv, @intentAt, @pid, @pidStart,
       @startedAt, @endedAt, @exitCode, @signal)
     ON CONFLICT (id) DO UPDATE SET session_id = excluded.session_id, n = excluded.n, mode = excluded.mode,
       argv = excluded.argv, pid = excluded.pid, pid_start = excluded.pid_start, started_at = excluded.started_at,
       ended_at = excluded.ended_at, exit_code = excluded.exit_code, signal = excluded.signal`,
  )
  const find = database.prepare<{ id: string | null; seriesId: string | null; live: number | null }, Row>(
    `SELECT ${COLUMNS} FROM launches
      WHERE (@id IS NULL OR id = @id) AND (@seriesId IS NULL OR series_id = @seriesId) AND (@live IS NULL OR (ended_at IS NULL) = @live)
      ORDER BY intent_at, id`,
  )
  const of = database.prepare<{ id: string }, Row>(
    `SELECT ${COLUMNS} FROM launches
      WHERE id = @id OR session_id = @id OR id IN (SELECT launch_id FROM sessions WHERE session_id = @id)
      ORDER BY intent_at DESC, id DESC`,
  )
  const mark = database.prepare<[string, number, string, string]>(
    `INSERT INTO processes VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET command = excluded.command`,
  )
  const marks = database.prepare<[string], ProcessMark>(
    `SELECT pid, start, command FROM processes WHERE launch_id = ? ORDER BY pid, start`,
  )
  const recordProcesses = database.transaction((launchId: string, found: ProcessMark[]) => {
    for (const { pid, start, command } of found) mark.run(launchId, pid, start, command)
  })
  return {
    save: (launch) => void save.run({ ...launch, argv: JSON.stringify(launch.argv) }),
    launches: ({ id, seriesId, live }) =>
      find
        .all({ id: id ?? null, seriesId: seriesId ?? null, live: live === undefined ? null : Number(live) })
        .map(toLaunch),
    launchesOf: (id) => of.all({ id }).map(toLaunch),
    recordProcesses: (launchId, found) => recordProcesses.immediate(launchId, found),
    processes: (launchId) => marks.all(launchId),
  }
}

function toLaunch(row: Row): LaunchRow {
  return { ...row, argv: JSON.parse(row.argv) as string[] }
}
