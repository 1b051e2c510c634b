import { z } from 'zod'
import { ContextForecast } from './forecast.ts'
import { Policy } from './policy.ts'
import { ContextReading, TokenCounts } from './usage.ts'

export const SeriesStatus = z.enum([
  'running',
  'waiting',
  'paused',
  'needs-attention',
  'completed',
  'stopped',
  'failed',
])
export type SeriesStatus = z.infer<typeof SeriesStatus>

/** States that no `run` may leave without `--again`. */
export const FINISHED: readonly SeriesStatus[] = ['completed', 'stopped', 'failed']

/** A task of the tasks file. */
export const Box = z.object({
  /** 1-based position in the file. */
  number: z.number().int(),
  title: z.string(),
  done: z.boolean(),
})
export type Box = z.infer<typeof Box>

export const CheckpointKind = z.enum(['agent', 'mechanical'])
export type CheckpointKind = z.infer<typeof CheckpointKind>

/** A file as it lay in a checkpoint. */
export const CheckpointFile = z.object({ path: z.string(), sha256: z.string(), bytes: z.number() })
export type CheckpointFile = z.infer<typeof CheckpointFile>

export const Checkpoint = z.object({
  seriesId: z.string(),
  /** 1-based within the series. */
  n: z.number().int(),
  at: z.string(),
  kind: CheckpointKind,
  /** Why it was taken: due, soft limit, asked for, limit, completed … */
  reason: z.string(),
  sessionId: z.string().nullable(),
  files: z.array(CheckpointFile),
  /** sha256 over the sorted lines `sha256  path\n` of `files`. */
  sha256: z.string(),
  /** The git ref that holds the work tree, or null with `refProblem` saying why. */
  ref: z.string().nullable(),
  commit: z.string().nullable(),
  refProblem: z.string().nullable(),
  /** What the snapshot left out, with the reason. */
  skipped: z.array(z.object({ path: z.string(), why: z.string() })),
  /** Files of the user in which a secret was masked in the store and on the ref. */
  masked: z.array(z.string()),
  /** Context tokens when it was taken, if known. */
  contextUsed: z.number().nullable(),
  boxesDone: z.number().int(),
  boxesOpen: z.number().int(),
})
export type Checkpoint = z.infer<typeof Checkpoint>

/** What a session does now. `waiting`: for a person. `unknown`: it lives, and nothing was heard of it yet. */
export const SessionState = z.enum(['busy', 'idle', 'waiting', 'ended', 'unknown'])
export type SessionState = z.infer<typeof SessionState>

/** One session of a series as the timeline shows it. */
export const SessionView = z.object({
  sessionId: z.string(),
  launchId: z.string(),
  seriesId: z.string().nullable(),
  /** 1-based number of the fresh session within the series. */
  n: z.number().int(),
  pid: z.number().nullable(),
  project: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  model: z.string().nullable(),
  context: ContextReading.nullable(),
  /** When it will be due; null: too little is known, or it is over. */
  forecast: ContextForecast.nullable(),
  costUsd: z.number(),
  tokens: TokenCounts,
  /** Share of its requests that telemetry told of, 0 to 1; null: it does not export to Baton, or had no request yet. */
  captured: z.number().nullable(),
  /** Its process is hosted here now. */
  live: z.boolean(),
  state: SessionState,
})
export type SessionView = z.infer<typeof SessionView>

/** Why a series does not work now. */
export const HoldView = z.object({
  /** A wait: human, permission, question, first-prompt, cleared, interrupted, draft, limit, paused; else what needs attention. */
  kind: z.string(),
  since: z.string(),
  /** When it goes on by itself; null: when a person acts. */
  until: z.string().nullable(),
  /** Only a person can end it. */
  human: z.boolean(),
})
export type HoldView = z.infer<typeof HoldView>

/** A series as lists and live progress show it. */
export const SeriesView = z.object({
  id: z.string(),
  project: z.string(),
  task: z.string(),
  status: SeriesStatus,
  /** What it waits for or why it needs attention, with how to answer; null when it runs. */
  why: z.string().nullable(),
  hold: HoldView.nullable(),
  /** It is to pause, or to stop, at the next turn end. */
  ending: z.enum(['pause', 'stop']).nullable(),
  /** What it is doing now, in words. */
  activity: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Fresh sessions so far. */
  sessions: z.number().int(),
  checkpoints: z.number().int(),
  session: SessionView.nullable(),
  /** Points of the context bar in tokens; null before the window is known. */
  due: z.number().nullable(),
  soft: z.number().nullable(),
  boxes: z.array(Box),
  costUsd: z.number(),
  tokens: TokenCounts,
  policy: Policy,
})
export type SeriesView = z.infer<typeof SeriesView>
