import type { Checkpoint } from '../../contract/series.ts'
import { duePoint, type Policy } from '../../contract/policy.ts'
import type { SeriesTimeline, TimelineLane } from '../../contract/timeline.ts'
import { windowOf } from '../agents/claude/windows.ts'
import type { History, HistoryWanted, LaunchRow, SeriesRow, Store } from '../store/types.ts'
import { endOf } from './report.ts'
import type { CyclerState } from './state.ts'
import { marksOf } from './timeline-marks.ts'
import { waitsOf, WITHIN_A_WAIT } from './waits.ts'

/** After all times. */
const NEVER = Number.MAX_SAFE_INTEGER

/** Figures of one kind in one answer: some 9 MB of JSON, which a connection takes; lanes of longer series have fewer each. */
const MOST_FIGURES = 200_000
/** First and last. */
const FEWEST_A_LANE = 2
/** A millionth of a dollar: below it a sum has only digits of rounding. */
const COST_DIGITS = 1e6

/** Sessions whose figures are read at once: some 20 ms of the store's thread. */
const AT_A_TIME = 100

export interface TimelineRequest {
  /** Sessions from this number on, with what happened since the first of them was started. 1: all. */
  fromSession: number
  /** Figures a lane, at most; of series with very many sessions fewer. */
  points: number
  /** The policy in force. The points of all lanes are drawn by it: what was in force before is not kept as a whole. */
  policy: Policy
  /** ms since the epoch. */
  now: number
}

/** One launch with what its lane is made of. */
interface Track extends HistoryWanted {
  launch: LaunchRow
}

/** A series over time, from what is kept. */
export async function seriesTimeline(store: Store, row: SeriesRow, request: TimelineRequest): Promise<SeriesTimeline> {
  const state = row.state as CyclerState
  const [launches, sessions] = await Promise.all([store.launches({ seriesId: row.id }), store.sessionsOf(row.id)])
  const tracks = tracksOf(launches, sessions).filter(({ launch }) => launch.n >= request.fromSession)
  const since = request.fromSession === 1 ? 0 : (tracks[0]?.from ?? NEVER)
  // Asked for together, so that all of it stands at the same event.
  const [seq, told, waitEnds, checkpoints] = await Promise.all([
    store.lastSeq(row.id),
    store.toldEvents(row.id, since),
    store.transitionTimes(row.id, since, WITHIN_A_WAIT),
    store.checkpoints(row.id),
  ])
  const events = told.map(({ event }) => event)
  const bySession = Map.groupBy(checkpoints, (one) => one.sessionId)
  const lanes: TimelineLane[] = []
  await eachHistory(store, tracks, figuresALane(request.points, tracks.length), (track, history) => {
    lanes.push(laneOf(track, history, lastKept(track, bySession), state, request.policy))
  })
  return {
    seriesId: row.id,
    status: state.status,
    from: row.createdAt,
    to: state.finishedAt ?? request.now,
    lanes,
    marks: marksOf(events, checkpoints),
    waits: waitsOf(events, waitEnds),
    seq,
  }
}

/** So many of what is asked for that the whole answer can be sent. */
export function figuresALane(asked: number, lanes: number): number {
  return Math.min(asked, Math.max(FEWEST_A_LANE, Math.floor(MOST_FIGURES / lanes)))
}

/** Some at a time, so that a commit never waits long for the store; the next are read while these are drawn. */
async function eachHistory(
  store: Store,
  tracks: readonly Track[],
  points: number,
  draw: (track: Track, history: History) => void,
): Promise<void> {
  const read = (from: number): Promise<History[]> => {
    const wanted = tracks.slice(from, from + AT_A_TIME)
    return store.histories(
      wanted.map(({ sessionIds, from, until }) => ({ sessionIds, from, until })),
      points,
    )
  }
  let coming = read(0)
  for (let from = 0; from < tracks.length; from += AT_A_TIME) {
    const histories = await coming
    if (from + AT_A_TIME < tracks.length) coming = read(from + AT_A_TIME)
    for (const [index, history] of histories.entries()) {
      const track = tracks[from + index]
      if (track !== undefined) draw(track, history)
    }
  }
}

/** Launches in order. A session that was resumed stands in several: each has its own stretch of it. */
function tracksOf(
  launches: readonly LaunchRow[],
  sessions: readonly { sessionId: string; launchId: string }[],
): Track[] {
  const byLaunch = Map.groupBy(sessions, (one) => one.launchId)
  const inOrder = launches.toSorted((a, b) => startOf(a) - startOf(b))
  // From the last to the first: when each session was next taken up.
  const next = new Map<string, number>()
  return inOrder
    .toReversed()
    .map((launch) => {
      const own = byLaunch.get(launch.id)?.map(({ sessionId }) => sessionId) ?? []
      const sessionIds = [...new Set([...own, launch.sessionId])]
      const until = next.get(launch.sessionId) ?? null
      for (const id of sessionIds) next.set(id, launch.intentAt)
      return { launch, sessionIds, from: launch.intentAt, until }
    })
    .toReversed()
}

function startOf({ startedAt, intentAt }: LaunchRow): number {
  return startedAt ?? intentAt
}

function laneOf(
  { launch }: Track,
  history: History,
  checkpoint: Checkpoint | null,
  state: CyclerState,
  policy: Policy,
): TimelineLane {
  const { model } = history
  const window = history.window ?? (model === null ? null : windowOf(model))
  const points = window === null ? null : duePoint(policy, window, model ?? undefined)
  const context = pairsOf(history.context, (used) => (Number.isNaN(used) ? null : used))
  const cost = pairsOf(history.cost, (usd) => Math.round(usd * COST_DIGITS) / COST_DIGITS)
  const lives = launch.endedAt === null && state.launch?.id === launch.id
  // Of one that nobody saw end the last figure is the last sign of life.
  const lastSign = Math.max(startOf(launch), context.at(-1)?.[0] ?? 0, cost.at(-1)?.[0] ?? 0)
  return {
    launchId: launch.id,
    sessionId: launch.sessionId,
    n: launch.n,
    mode: launch.mode,
    from: startOf(launch),
    to: lives ? null : (launch.endedAt ?? lastSign),
    end: lives ? '' : endOf(launch, checkpoint, state),
    model,
    window,
    due: points?.due ?? null,
    soft: points?.soft ?? null,
    context,
    sources: history.sources,
    cost,
  }
}

/** The last checkpoint of a launch's sessions that was taken in its time. */
function lastKept({ sessionIds, from, until }: Track, bySession: Map<string | null, Checkpoint[]>): Checkpoint | null {
  const mine = sessionIds.flatMap((id) => bySession.get(id) ?? [])
  const inTime = mine.filter(({ at }) => Date.parse(at) >= from && (until === null || Date.parse(at) < until))
  return inTime.toSorted((a, b) => a.n - b.n).at(-1) ?? null
}

function pairsOf<T>(flat: Float64Array, valueOf: (figure: number) => T): [number, T][] {
  const pairs: [number, T][] = []
  for (let index = 0; index + 1 < flat.length; index += 2) {
    // Times of files have fractions of a millisecond.
    pairs.push([Math.round(flat[index] ?? 0), valueOf(flat[index + 1] ?? Number.NaN)])
  }
  return pairs
}
