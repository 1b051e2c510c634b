import { z } from 'zod'
import { Problem } from './problem.ts'
import { TokenCounts } from './usage.ts'

/** Who sends telemetry. `other`: none that Baton knows. */
export const AgentName = z.enum(['claude', 'codex', 'gemini', 'other'])
export type AgentName = z.infer<typeof AgentName>

export const TelemetrySignal = z.enum(['metrics', 'logs', 'traces'])
export type TelemetrySignal = z.infer<typeof TelemetrySignal>

const Count = z.number().int().nonnegative()
/** Counts by reason; a reason that never came is not there. */
const Counts = z.record(z.string(), Count)

/** One of the two ports that take telemetry. */
export const ReceiverView = z.object({
  protocol: z.enum(['http', 'grpc']),
  /** `elsewhere`: the port wanted is taken, see `problem`, and another one is used. */
  state: z.enum(['listening', 'elsewhere', 'off', 'failed']),
  wantedPort: z.number().int(),
  /** Null: not bound. */
  port: z.number().int().nullable(),
  problem: Problem.nullable(),
  /** Requests by how they were answered: ok, partial, refused, busy, malformed. */
  requests: Counts,
  bytes: Count,
})
export type ReceiverView = z.infer<typeof ReceiverView>

/** What one step of the processor did since the start. `dropped`: by reason. */
export const StepView = z.object({
  step: z.enum(['validate', 'dedupe', 'delta', 'attribute', 'aggregate', 'batch']),
  in: Count,
  out: Count,
  dropped: Counts,
})
export type StepView = z.infer<typeof StepView>

/** A name that this version does not know, kept and counted. */
export const UnknownName = z.object({
  agent: AgentName,
  signal: TelemetrySignal,
  name: z.string(),
  count: Count,
  lastAt: z.string(),
})
export type UnknownName = z.infer<typeof UnknownName>

/** How far forwarding got. */
export const ForwardView = z.object({
  endpoint: z.string(),
  /** `waiting`: the endpoint does not take it, tried again at `nextTryAt`. */
  state: z.enum(['idle', 'sending', 'waiting', 'failed']),
  queued: z.object({ requests: Count, bytes: Count, oldestAt: z.string().nullable() }),
  sent: Count,
  /** Requests lost, by reason: the queue's bound, refused for good. */
  dropped: Counts,
  /** Points that the endpoint did not take out of requests that it took. */
  rejectedPoints: Count.optional(),
  nextTryAt: z.string().nullable(),
  problem: Problem.nullable(),
})
export type ForwardView = z.infer<typeof ForwardView>

/** What the receiver knows of itself. Counters begin with the core. */
export const TelemetryState = z.object({
  since: z.string(),
  receivers: z.array(ReceiverView),
  /** Points since the start by signal and outcome (accepted, duplicate, rejected, redundant …). */
  received: z.record(TelemetrySignal, Counts),
  steps: z.array(StepView),
  /** Requests that wait to be stored. */
  queue: z.object({ requests: Count, bytes: Count }),
  unknown: z.array(UnknownName),
  lastError: z.object({ at: z.string(), what: z.string() }).nullable(),
  /** Null: nothing is forwarded. */
  forward: ForwardView.nullable(),
})
export type TelemetryState = z.infer<typeof TelemetryState>

/** A session that telemetry told of, hosted or not. */
export const TelemetrySession = z.object({
  agent: AgentName,
  /** Null: a sender that names no session; `origin` tells it apart. */
  sessionId: z.string().nullable(),
  origin: z.string(),
  seriesId: z.string().nullable(),
  project: z.string().nullable(),
  firstAt: z.string(),
  lastAt: z.string(),
  models: z.array(z.string()),
  requests: Count,
  tokens: TokenCounts,
  /** USD of its priced requests; null: none has a price. */
  costUsd: z.number().nullable(),
  /** Requests whose agent told no cost, of a model that no price table knows. */
  unpriced: Count,
  /** Share of the transcript's requests that telemetry told of, 0 to 1; null: no transcript of it is known. */
  captured: z.number().nullable(),
})
export type TelemetrySession = z.infer<typeof TelemetrySession>
