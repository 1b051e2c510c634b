import { z } from 'zod'
import { CheckpointKind, SeriesStatus } from './series.ts'
import { ContextSource } from './usage.ts'

/** Times of a timeline are ms since the epoch: they are plotted. */
const Time = z.number()

/** One session of a series as a lane. */
export const TimelineLane = z.object({
  /** The launch: stays the same over `/clear`. */
  launchId: z.string(),
  sessionId: z.string(),
  /** 1-based number of the fresh session; a resumed one has that of the session it resumes. */
  n: z.number().int(),
  mode: z.enum(['fresh', 'resume']),
  from: Time,
  /** Null while it lives. */
  to: Time.nullable(),
  /** How it ended, in words; "" while it lives. */
  end: z.string(),
  model: z.string().nullable(),
  /** Tokens; null before they are known. */
  window: z.number().nullable(),
  due: z.number().nullable(),
  soft: z.number().nullable(),
  /** Context in tokens over time, null: unknown from then on. Thinned to at most `points`, the peak kept. */
  context: z.array(z.tuple([Time, z.number().nullable()])),
  /** Where the figures of `context` were measured. */
  sources: z.array(ContextSource).optional(),
  /** Cost of the session so far in USD over time. Thinned the same way, the last kept. */
  cost: z.array(z.tuple([Time, z.number()])),
})
export type TimelineLane = z.infer<typeof TimelineLane>

export const TimelineMark = z.object({
  at: Time,
  kind: z.enum([
    'soft',
    'due',
    'rejected',
    'checkpoint',
    'pickup',
    'waiting',
    'attention',
    'policy',
    'resumed',
    'finished',
  ]),
  sessionId: z.string().nullable(),
  /** Number of the checkpoint, of the kinds `checkpoint` and `pickup`. */
  n: z.number().int().nullable(),
  /** Of a checkpoint: the agent wrote its handover, or Baton did, from transcript and git. */
  handover: CheckpointKind.optional(),
  label: z.string(),
})
export type TimelineMark = z.infer<typeof TimelineMark>

export const SeriesTimeline = z.object({
  seriesId: z.string(),
  status: SeriesStatus,
  from: Time,
  /** Now for a series that is not finished. */
  to: Time,
  /** In order of their start. */
  lanes: z.array(TimelineLane),
  marks: z.array(TimelineMark),
  /** Stretches in which the series did not work. */
  waits: z.array(z.object({ for: z.string(), from: Time, to: Time.nullable() })),
  /** Number of the last event that it holds. */
  seq: z.number().int(),
})
export type SeriesTimeline = z.infer<typeof SeriesTimeline>
