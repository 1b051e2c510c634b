import type { BackgroundTask } from '../../contract/facts.ts'
import type { Box, CheckpointKind, SeriesStatus } from '../../contract/series.ts'
import type { AttentionKind, CheckpointReason, WaitKind } from './reasons.ts'

/** What follows a checkpoint. */
export type Purpose = 'cycle' | 'continue' | 'pause' | 'stop' | 'complete'

/** A checkpoint that is wanted, and what for. */
export interface Wish {
  purpose: Purpose
  reason: CheckpointReason
}

/** Where the loop stands. Each name is a room in `steps/`. */
export type Step =
  /** Nothing runs and nothing is under way. */
  | { name: 'ready' }
  /** The launch is intended; its process may or may not be there. */
  | { name: 'starting' }
  /** The agent works, or waits for us. */
  | { name: 'working' }
  /** A checkpoint was asked for. `baseline`: sha256 of the context file at the request. */
  | { name: 'asking'; wish: Wish; midTurn: boolean; repaired: boolean; baseline: string | null; batches: number }
  /** The turn was ended at a tool boundary; the agent comes to rest. */
  | { name: 'halting'; wish: Wish; baseline: string | null }
  /** The session rests and is looked at as it is: nobody can be asked. */
  | { name: 'inspecting'; wish: Wish; baseline: string | null }
  /** The handover is safe; its snapshot is being kept. */
  | { name: 'snapshotting'; wish: Wish; kind: CheckpointKind; n: number }
  /** The session is being ended, its state being safe; `unsafe`: at once, because a person said so twice. */
  | { name: 'ending'; wish: Wish; unsafe: boolean }
  /** The verify command runs. */
  | { name: 'checking' }

/** One agent process and the session in it. Times: ms since the epoch. */
export interface Launch {
  id: string
  sessionId: string
  /** Number of the fresh session in the series; a resumed one keeps it. */
  n: number
  /** Where its transcript stands, once that is known. */
  transcript: string | null
  mode: 'fresh' | 'resume'
  /** The text it is started with. */
  prompt: PromptKind
  /** Checkpoint it picks up, 0: none. */
  checkpoint: number
  intendedAt: number
  pid: number | null
  pidStart: string | null
  startedAt: number | null
  /** Its first prompt was submitted. */
  prompted: boolean
  turn: 'busy' | 'ended' | 'failed' | 'interrupted'
  /** Turn ends, and main-thread tool calls, since the session began. */
  turns: number
  tools: number
  /** Tool calls since the last turn end. */
  toolsThisTurn: number
  lastSignalAt: number | null
  firstTranscriptAt: number | null
  subagents: { id: string; since: number }[]
  /** Shells that ran at the last turn end. */
  background: BackgroundTask[]
  nudged: boolean
  pickup: 'pending' | 'asked' | 'confirmed'
  /** Dev-docs files (relative paths) seen before the first working tool call, and whether that call came. */
  seen: string[]
  worked: boolean
  draft: boolean
  /** When the due point was first seen passed. */
  dueSince: number | null
  compactionBlocks: number
  /** A compaction was asked for: the checkpoint is due whatever the figure says. */
  compacting: boolean
  used: number | null
  window: number | null
  model: string | null
  /** Context at the last turn end, for the forecast. */
  usedAtTurnEnd: number | null
  /** Its first figure; not there: states of earlier versions. */
  usedAtFirst?: number | null
  /** When the turn that runs began, and how long the series had waited by then. */
  turnBegan?: { at: number; waitedMs: number }
  growth: number
  /** The session was resumed after a loss already. */
  resumed: boolean
  /** Its reason, once the agent said that the session ends. */
  endReason: string | null
}

/** What a turn that ended added to the context of its session, tokens, and how long it took; null: not known. */
export interface TurnPace {
  sessionId: string
  growth: number
  minutes: number | null
}

/** `endReason` of a session that ended without us. */
export const LOST = 'lost'

/** What a session is started with. */
export type PromptKind = 'recipe' | 'interrupted' | 'adopted'

/** A session that ran without Baton and goes on as the first of a series. */
export interface Adopted {
  sessionId: string
  transcript: string
  /** The agent's configuration folder that knows it, where that is not the environment's own; else null. */
  configDir: string | null
}

export type Hold =
  /** `thread`: of a permission or a question, the subagent that asks; null: the main thread. */
  | { status: 'waiting'; kind: WaitKind; said: string; since: number; until: number | null; thread?: string | null }
  | { status: 'needs-attention'; kind: AttentionKind; said: string; since: number }

export interface Retry {
  attempt: number
  error: string
  /** When we type, if the agent has not gone on by itself. */
  until: number
}

/** The whole of a series as the cycler knows it; plain data, kept as JSON. */
export interface CyclerState {
  id: string
  project: string
  task: string
  status: SeriesStatus
  step: Step
  launch: Launch | null
  hold: Hold | null
  retry: Retry | null
  /** A checkpoint wanted at the next turn end. */
  wish: Wish | null
  /** The loop is to hold at the next turn end. */
  pausing: boolean
  /** Fresh sessions so far. */
  sessions: number
  checkpoints: number
  boxes: Box[]
  /** Titles that were open once; one that leaves unticked has vanished. */
  known: string[]
  /** Ends of the last cycles. */
  cycles: number[]
  shortSessions: number
  idleTurns: number
  idleContinuations: number
  /** Mark of the work tree at the last turn end. */
  workMark: string | null
  /** sha256 of the context file when it was last looked at. */
  contextSha256: string | null
  /** When the agent's usage limit resets, if it says so. */
  resetsAt: number | null
  /** HEAD when the series began, null where there was none; what the first session changed is told against it. */
  startCommit: string | null
  /** The last turns of its sessions, in order; not there: none, or a state of an earlier version. */
  pace?: TurnPace[]
  /** A session that ended while the loop was held; a resume goes on from it. */
  orphan: Launch | null
  /** Not there: its first session was a fresh one. */
  adopted?: Adopted
  verifyFailures: number
  costUsd: number
  startedAt: number
  /** Time spent waiting or asleep, not counted by max-duration. */
  waitedMs: number
  finishedAt: number | null
}

export function newSeries(id: string, project: string, task: string, boxes: Box[], at: number): CyclerState {
  return {
    id,
    project,
    task,
    status: 'running',
    step: { name: 'ready' },
    launch: null,
    hold: null,
    retry: null,
    wish: null,
    pausing: false,
    sessions: 0,
    checkpoints: 0,
    boxes,
    known: boxes.filter((box) => !box.done).map((box) => box.title),
    cycles: [],
    shortSessions: 0,
    idleTurns: 0,
    idleContinuations: 0,
    workMark: null,
    contextSha256: null,
    resetsAt: null,
    startCommit: null,
    orphan: null,
    verifyFailures: 0,
    costUsd: 0,
    startedAt: at,
    waitedMs: 0,
    finishedAt: null,
  }
}
