import { z } from 'zod'
import { AgentName } from './telemetry.ts'
import { TokenCounts } from './usage.ts'

/** Whose figure a cost is: the agent's own, ours by list prices, or nobody's. */
export const CostSource = z.enum(['agent', 'list', 'none'])
export type CostSource = z.infer<typeof CostSource>

/** A day of local time, as it was on this machine when the request was made. */
export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'give a day as YYYY-MM-DD')

export const UsageDimension = z.enum(['day', 'project', 'agent', 'model', 'series', 'session', 'costSource'])
export type UsageDimension = z.infer<typeof UsageDimension>

/** `model` of what an agent says that a session cost beyond all requests that are known (compactions have no transcript line). */
export const UNATTRIBUTED_MODEL = 'unattributed'

/** What is asked of the ledger. Days are included at both ends; null: without an end. */
export const UsageQuery = z.object({
  from: Day.nullable().default(null),
  until: Day.nullable().default(null),
  by: z.array(UsageDimension).max(5).default([]),
  /** Real path of a project; "" for what no project is known of. */
  project: z.string().optional(),
  agent: AgentName.optional(),
  model: z.string().optional(),
  seriesId: z.string().optional(),
  sessionId: z.string().optional(),
  /** `key`: by the dimensions in their order (days rising). */
  order: z.enum(['key', 'cost']).default('key'),
  limit: z.number().int().min(1).max(10_000).default(1_000),
})
export type UsageQuery = z.infer<typeof UsageQuery>

const Count = z.number().int().nonnegative()

export const UsageFigures = z.object({
  /** Responses of a model. */
  requests: Count,
  /** Requests that ended in an error. */
  errors: Count,
  /** Turns of main threads that came to their end. */
  turns: Count,
  tokens: TokenCounts,
  /** Sum of what has a price, USD. */
  costUsd: z.number(),
  /** Responses that have none. */
  unpriced: Count,
})
export type UsageFigures = z.infer<typeof UsageFigures>

/** One group of the ledger. A dimension that was not asked for is not there; null: it is not known. */
export const UsageRow = UsageFigures.extend({
  day: Day.optional(),
  project: z.string().nullable().optional(),
  agent: AgentName.optional(),
  model: z.string().optional(),
  seriesId: z.string().nullable().optional(),
  sessionId: z.string().nullable().optional(),
  costSource: CostSource.optional(),
})
export type UsageRow = z.infer<typeof UsageRow>

export const UsageAnswer = z.object({
  rows: z.array(UsageRow),
  /** Of all groups, also of those past `limit`. */
  total: UsageFigures,
  /** Groups past `limit`. */
  more: Count,
})
export type UsageAnswer = z.infer<typeof UsageAnswer>

/** One request of the ledger, as advice and forecasts are made of. */
export const LedgerRequest = z.object({
  /** Message id of the transcript, else the id that telemetry gave. */
  id: z.string(),
  requestId: z.string(),
  /** Null: main thread. */
  agentId: z.string().nullable(),
  model: z.string(),
  tokens: TokenCounts,
  costUsd: z.number().nullable(),
  costSource: CostSource,
  /** An answer of a model, or a request that failed. */
  kind: z.enum(['answer', 'error']),
  /** The turn ended with it: no tool was called. */
  endsTurn: z.boolean(),
  /** Milliseconds since the epoch. */
  at: z.number(),
})
export type LedgerRequest = z.infer<typeof LedgerRequest>

/** A model's part in what was done, for a comparison across agents. Shares 0 to 1; null: nothing to divide by. */
export const ModelComparison = UsageFigures.extend({
  agent: AgentName,
  model: z.string(),
  /** Cached tokens of all tokens that went in. */
  cacheShare: z.number().nullable(),
  costPerTurn: z.number().nullable(),
  tokensPerTurn: z.number().nullable(),
  /** Boxes that its hosted sessions ticked; null: it was in no series. */
  tasksDone: Count.nullable(),
  /** Cost of those sessions by boxes ticked, USD. */
  costPerTask: z.number().nullable(),
})
export type ModelComparison = z.infer<typeof ModelComparison>
