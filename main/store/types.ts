import type { MessagePort } from 'node:worker_threads'
import type { CostReported, ContextMeasured, UsageRecorded } from '../../contract/facts.ts'
import type { RunEvent, StoredEvent } from '../../contract/events.ts'
import type { Checkpoint, SeriesStatus } from '../../contract/series.ts'
import type { ContextSource, TokenCounts } from '../../contract/usage.ts'
import type { AlertStore } from './alert-types.ts'
import type { LedgerStore } from './scan-types.ts'
import type { TelemetryStore } from './telemetry-types.ts'

/** A series as it is kept. `state` and `policy` are the cycler's own, opaque here. Times: ms since the epoch. */
export interface SeriesRow {
  id: string
  /** Real path. */
  project: string
  task: string
  status: SeriesStatus
  state: unknown
  policy: unknown
  createdAt: number
  updatedAt: number
}

/** Where a series stands, without what it is. `lastSeq`: of its events. */
export interface SeriesMark {
  id: string
  status: SeriesStatus
  lastSeq: number
}

/** An agent process of ours: written as an intent before the spawn, completed after. */
export interface LaunchRow {
  id: string
  seriesId: string
  /** The first session id; `/clear` adds rows to the sessions. */
  sessionId: string
  /** Number of the fresh session in the series. */
  n: number
  mode: 'fresh' | 'resume'
  project: string
  argv: string[]
  intentAt: number
  pid: number | null
  /** Kernel start time of `pid`, as the process table gives it; guards against reused pids. */
  pidStart: string | null
  startedAt: number | null
  endedAt: number | null
  exitCode: number | null
  signal: string | null
}

/** A process that belonged to a launch, recorded at turn ends so that it can be found after a crash. */
export interface ProcessMark {
  pid: number
  start: string
  command: string
}

/** Everything one transition of the cycler makes durable, in one transaction. */
export interface TransitionRecord {
  seriesId: string
  /** Name of the transition, one of the reducer's list. */
  name: string
  /** Type of the fact that caused it. */
  fact: string
  at: number
  status: SeriesStatus
  state: unknown
  policy: unknown
  events: RunEvent[]
  launches: LaunchRow[]
  checkpoint: { row: Checkpoint; contents: { path: string; text: string }[] } | null
}

/** Sessions that are drawn as one line over time, and the stretch of time that is wanted (ms since the epoch). */
export interface HistoryWanted {
  sessionIds: string[]
  from: number
  /** Not included; null: up to now. */
  until: number | null
}

/** What was measured of sessions over time. Pairs lie flat: time in ms since the epoch, figure, time, figure … */
export interface History {
  /** The latest of each, null: unknown. */
  model: string | null
  window: number | null
  /** Where figures of `context` were measured. */
  sources: ContextSource[]
  /** Tokens, NaN: unknown. First, last and peaks are kept where they are thinned. */
  context: Float64Array
  /** USD of all priced responses up to then, also of those before `from`. Nothing before the first priced one. Thinned, last kept. */
  cost: Float64Array
}

/** How far a transcript has been read. */
export interface TranscriptCursor {
  path: string
  dev: string
  ino: string
  /** Bytes up to the end of the last full line that was committed. */
  offset: number
  /** sha256 of the first 256 bytes (or fewer). */
  headHash: string
}

/** Facts to be counted exactly once, together with the cursor that they came from. */
export interface LedgerBatch {
  usages: UsageRecorded[]
  contexts: ContextMeasured[]
  costs: CostReported[]
  cursor: TranscriptCursor | null
}

export interface UsageTotals {
  tokens: TokenCounts
  /** Sum of the priced rows, USD. */
  costUsd: number
  /** Rows whose model has no price. */
  unpriced: number
  requests: number
}

/**
 * The one store of a data folder. Every call is answered by the worker in order; writes are durable when it resolves. Of
 * readings (`appendEvents`, `recordFacts`, `recordProcesses`) a power cut, not a kill, may take the last moments back.
 * A call that cannot be done rejects with a `StoreError`, which carries a problem (a full disk, a damaged database).
 */
export interface Store extends TelemetryStore, AlertStore, LedgerStore {
  /** Rejects with `code: 'series-exists'` when an unfinished one has the same project and task. */
  createSeries(row: SeriesRow): Promise<void>
  series(id: string): Promise<SeriesRow | null>
  listSeries(): Promise<SeriesRow[]>
  /** Of every series; cheap with many. */
  seriesMarks(): Promise<SeriesMark[]>
  unfinishedSeries(project: string, task: string): Promise<SeriesRow | null>
  /** One transaction; gives the events back with their sequence numbers. Rejects with `series-unknown`, `series-exists`. */
  commit(record: TransitionRecord): Promise<StoredEvent[]>
  /** Events that belong to no transition (context readings); same numbering. */
  appendEvents(seriesId: string, events: RunEvent[]): Promise<StoredEvent[]>
  events(seriesId: string, afterSeq: number, limit?: number): Promise<StoredEvent[]>
  /** Events of a series from `since` on (ms since the epoch), in order, without its context readings. */
  toldEvents(seriesId: string, since: number): Promise<StoredEvent[]>
  /** Up to `limit` events of a series after `afterSeq`, in order, without its context readings. */
  toldEventsAfter(seriesId: string, afterSeq: number, limit: number): Promise<StoredEvent[]>
  lastSeq(seriesId: string): Promise<number>
  transitions(seriesId: string): Promise<{ seq: number; name: string; fact: string; at: number }[]>
  /** Times of the transitions after `since` but those of the names `except`, rising (ms since the epoch). */
  transitionTimes(seriesId: string, since: number, except: string[]): Promise<Float64Array>

  launches(filter: { id?: string; seriesId?: string; live?: boolean }): Promise<LaunchRow[]>
  /** Launches by their own id or by any session id that they had, newest first. */
  launchesOf(id: string): Promise<LaunchRow[]>
  /** Adds to what is known of a launch's processes. */
  recordProcesses(launchId: string, marks: ProcessMark[]): Promise<void>
  processes(launchId: string): Promise<ProcessMark[]>

  checkpoints(seriesId?: string): Promise<Checkpoint[]>
  checkpointContents(seriesId: string, n: number): Promise<{ path: string; text: string }[] | null>
  deleteCheckpoint(seriesId: string, n: number): Promise<void>

  /** Adds sessions to a launch (its own first one, and those after `/clear`), so that usage finds its series. Again: it keeps its first time and series. */
  addSession(session: { sessionId: string; launchId: string; seriesId: string; at: number }): Promise<void>
  sessionsOf(seriesId: string): Promise<{ sessionId: string; launchId: string; at: number }[]>
  recordFacts(batch: LedgerBatch): Promise<void>
  cursor(path: string): Promise<TranscriptCursor | null>
  usageOfSeries(seriesId: string): Promise<UsageTotals>
  usageOfSession(sessionId: string): Promise<UsageTotals>
  /** The latest readings by source. */
  contextOf(sessionId: string): Promise<ContextMeasured[]>
  /** All readings of a session in order, thinned to at most `limit`. */
  contextHistory(sessionId: string, limit: number): Promise<ContextMeasured[]>
  /** One history for each that is wanted, of at most `limit` figures a line: all of a series in one call. */
  histories(wanted: HistoryWanted[], limit: number): Promise<History[]>
  /** The agent's own latest figure. */
  reportedCostOf(sessionId: string): Promise<number | null>

  /**
   * An end for another thread, which is transferred to it and served there by `storeOver` (over-port.ts): its calls take turns with
   * all others, in the order in which they come.
   */
  port(): MessagePort
  close(): Promise<void>
}
