import type { ContextForecast } from '../../contract/forecast.ts'
import { duePoint } from '../../contract/policy.ts'
import { FINISHED, type HoldView, type SeriesView, type SessionState, type SessionView } from '../../contract/series.ts'
import { NO_TOKENS, type ContextReading } from '../../contract/usage.ts'
import type { ContextMeasured } from '../../contract/facts.ts'
import type { LaunchRow, SeriesRow, Store } from '../store/types.ts'
import { sessionForecast } from './session-forecast.ts'
import type { SeriesDriver } from './driver/driver.ts'
import { HUMAN_WAITS, type WaitKind } from './reasons.ts'
import type { CyclerState, Hold } from './state.ts'
import type { Policy } from '../../contract/policy.ts'

/** Waits in which the agent itself stands still for a person. */
const SESSION_WAITS: readonly WaitKind[] = ['human', 'permission', 'question', 'first-prompt']

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
    hold: state.hold === null ? null : holdView(state.hold),
    ending: endingOf(state),
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
  if (state.launch === null) return null
  const [row] = await store.launches({ id: state.launch.id })
  if (row === undefined) return null
  return sessionView(store, { ...row, sessionId: state.launch.sessionId }, driver)
}

/** One session of ours; `driver`: of its series, where that is driven. */
export async function sessionView(store: Store, row: LaunchRow, driver: SeriesDriver | null): Promise<SessionView> {
  const live = driver?.session?.launchId === row.id
  const [usage, contexts, [capture]] = await Promise.all([
    store.usageOfSession(row.sessionId),
    store.contextOf(row.sessionId),
    store.captures([row.sessionId]),
  ])
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
    forecast: live && driver !== null && latest !== null ? forecastOf(driver, row.sessionId, latest.at) : null,
    costUsd: usage.costUsd,
    tokens: usage.requests === 0 ? NO_TOKENS : usage.tokens,
    captured: capture === undefined || capture.requests === 0 ? null : capture.captured / capture.requests,
    live,
    state: live && driver !== null ? sessionState(driver.state) : row.endedAt === null ? 'unknown' : 'ended',
  }
}

/** Of the session that its series works in; none once that is over. */
function forecastOf({ state, policy }: SeriesDriver, sessionId: string, at: number): ContextForecast | null {
  return state.launch?.sessionId === sessionId ? sessionForecast(state, policy, at) : null
}

/** What the hosted session of a series does. */
export function sessionState({ launch, hold }: Pick<CyclerState, 'launch' | 'hold'>): SessionState {
  if (hold?.status === 'waiting' && SESSION_WAITS.includes(hold.kind)) return 'waiting'
  if (launch === null || (launch.lastSignalAt === null && !launch.prompted)) return 'unknown'
  return launch.turn === 'busy' ? 'busy' : 'idle'
}

/** Why a series does not work now, as a client sees it. */
export function holdView(hold: Hold): HoldView {
  const waits = hold.status === 'waiting'
  return {
    kind: hold.kind,
    since: iso(hold.since),
    until: waits && hold.until !== null ? iso(hold.until) : null,
    human: !waits || hold.kind === 'paused' || HUMAN_WAITS.includes(hold.kind),
  }
}

/** What a person asked for and is not there yet; a stop is more than a pause. */
export function endingOf(state: Pick<CyclerState, 'status' | 'step' | 'wish' | 'pausing'>): SeriesView['ending'] {
  if (FINISHED.includes(state.status)) return null
  const wishes = [state.wish, 'wish' in state.step ? state.step.wish : null]
  const purposes = wishes.map((wish) => wish?.purpose)
  if (purposes.includes('stop')) return 'stop'
  return state.pausing || purposes.includes('pause') ? 'pause' : null
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
