import { z } from 'zod'
import { CheckpointKind, SeriesStatus } from './series.ts'
import { ContextSource, TokenCounts } from './usage.ts'

/** Every event names its moment (ISO 8601) and its series. */
const base = { at: z.string(), series: z.string() }

/** The wait or the reason as in `HoldView.kind`; events of older cores have none. */
const kind = z.string().optional()

const summary = {
  sessions: z.number().int(),
  checkpoints: z.number().int(),
  tasks: z.object({ done: z.number().int(), open: z.number().int() }),
  costUsd: z.number(),
  tokens: TokenCounts,
  reason: z.string(),
  /** What became of the series; events of older cores have none. */
  status: SeriesStatus.optional(),
}

/** What `run` says while it works: one JSON object a line with `--json`. Names and fields are an outer contract. */
export const RunEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('series.started'),
    ...base,
    project: z.string(),
    task: z.string(),
    /** True when an unfinished series goes on. */
    resumed: z.boolean(),
    /** The session that it was made of; not there: it began with a fresh one. */
    adopted: z.string().optional(),
  }),
  z.object({ type: z.literal('policy.changed'), ...base, changes: z.record(z.string(), z.unknown()) }),
  z.object({
    type: z.literal('session.started'),
    ...base,
    sessionId: z.string(),
    n: z.number().int(),
    pid: z.number().int(),
  }),
  z.object({
    type: z.literal('context'),
    ...base,
    sessionId: z.string(),
    used: z.number(),
    window: z.number(),
    percent: z.number(),
    source: ContextSource,
  }),
  z.object({ type: z.literal('nudge'), ...base, sessionId: z.string(), used: z.number(), due: z.number() }),
  z.object({ type: z.literal('checkpoint.requested'), ...base, sessionId: z.string(), reason: z.string() }),
  z.object({ type: z.literal('checkpoint.rejected'), ...base, sessionId: z.string(), why: z.array(z.string()) }),
  z.object({
    type: z.literal('checkpoint.verified'),
    ...base,
    n: z.number().int(),
    kind: CheckpointKind,
    files: z.array(z.string()),
    sha256: z.string(),
    ref: z.string().nullable(),
    /** What a person should know of it: no ref and why, masked files, skipped files. */
    notes: z.array(z.string()),
  }),
  z.object({
    type: z.literal('session.ended'),
    ...base,
    sessionId: z.string(),
    exitCode: z.number().nullable(),
    signal: z.string().nullable(),
    /** From the first signal to the last process gone; for a session that ended by itself 0. */
    ms: z.number(),
  }),
  z.object({ type: z.literal('session.resumed'), ...base, sessionId: z.string(), pid: z.number().int() }),
  z.object({
    type: z.literal('pickup'),
    ...base,
    sessionId: z.string(),
    /** Number of the checkpoint picked up, 0 for the first session. */
    checkpoint: z.number().int(),
    files: z.array(z.string()),
  }),
  z.object({ type: z.literal('waiting'), ...base, for: z.string(), kind }),
  z.object({ type: z.literal('needs-attention'), ...base, why: z.string(), kind }),
  z.object({ type: z.literal('series.completed'), ...base, ...summary }),
  z.object({ type: z.literal('series.stopped'), ...base, ...summary }),
])
export type RunEvent = z.infer<typeof RunEvent>
export type RunEventType = RunEvent['type']

/** An event as the store keeps it; `seq` rises by one within a series, from 1. */
export const StoredEvent = z.object({ seq: z.number().int(), event: RunEvent })
export type StoredEvent = z.infer<typeof StoredEvent>
