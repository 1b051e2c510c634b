import type { SessionState } from '../../../contract/series.ts'
import type { ObservedSession } from '../../../contract/observed.ts'
import type { Registered } from '../../sessions/registered.ts'
import type { LedgerSession } from '../../store/scan-types.ts'
import type { AgentProcess } from './agent-processes.ts'

/** What a session does now, and how that is known. */
export interface LiveState {
  state: SessionState
  source: ObservedSession['stateSource']
  waitingFor: string | null
  /** The one process that is its own; null: none is, or which of several is not known. */
  pid: number | null
}

/** A session that runs in a terminal of ours. */
export interface HostedNow {
  sessionId: string
  state: SessionState
  pid: number | null
  /** Real path. */
  project: string
}

/** What a session is judged by. */
export type Judged = Pick<LedgerSession, 'agent' | 'sessionId' | 'project' | 'path' | 'lastAt' | 'ending'>

export interface Evidence {
  hosted: readonly HostedNow[]
  /** Live entries of Claude Code's registries. */
  registered: readonly Registered[]
  processes: readonly AgentProcess[]
}

/** What a transcript's end says of a session that lives. */
const OF_ENDING: Record<LedgerSession['ending'], SessionState> = {
  'turn-ended': 'idle',
  working: 'busy',
  unknown: 'unknown',
}
/** Clocks of files and of processes differ by their rounding, ms. */
const CLOCK_ROUNDING_MS = 2_000

/**
 * The state of each session, by its id. Hosted ones by their hooks, Claude Code's by its registry, others by a process that is theirs:
 * it holds the transcript open, names the session, or works in its folder since before the transcript's last line. Where such a
 * process does not tell which session is its own, they are unknown; without any a session has ended. `sessions`: latest first.
 */
export function statesOf(
  sessions: readonly Judged[],
  { hosted, registered, processes }: Evidence,
): Map<string, LiveState> {
  const states = new Map<string, LiveState>()
  for (const { sessionId, state, pid } of hosted)
    states.set(sessionId, { state, source: 'hooks', waitingFor: null, pid })
  for (const entry of registered.toSorted((a, b) => a.updatedAt - b.updatedAt)) {
    if (states.get(entry.sessionId)?.source === 'hooks') continue
    const { status: state, waitingFor, pid } = entry
    states.set(entry.sessionId, { state, source: 'registry', waitingFor, pid })
  }
  const listed = new Set([...hosted.map(({ pid }) => pid), ...registered.map(({ pid }) => pid)])
  const free = processes.filter(({ pid }) => !listed.has(pid))
  const claim = (session: Judged, pid: number | null): void => {
    states.set(session.sessionId, { state: OF_ENDING[session.ending], source: 'transcript', waitingFor: null, pid })
  }
  const open = (agent: string): Judged[] => sessions.filter((one) => one.agent === agent && !states.has(one.sessionId))
  const unclaimed = free.filter((one) => {
    const own = open(one.agent).filter(({ path, sessionId }) => isOwn(one, path, sessionId))
    // The same conversation may have begun a new transcript in the same process.
    const latest = own[0]
    if (latest !== undefined) claim(latest, one.pid)
    return latest === undefined
  })
  for (const group of Map.groupBy(unclaimed, ({ agent, cwd }) => `${agent}\n${cwd}`).values()) {
    const [first] = group
    if (first === undefined) continue
    const since = Math.min(...group.map(({ startedAt }) => startedAt ?? 0)) - CLOCK_ROUNDING_MS
    const young = open(first.agent).filter(({ lastAt }) => lastAt >= since)
    const own = first.cwd === null ? [] : young.filter(({ project }) => project === first.cwd).slice(0, group.length)
    for (const session of own) claim(session, group.length === 1 ? first.pid : null)
    // Where the folder of the process or of the session is not known, one of these may be alive: which one is not told.
    const others = young.filter(({ project }) => first.cwd === null || project === null)
    for (const { sessionId } of others.slice(0, group.length - own.length)) {
      states.set(sessionId, { state: 'unknown', source: 'process', waitingFor: null, pid: null })
    }
  }
  for (const { sessionId } of open('claude').concat(open('codex'), open('gemini'), open('other'))) {
    states.set(sessionId, { state: 'ended', source: 'process', waitingFor: null, pid: null })
  }
  return states
}

function isOwn(one: AgentProcess, path: string | null, sessionId: string): boolean {
  // A linked home folder has another path than the one that the kernel tells; the name holds the id in any case.
  const holds = (file: string): boolean => file === path || file.includes(sessionId)
  return one.named === sessionId || one.open.some(holds)
}

/** How many sessions live in each folder now. */
export function liveInFolders(projects: Iterable<string | null>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const project of projects) if (project !== null) counts.set(project, (counts.get(project) ?? 0) + 1)
  return counts
}
