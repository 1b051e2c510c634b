import type { SeriesReport, SessionReport } from '../../contract/report.ts'
import type { Box, Checkpoint } from '../../contract/series.ts'
import { parseBoxes } from '../checkpoints/boxes.ts'
import { diffStat } from '../checkpoints/work-tree.ts'
import type { LaunchRow, SeriesRow, Store } from '../store/types.ts'
import type { CyclerState } from './state.ts'
import { unattributedOf } from './unattributed.ts'
import { waitsOf, WITHIN_A_WAIT } from './waits.ts'

/** Readings looked at for a session's peak. */
const HISTORY = 5_000

/** What a series did, session by session, from what is kept. */
export async function seriesReport(store: Store, row: SeriesRow): Promise<SeriesReport> {
  const state = row.state as CyclerState
  const [launches, checkpoints, totals, stored, waitEnds, ids] = await Promise.all([
    store.launches({ seriesId: row.id }),
    store.checkpoints(row.id),
    store.usageOfSeries(row.id),
    store.toldEvents(row.id, 0),
    store.transitionTimes(row.id, 0, WITHIN_A_WAIT),
    store.sessionsOf(row.id),
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
    waits: waitsOf(events, waitEnds).map(({ from, to, ...wait }) => ({
      ...wait,
      from: iso(from),
      to: to === null ? null : iso(to),
    })),
    costUsd: totals.costUsd,
    unattributedUsd: await unattributedOf(
      store,
      ids.map(({ sessionId }) => sessionId),
    ),
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
  // What a session without a checkpoint did before the next one is not known.
  const isLast = n === state.sessions
  const mine = checkpoints.filter((one) => one.sessionId === first.sessionId)
  const checkpoint = mine.at(-1) ?? null
  const before = checkpoints.findLast((one) => one.n < (mine[0]?.n ?? Number.POSITIVE_INFINITY)) ?? null
  const [usage, unattributedUsd, history, changed, done] = await Promise.all([
    store.usageOfSession(first.sessionId),
    unattributedOf(store, [first.sessionId]),
    store.contextHistory(first.sessionId, HISTORY),
    changedLines(row.project, before?.commit ?? (before === null ? state.startCommit : null), checkpoint),
    checkpoint === null && !isLast ? [] : boxesDone(store, state, before, checkpoint),
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
    unattributedUsd,
    tokens: usage.tokens,
  }
}

/** How a launch ended, in words. `checkpoint`: the last that was taken in it. */
export function endOf(launch: LaunchRow, checkpoint: Checkpoint | null, state: CyclerState): string {
  if (launch.endedAt === null) return state.launch?.id === launch.id ? 'runs' : 'its end was not seen'
  const how = launch.signal === null ? `exit ${launch.exitCode ?? 'unknown'}` : launch.signal
  if (checkpoint === null) return `ended without a checkpoint (${how})`
  const by = checkpoint.kind === 'mechanical' ? ', written by Baton' : ''
  return checkpoint.boxesOpen === 0
    ? `finished at checkpoint ${checkpoint.n}${by}`
    : `handed over at checkpoint ${checkpoint.n}${by}`
}

/** Lines of `git diff --stat` from a commit to a checkpoint; empty where git does not know them. */
export async function changedLines(
  project: string,
  before: string | null,
  after: Checkpoint | null,
): Promise<string[]> {
  if (after?.commit == null || before === null) return []
  const stat = await diffStat(project, before, after.commit)
  return stat.ok ? stat.value : []
}

/** Titles ticked between two checkpoints; up to now for the last session. A box that was never open was not ticked here. */
async function boxesDone(
  store: Store,
  state: CyclerState,
  before: Checkpoint | null,
  after: Checkpoint | null,
): Promise<string[]> {
  const was = before === null ? [] : await doneAt(store, before)
  const is = after === null ? titlesDone(state.boxes) : await doneAt(store, after)
  return is.filter((title) => !was.includes(title) && state.known.includes(title))
}

async function doneAt(store: Store, { seriesId, n }: Checkpoint): Promise<string[]> {
  const contents = await store.checkpointContents(seriesId, n)
  const tasks = contents?.find((file) => file.path.endsWith('-tasks.md'))
  return tasks === undefined ? [] : titlesDone(parseBoxes(tasks.text))
}

function titlesDone(boxes: Box[]): string[] {
  return boxes.filter((box) => box.done).map((box) => box.title)
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
