import type { ObservedSession } from '../../../contract/observed.ts'
import type { Policy } from '../../../contract/policy.ts'
import type { AgentName } from '../../../contract/telemetry.ts'
import { registeredSessions, type Registered } from '../../sessions/registered.ts'
import type { LedgerSession, LedgerSessionQuery, LedgerStore } from '../../store/scan-types.ts'
import type { Store } from '../../store/types.ts'
import { agentProcesses, type AgentProcess } from './agent-processes.ts'
import { createForecasts } from './forecasts.ts'
import { liveInFolders, statesOf, type HostedNow, type LiveState } from './match.ts'
import { observedView, unspokenSession } from './observed-view.ts'

/** On the board stand the live ones, and those whose last line is younger than this, ms. */
const YOUNG_MS = 24 * 60 * 60_000
const BOARD_MOST = 100
/** Rows of the ledger that one look goes over: more than anyone runs in a day. */
const LOOKED_AT = 300
/** Sessions of a folder in which a process runs that tells no session: one of the latest is its own. */
const OF_A_FOLDER = 5
const SESSION_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

export interface ObservedParts {
  store: Pick<LedgerStore, 'ledgerSessions' | 'ledgerRequests'> & Pick<Store, 'captures'>
  /** Claude Code's configuration folders: in each lies a registry. */
  configDirs(): string[]
  /** Sessions that run in terminals of ours. */
  hosted(): HostedNow[]
  /** What due points of sessions are told by that belong to no series. */
  policy(project: string | null): Policy
  now(): number
}

export interface ObservedQuery {
  live: boolean
  /** That one alone. */
  sessionId?: string | undefined
  agent?: AgentName | undefined
  project?: string | undefined
  limit: number
  offset: number
}

/** A session with what lies behind its view. */
export interface Found {
  session: LedgerSession
  live: LiveState
}

export interface ObservedSessions {
  /** Those that Baton does not host: the live ones and the young ones, latest first. */
  board(): Promise<ObservedSession[]>
  /** All that are known, hosted ones too, latest first. */
  page(query: ObservedQuery): Promise<{ sessions: ObservedSession[]; more: boolean }>
  /** One by its id; null: it is not known. */
  find(sessionId: string): Promise<Found | null>
}

/** One look at the machine: who lives, by whatever tells. */
interface Look {
  registered: Registered[]
  processes: AgentProcess[]
  hosted: HostedNow[]
}

export function createObservedSessions(parts: ObservedParts): ObservedSessions {
  const { store } = parts
  const forecasts = createForecasts(parts)

  async function lookAround(): Promise<Look> {
    const [listed, processes] = await Promise.all([
      Promise.all([...new Set(parts.configDirs())].map(registeredSessions)),
      agentProcesses(),
    ])
    return { registered: listed.flat(), processes, hosted: parts.hosted() }
  }

  /** Sessions that may live, however old: those that are named, and the latest of folders in which an agent runs. */
  async function mayLive({ registered, processes, hosted }: Look): Promise<LedgerSession[]> {
    const named = processes.flatMap(({ named: id, open }) => [id, ...open.map((path) => SESSION_ID.exec(path)?.[0])])
    const ids = [...registered, ...hosted].map(({ sessionId }) => sessionId)
    const sessionIds = [...new Set([...ids, ...named.filter((id) => id != null)])]
    const folders = new Map(processes.map(({ agent, cwd }) => [`${agent}\n${cwd}`, { agent, cwd }]))
    const queries: LedgerSessionQuery[] = [
      ...(sessionIds.length === 0 ? [] : [{ sessionIds, limit: sessionIds.length }]),
      ...[...folders.values()].map(({ agent, cwd }) => ({
        agent,
        limit: OF_A_FOLDER,
        ...(cwd === null ? {} : { project: cwd }),
      })),
    ]
    return (await Promise.all(queries.map((query) => store.ledgerSessions(query)))).flat()
  }

  /** What lives, among `rows` and beside them; latest first. */
  async function judge(rows: LedgerSession[], look: Look): Promise<Map<string, Found>> {
    const known = new Map([...rows, ...(await mayLive(look))].map((one) => [one.sessionId, one]))
    for (const entry of look.registered) {
      if (!known.has(entry.sessionId)) known.set(entry.sessionId, unspokenSession(entry))
    }
    const sessions = [...known.values()].sort((a, b) => b.lastAt - a.lastAt)
    const states = statesOf(sessions, look)
    return new Map(
      sessions.flatMap((session) => {
        const live = states.get(session.sessionId)
        return live === undefined ? [] : [[session.sessionId, { session, live }]]
      }),
    )
  }

  async function views(shown: Found[], all: Map<string, Found>, { hosted }: Look): Promise<ObservedSession[]> {
    const living = [...all.values()].filter(isLive)
    const unwritten = hosted.filter(({ sessionId }) => !all.has(sessionId))
    const folders = liveInFolders([
      ...living.map(({ session }) => session.project),
      ...unwritten.map((one) => one.project),
    ])
    const captures = await store.captures(shown.map(({ session }) => session.sessionId))
    const shares = new Map(
      captures.map((one) => [one.sessionId, one.requests === 0 ? null : one.captured / one.requests]),
    )
    return Promise.all(
      shown.map(async ({ session, live }) => {
        const { project, sessionId } = session
        const here = project === null ? 0 : (folders.get(project) ?? 0)
        return observedView(session, {
          live,
          forecast: isLive({ live }) ? await forecasts.of(session) : null,
          captured: shares.get(sessionId) ?? null,
          parallel: Math.max(0, here - (isLive({ live }) ? 1 : 0)),
        })
      }),
    )
  }

  return {
    async board() {
      const look = await lookAround()
      const since = parts.now() - YOUNG_MS
      const all = await judge(await store.ledgerSessions({ since, limit: LOOKED_AT }), look)
      const ours = [...all.values()].filter(({ session, live }) => {
        if (live.source === 'hooks') return false
        return isLive({ live }) || (session.seriesId === null && session.lastAt >= since)
      })
      // The living stand there whatever their age.
      const [living, young] = [ours.filter(isLive), ours.filter((one) => !isLive(one))]
      const shown = [...living, ...young].slice(0, BOARD_MOST).sort((a, b) => b.session.lastAt - a.session.lastAt)
      return views(shown, all, look)
    },
    async page({ live, sessionId, agent, project, limit, offset }) {
      const look = await lookAround()
      if (sessionId !== undefined) {
        const all = await judge(await store.ledgerSessions({ sessionIds: [sessionId], limit: 1 }), look)
        const one = all.get(sessionId)
        return { sessions: one === undefined ? [] : await views([one], all, look), more: false }
      }
      const which = { ...(agent === undefined ? {} : { agent }), ...(project === undefined ? {} : { project }) }
      const rows = live ? [] : await store.ledgerSessions({ ...which, limit: limit + 1, offset })
      const all = await judge(rows, look)
      const fits = ({ session }: Found): boolean =>
        (agent === undefined || session.agent === agent) && (project === undefined || session.project === project)
      const living = [...all.values()].filter((one) => isLive(one) && fits(one))
      if (live) {
        const page = living.slice(offset, offset + limit)
        return { sessions: await views(page, all, look), more: living.length > offset + limit }
      }
      // They have no row in the ledger yet, so that no page would ever show them.
      const unspoken =
        offset === 0 ? living.filter(({ session }) => session.path === null && !isRow(rows, session)) : []
      const page = rows.slice(0, limit).flatMap(({ sessionId }) => all.get(sessionId) ?? [])
      return { sessions: await views([...unspoken, ...page], all, look), more: rows.length > limit }
    },
    async find(sessionId) {
      const look = await lookAround()
      const rows = await store.ledgerSessions({ sessionIds: [sessionId], limit: 1 })
      return (await judge(rows, look)).get(sessionId) ?? null
    },
  }
}

function isLive({ live }: Pick<Found, 'live'>): boolean {
  return live.state !== 'ended'
}

function isRow(rows: LedgerSession[], { sessionId }: LedgerSession): boolean {
  return rows.some((row) => row.sessionId === sessionId)
}
