import type { LedgerNames } from './ledger-names.ts'
import type { RollUps } from './roll-ups.ts'
import { SETTLED, type RequestTimes, type SessionRow, type SessionRows } from './session-rows.ts'
import type { FileOfSession, TranscriptFileTable } from './transcript-file-table.ts'
import { unattributedRow, type UnattributedOf } from './unattributed.ts'
import type { UsageTellers } from './usage-tellers.ts'

export interface SettlingParts {
  names: LedgerNames
  sums: RollUps
  files: TranscriptFileTable
  tellers: UsageTellers
  sessions: SessionRows
  unattributed: UnattributedOf
  /** Is told of each session of which something else is known. */
  changed: (session: number) => void
}

/**
 * At the end of each transaction of the ledger: writes the sums, and what follows for its sessions from files and requests. It
 * follows from these alone, whatever came first.
 */
export interface SessionSettling {
  settle(): void
  /** Touches some of those that an older schema left; false: there are none. */
  touchConverted(): boolean
}

export function sessionSettling(parts: SettlingParts): SessionSettling {
  const { names, sums, files, tellers, sessions, unattributed, changed } = parts

  function settleOne(kept: SessionRow, own: FileOfSession[]): void {
    const place = placeOf(kept, own)
    if (place.project !== kept.project) sums.moveHours(kept.id, kept.project, place.project)
    const requests = sessions.requestTimes(kept)
    const forkedFrom = tellers.parentOf(kept.id)
    const { reported, nano, counted } = unattributed({ ...kept, forkedFrom }, requests.lastAt)
    if (counted.nano !== kept.countedNano || counted.hour !== kept.countedHour) {
      const before = { nano: kept.countedNano, hour: kept.countedHour }
      if (before.nano > 0) sums.add(unattributedRow(kept.id, before, names), -1)
      if (counted.nano > 0) sums.add(unattributedRow(kept.id, counted, names), 1)
    }
    const now: SessionRow = {
      ...kept,
      ...place,
      title: own.find(({ agentId, title }) => agentId === null && title !== null)?.title ?? null,
      ...timesOf(own, requests),
      forkedFrom,
      reportedNano: reported?.nano ?? null,
      reportedAt: reported?.at ?? null,
      unattributedNano: nano,
      countedNano: counted.nano,
      countedHour: counted.hour,
      settled: SETTLED.done,
    }
    if (!isSame(now, kept)) sessions.save(now)
    changed(kept.id)
  }
  /** Files know better than launches, launches better than telemetry. What telemetry alone told of stays where it was counted. */
  function placeOf(kept: SessionRow, own: FileOfSession[]): Pick<SessionRow, 'agent' | 'project'> {
    const agent = own[0]?.agent ?? kept.agent
    if (kept.named === 0 && kept.settled !== SETTLED.new) return { agent, project: kept.project }
    const ofFile = own.find(({ project }) => project !== null)?.project ?? null
    return { agent, project: ofFile ?? sessions.projectElsewhere(kept) }
  }
  /** Before anything of it is counted, so that its hours need not be moved. */
  function introduced(kept: SessionRow, own: FileOfSession[]): SessionRow {
    if (kept.settled !== SETTLED.new) return kept
    const row = { ...kept, ...placeOf(kept, own) }
    sessions.save(row)
    return row
  }
  return {
    settle: () => {
      const touched = sums.takeTouched().flatMap((id) => {
        const kept = sessions.byId(id)
        if (kept === null) return []
        const own = kept.named === 1 ? files.ofSession(kept.key) : []
        return [{ own, kept: introduced(kept, own) }]
      })
      sums.flush()
      for (const { kept, own } of touched) settleOne(kept, own)
      sums.flush()
      // What settling counted is settled.
      sums.takeTouched()
    },
    touchConverted: () => {
      const left = sessions.converted()
      for (const id of left) sums.touch(id)
      return left.length > 0
    },
  }
}

/** A file's own times go before those of requests: a fork repeats older ones. */
function timesOf(own: FileOfSession[], requests: RequestTimes): RequestTimes {
  const main = own.filter(({ agentId }) => agentId === null)
  const first = main.flatMap(({ firstAt }) => firstAt ?? [])
  const last = own.map(({ lastAt, changedAt }) => lastAt ?? changedAt)
  if (requests.lastAt !== null) last.push(requests.lastAt)
  return {
    firstAt: first.length > 0 ? Math.min(...first) : (requests.firstAt ?? main[0]?.bornAt ?? null),
    lastAt: last.length > 0 ? Math.max(...last) : null,
  }
}

function isSame(one: SessionRow, other: SessionRow): boolean {
  return (Object.keys(one) as (keyof SessionRow)[]).every((key) => one[key] === other[key])
}
