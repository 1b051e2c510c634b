import { z } from 'zod'

/** A figure with the range in which it lies four times of five (80 %). `high` null: it may never come. */
export const Spread = z.object({ low: z.number(), mid: z.number(), high: z.number().nullable() })
export type Spread = z.infer<typeof Spread>

/** When a session's context will reach the point where a checkpoint is due, told from what was measured of it so far. */
export const ContextForecast = z.object({
  /** Tokens at which it is due. */
  due: z.number(),
  /** Turns from now on, parts of one among them; below 1: within the turn that runs, or else the next. 0: it is due. */
  turns: Spread,
  /** Minutes of work from now on; null: no turn of it has been timed. */
  minutes: Spread.nullable(),
  /** How it was made: the one that did best in the back-test for as much as was known. */
  method: z.enum(['growth', 'last-turn', 'linear']),
  /** Turns that it rests on: of this session, and of earlier ones like it. */
  basis: z.object({ own: z.number().int(), earlier: z.number().int() }),
  at: z.string(),
})
export type ContextForecast = z.infer<typeof ContextForecast>

/** What will be spent in a span of time that has begun, USD. */
export const SpendForecast = z.object({
  span: z.enum(['day', 'week']),
  /** Null: all projects. */
  project: z.string().nullable(),
  /** First day of it, YYYY-MM-DD local time. */
  from: z.string(),
  /** Spent in it so far. */
  soFar: z.number(),
  /** At its end; null: too little is known to say. */
  atEnd: Spread.nullable(),
  /** Days of the past that it rests on. */
  basisDays: z.number().int(),
})
export type SpendForecast = z.infer<typeof SpendForecast>

/** A limit of the plan as the agent itself reported it. None is ever assumed. */
export const PlanLimit = z.object({
  agent: z.enum(['claude', 'codex']),
  /** As the agent names it: five_hour, seven_day, primary, secondary. */
  name: z.string(),
  /** Minutes of its window; null: not told. */
  windowMinutes: z.number().nullable(),
  usedPercent: z.number(),
  /** When it begins anew; null: not told. */
  resetsAt: z.string().nullable(),
  /** Where it was read, and when that was written. */
  source: z.enum(['statusline', 'transcript']),
  at: z.string(),
})
export type PlanLimit = z.infer<typeof PlanLimit>
