import type { RunEvent } from '../../contract/events.ts'
import type { SeriesReport, SessionReport } from '../../contract/report.ts'
import type { Checkpoint } from '../../contract/series.ts'
import { diffStat } from '../checkpoints/work-tree.ts'
import type { LaunchRow, SeriesRow, Store } from '../store/types.ts'
import type { CyclerState } from './state.ts'

/** Readings looked at for a session's peak. */
const HISTORY = 5_000

/** What a series did, session by session, from what is kept. */
export async function seriesReport(store: Store, row: SeriesRow): Promise<SeriesReport> {
  const state = row.state as CyclerState
  const [launches, checkpoints, totals, stored] = await Promise.all([
    store.launches({ seriesId: row.id }),
    store.checkpoints(row.id),
    store.usageOfSeries(row.id),
    store.events(row.id, 0),
  ])
  const events = stored.map((one) => one.event)
  const sessions: SessionReport[] = []
  for (const [launchesOfOne, n] of bySession(launches)) {
    sessions.push(await sessionReport(store, row, state, launchesOfOne, n, checkpoints))
  }
  return {
    id: row.id,
    project: row.project,
    task: row.task,
    status: state.status,
    why: state.hold?.said ?? null,
    startedAt: new Date(row.createdAt).toISOString(),
    endedAt: state.finishedAt === null ? null : new Date(state.finishedAt).toISOString(),
    boxes: state.boxes,
    sessions,
    waits: waitsOf(events),
    costUsd: totals.costUsd,
    tokens: totals.tokens,
  }
}

/** Launches of one session (a resumed one has several), in order. */
function bySession(launches: LaunchRow[]): Map<LaunchRow[], number> {
  const groups = new Map<number, LaunchRow[]>()
  for (const launch of launches) groups.set(launch.n, [...(groups.get(launch.n) ?? []), launch])
  return new Map([...groups].map(([n, group]) => [group, n]))
}

async function sessionReport(
  store: Store,
  row: SeriesRow,
  state: CyclerState,
  launches: LaunchRow[],
  n: number,
  checkpoints: Checkpoint[],
): Promise<SessionReport> {
  const first = launches[0]
  const last = launches.at(-1)
  if (first === undefined || last === undefined) throw new Error('a session without a launch')
  const mine = checkpoints.filter((one) => one.sessionId === first.sessionId)
  const checkpoint = mine.at(-1) ?? null
  const before = checkpoints.findLast((one) => one.n < (mine[0]?.n ?? Number.POSITIVE_INFINITY)) ?? null
  const [usage, history, changed, done] = await Promise.all([
    store.usageOfSession(first.sessionId),
    store.contextHistory(first.sessionId, HISTORY),
    changedLines(row.project, before?.commit ?? (before === null ? state.startCommit : null), checkpoint),
    boxesDone(store, row, state, before, checkpoint),
  ])
  const used = history.flatMap((one) => (one.used === null ? [] : [one.used]))
  return {
    sessionId: first.sessionId,
    n,
    startedAt: new Date(first.startedAt ?? first.intentAt).toISOString(),
    endedAt: last.endedAt === null ? null : new Date(last.endedAt).toISOString(),
    end: endOf(last, checkpoint, state),
    peakContext: used.length === 0 ? null : Math.max(...used),
    window: history.findLast((one) => one.window !== null)?.window ?? null,
    boxesDone: done,
    changed,
    checkpoint,
    costUsd: usage.costUsd,
    tokens: usage.tokens,
  }
}

function endOf(launch: LaunchRow, checkpoint: Checkpoint | null, state: CyclerState): string {
  if (launch.endedAt === null) return state.launch?.id === launch.id ? 'runs' : 'its end was not seen'
  const how = launch.signal === null ? `exit ${launch.exitCode ?? 'unknown'}` : launch.signal
  if (checkpoint === null) return `ended without a checkpoint (${how})`
  const by = checkpoint.kind === 'mechanical' ? ', written by Baton' : ''
  return checkpoint.boxesOpen === 0
    ? `finished at checkpoint ${checkpoint.n}${by}`
    : `handed over at checkpoint ${checkpoint.n}${by}`
}

/** Lines of `git diff --stat` from a commit to a checkpoint; empty where git does not know them. */
async function changedLines(project: string, before: string | null, after: Checkpoint | null): Promise<string[]> {
  if (after?.commit == null || before === null) return []
  const stat = await diffStat(project, before, after.commit)
  return stat.ok ? stat.value : []
}

/** Titles ticked between two checkpoints. */
async function boxesDone(
  store: Store,
  row: SeriesRow,
  state: CyclerState,
  before: Checkpoint | null,
  after: Checkpoint | null,
): Promise<string[]> {
  const was = before === null ? 0 : before.boxesDone
  const is = after === null ? state.boxes.filter((box) => box.done).length : after.boxesDone
  return state.boxes
    .filter((box) => box.done)
    .slice(was, Math.max(was, is))
    .map((box) => box.title)
}

/** Each wait until the next event that shows work. */
function waitsOf(events: RunEvent[]): SeriesReport['waits'] {
  const waits: SeriesReport['waits'] = []
  for (const event of events) {
    const open = waits.at(-1)
    if (open !== undefined && open.to === null && event.type !== 'context') open.to = event.at
    if (event.type === 'waiting') waits.push({ for: event.for, from: event.at, to: null })
    if (event.type === 'needs-attention') waits.push({ for: event.why, from: event.at, to: null })
  }
  return waits
}
