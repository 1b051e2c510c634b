import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'
import type { LedgerNames } from './ledger-names.ts'
import type { RollUps } from './roll-ups.ts'
import type { FileOfSession, TranscriptFileTable } from './transcript-file-table.ts'
import { unattributedOf, unattributedRow, type UnattributedParts } from './unattributed.ts'
import type { UsageTellers } from './usage-tellers.ts'

interface Kept {
  id: number
  key: string
  named: number
  agent: AgentName
  project: string | null
  title: string | null
  bornAt: number | null
  firstAt: number | null
  lastAt: number | null
  countedNano: number
  countedHour: number
  settled: number
}
interface Told {
  agent: AgentName | null
  project: string | null
}
interface Times {
  firstAt: number | null
  lastAt: number | null
}

const NEW = 0
const CONVERTED = 2
/** Sessions settled in one go when a store opens after its schema changed. */
const CONVERTED_AT_ONCE = 500

export interface SettlingParts extends UnattributedParts {
  names: LedgerNames
  sums: RollUps
  files: TranscriptFileTable
  tellers: UsageTellers
}

/**
 * At the end of each transaction of the ledger: writes the sums, and what follows for its sessions from files and requests. It
 * follows from these alone, whatever came first.
 */
export interface SessionSettling {
  settle(): void
  /** Touches those that an older schema left; false: there are none. */
  touchConverted(): boolean
}

export function sessionSettling(
  database: Database,
  parts: SettlingParts,
  changed: (session: number) => void,
): SessionSettling {
  const { names, sums, files, tellers } = parts
  const unattributed = unattributedOf(database, parts)
  const one = database.prepare<[number], Kept>(
    `SELECT id, key, named, agent, project, title, born_at AS bornAt, first_at AS firstAt, last_at AS lastAt,
       counted_nano AS countedNano, counted_hour AS countedHour, settled FROM agent_sessions WHERE id = ?`,
  )
  const hostedProject = database
    .prepare<[string], string>(
      `SELECT l.project FROM sessions h JOIN launches l ON l.id = h.launch_id WHERE h.session_id = ?`,
    )
    .pluck()
  const toldOf = database.prepare<[string], Told>(
    `SELECT agent, project FROM telemetry_sources WHERE session_id = ? ORDER BY project IS NULL, id LIMIT 1`,
  )
  const toldOfSource = database.prepare<[string], Told>(`SELECT agent, project FROM telemetry_sources WHERE key = ?`)
  const times = database.prepare<{ id: number; key: string }, Times>(
    `SELECT min(at) AS firstAt, max(at) AS lastAt FROM (
       SELECT min(at) AS at FROM usage WHERE session = @id UNION ALL SELECT max(at) FROM usage WHERE session = @id UNION ALL
       SELECT min(at) FROM telemetry_requests INDEXED BY telemetry_beside WHERE beside = 1 AND session_id = @key UNION ALL
       SELECT max(at) FROM telemetry_requests INDEXED BY telemetry_beside WHERE beside = 1 AND session_id = @key)`,
  )
  const saveProject = database.prepare<[AgentName, string | null, number]>(
    `UPDATE agent_sessions SET agent = ?, project = ? WHERE id = ?`,
  )
  const save = database.prepare<
    Pick<Kept, 'id' | 'title' | 'firstAt' | 'lastAt' | 'countedNano' | 'countedHour'> & {
      parent: number | null
      reportedNano: number | null
      reportedAt: number | null
      unattributedNano: number | null
    }
  >(
    `UPDATE agent_sessions SET title = @title, first_at = @firstAt, last_at = @lastAt, forked_from = @parent,
       reported_nano = @reportedNano, reported_at = @reportedAt, unattributed_nano = @unattributedNano,
       counted_nano = @countedNano, counted_hour = @countedHour, settled = 1 WHERE id = @id`,
  )
  const converted = database
    .prepare<[], number>(`SELECT id FROM agent_sessions WHERE settled = ${CONVERTED} LIMIT ${CONVERTED_AT_ONCE}`)
    .pluck()

  /** Files know better than launches, launches better than telemetry. */
  function whereOf(kept: Kept, own: FileOfSession[]): { agent: AgentName; project: string | null } {
    if (kept.named === 0) return { agent: kept.agent, project: toldOfSource.get(kept.key)?.project ?? null }
    const ofFile = own.find(({ project }) => project !== null)?.project
    const project = ofFile ?? hostedProject.get(kept.key) ?? toldOf.get(kept.key)?.project ?? null
    return { agent: own[0]?.agent ?? kept.agent, project }
  }
  /** Before anything of it is counted, so that its hours need not be moved. */
  function introduce(id: number): void {
    const kept = one.get(id)
    if (kept?.settled !== NEW) return
    const { agent, project } = whereOf(kept, files.ofSession(kept.key))
    saveProject.run(agent, project, id)
  }
  function settleOne(id: number): void {
    const kept = one.get(id)
    if (kept === undefined) return
    const own = files.ofSession(kept.key)
    moveTo(kept, own)
    const parent = tellers.parentOf(id)
    const { reported, nano, counted } = unattributed({ id, key: kept.key, bornAt: kept.bornAt, parent })
    if (counted.nano !== kept.countedNano || counted.hour !== kept.countedHour) {
      if (kept.countedNano > 0)
        sums.add(unattributedRow(id, { nano: kept.countedNano, hour: kept.countedHour }, names), -1)
      if (counted.nano > 0) sums.add(unattributedRow(id, counted, names), 1)
    }
    save.run({
      id,
      title: own.find(({ title }) => title !== null)?.title ?? null,
      ...timesOf(own, times.get({ id, key: kept.key })),
      parent,
      reportedNano: reported?.nano ?? null,
      reportedAt: reported?.at ?? null,
      unattributedNano: nano,
      countedNano: counted.nano,
      countedHour: counted.hour,
    })
    changed(id)
  }
  function moveTo(kept: Kept, own: FileOfSession[]): void {
    const { agent, project } = whereOf(kept, own)
    if (agent === kept.agent && project === kept.project) return
    // What telemetry alone tells of keeps the project that it was first counted for.
    if (kept.named === 0) return
    if (project !== kept.project) sums.moveHours(kept.id, kept.project, project)
    saveProject.run(agent, project, kept.id)
  }
  return {
    settle: () => {
      const touched = sums.takeTouched()
      for (const id of touched) introduce(id)
      sums.flush()
      for (const id of touched) settleOne(id)
      sums.flush()
      // What settling counted is settled.
      sums.takeTouched()
    },
    touchConverted: () => {
      const left = converted.all()
      for (const id of left) sums.touch(id)
      return left.length > 0
    },
  }
}

/** A file's own times go before those of requests: a fork repeats older ones. */
function timesOf(own: FileOfSession[], requests: Times | undefined): Times {
  const main = own.filter(({ agentId }) => agentId === null)
  const first = main.flatMap(({ firstAt }) => firstAt ?? [])
  const last = own.map(({ lastAt, changedAt }) => lastAt ?? changedAt)
  if (requests?.lastAt) last.push(requests.lastAt)
  return {
    firstAt: first.length > 0 ? Math.min(...first) : (requests?.firstAt ?? main[0]?.bornAt ?? null),
    lastAt: last.length > 0 ? Math.max(...last) : null,
  }
}
