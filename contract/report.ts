import { z } from 'zod'
import { Box, Checkpoint, SeriesStatus } from './series.ts'
import { TokenCounts } from './usage.ts'

/** A stretch in which the series did not work. */
export const Wait = z.object({ for: z.string(), from: z.string(), to: z.string().nullable() })

/** Less is the rounding of figures that were each rounded; USD. */
export const UNATTRIBUTED_SHOWN_USD = 0.005

/** What one session did, for the morning report. */
export const SessionReport = z.object({
  sessionId: z.string(),
  n: z.number().int(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** How it ended in words: "handed over at checkpoint 2", "ended by itself (signal 9)". */
  end: z.string(),
  peakContext: z.number().nullable(),
  window: z.number().nullable(),
  boxesDone: z.array(z.string()),
  /** Lines of `git diff --stat` between the checkpoints around it; empty when unknown. */
  changed: z.array(z.string()),
  checkpoint: Checkpoint.nullable(),
  costUsd: z.number(),
  /** What the agent itself says that it cost beyond `costUsd`; null: it said nothing. */
  unattributedUsd: z.number().nullable(),
  tokens: TokenCounts,
})
export type SessionReport = z.infer<typeof SessionReport>

export const SeriesReport = z.object({
  id: z.string(),
  project: z.string(),
  task: z.string(),
  status: SeriesStatus,
  why: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  boxes: z.array(Box),
  sessions: z.array(SessionReport),
  waits: z.array(Wait),
  costUsd: z.number(),
  /** Of all its sessions together. */
  unattributedUsd: z.number().nullable(),
  tokens: TokenCounts,
})
export type SeriesReport = z.infer<typeof SeriesReport>
