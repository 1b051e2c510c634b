import { duePoint } from '../../contract/policy.ts'
import type { SeriesView, SessionView } from '../../contract/series.ts'
import { NO_TOKENS, type ContextReading } from '../../contract/usage.ts'
import type { ContextMeasured } from '../../contract/facts.ts'
import type { LaunchRow, SeriesRow, Store } from '../store/types.ts'
import type { SeriesDriver } from './driver/driver.ts'
import type { CyclerState } from './state.ts'
import type { Policy } from '../../contract/policy.ts'

/** A series as lists show it, from what is kept and, where it is driven, what it does now. */
export async function seriesView(store: Store, row: SeriesRow, driver: SeriesDriver | null): Promise<SeriesView> {
  const state = driver?.state ?? (row.state as CyclerState)
  const policy = driver?.policy ?? (row.policy as Policy)
  const totals = await store.usageOfSeries(row.id)
  const { launch } = state
  const points = launch?.window == null ? null : duePoint(policy, launch.window, launch.model ?? undefined)
  return {
    id: row.id,
    project: row.project,
    task: row.task,
    status: state.status,
    why: state.hold?.said ?? null,
    activity: activityOf(state, driver),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
    sessions: state.sessions,
    checkpoints: state.checkpoints,
    session: launch === null ? null : await launchView(store, state, driver),
    due: points?.due ?? null,
    soft: points?.soft ?? null,
    boxes: state.boxes,
    costUsd: Math.max(state.costUsd, totals.costUsd),
    tokens: totals.tokens,
    policy,
  }
}

async function launchView(store: Store, state: CyclerState, driver: SeriesDriver | null): Promise<SessionView | null> {
  const rows = await store.launches({ seriesId: state.id })
  const row = rows.findLast((one) => one.id === state.launch?.id)
  if (row === undefined) return null
  return sessionView(
    store,
    { ...row, sessionId: state.launch?.sessionId ?? row.sessionId },
    driver?.session?.launchId === row.id,
  )
}

/** One session of ours. `live`: its process is hosted here now. */
export async function sessionView(store: Store, row: LaunchRow, live: boolean): Promise<SessionView> {
  const [usage, contexts] = await Promise.all([store.usageOfSession(row.sessionId), store.contextOf(row.sessionId)])
  const latest = contexts.toSorted((a, b) => b.at - a.at)[0] ?? null
  return {
    sessionId: row.sessionId,
    launchId: row.id,
    seriesId: row.seriesId,
    n: row.n,
    pid: row.pid,
    project: row.project,
    startedAt: iso(row.startedAt ?? row.intentAt),
    endedAt: row.endedAt === null ? null : iso(row.endedAt),
    exitCode: row.exitCode,
    signal: row.signal,
    model: latest?.model ?? null,
    context: latest === null ? null : reading(latest, contexts),
    costUsd: usage.costUsd,
    tokens: usage.requests === 0 ? NO_TOKENS : usage.tokens,
    live,
  }
}

/** The latest figure; its window may be known from another source only. */
function reading(latest: ContextMeasured, all: ContextMeasured[]): ContextReading | null {
  const window = latest.window ?? all.find((one) => one.window !== null)?.window ?? null
  if (window === null) return null
  const percent = latest.used === null ? null : (latest.used / window) * 100
  return { used: latest.used, window, percent, source: latest.source, at: iso(latest.at) }
}

/** What the loop does now, in words. */
function activityOf(state: CyclerState, driver: SeriesDriver | null): string {
  switch (state.step.name) {
    case 'ready':
      return ''
    case 'starting':
      return state.launch?.mode === 'resume' ? 'resumes the session' : 'starts a session'
    case 'asking':
      return state.step.repaired ? 'has the handover repaired' : 'writes the handover'
    case 'halting':
    case 'inspecting':
      return 'looks at the handover'
    case 'snapshotting':
      return 'keeps the checkpoint'
    case 'ending':
      return 'ends the session'
    case 'checking':
      return 'runs the verify command'
    case 'working':
      return driver?.activity ?? ''
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
