import { z } from 'zod'
import { CostSource } from './ledger.ts'
import { AgentName } from './telemetry.ts'

const Count = z.number().int().nonnegative()

/** What an advice rests on: one session, and what it would have saved there. */
export const Evidence = z.object({
  agent: AgentName,
  sessionId: z.string(),
  project: z.string().nullable(),
  /** What was seen, in words with its figures. */
  seen: z.string(),
  /** Of the session's requests: their number, and what they cost, USD. */
  requests: Count,
  costUsd: z.number(),
  savedUsd: z.number(),
})
export type Evidence = z.infer<typeof Evidence>

export const AdviceKind = z.enum(['model-mix', 'cache-misses', 'long-context', 'costly-subagents', 'threshold'])
export type AdviceKind = z.infer<typeof AdviceKind>

/** Something that would have been cheaper on the person's own history. */
export const Advice = z.object({
  /** The same for the same advice over the same rows; `baton usage --explain ID` recomputes it. */
  id: z.string(),
  kind: AdviceKind,
  title: z.string(),
  /** What to do, in one or two sentences. */
  body: z.string(),
  /** What is taken for granted in the reckoning. */
  assumption: z.string(),
  savedUsd: z.number(),
  /** Of what the same sessions cost, 0 to 1. */
  savedShare: z.number(),
  from: z.string(),
  until: z.string(),
  /** Those that would have saved most first. */
  evidence: z.array(Evidence),
  /** Sessions in all. */
  sessions: Count,
  dismissed: z.boolean(),
})
export type Advice = z.infer<typeof Advice>

/** An advice with every ledger row that it was reckoned from. */
export const AdviceExplained = z.object({
  advice: Advice,
  rows: z.array(
    z.object({
      sessionId: z.string(),
      id: z.string(),
      at: z.string(),
      model: z.string(),
      costUsd: z.number().nullable(),
      costSource: CostSource,
      /** What it would have cost, USD. */
      insteadUsd: z.number().nullable(),
      why: z.string(),
    }),
  ),
})
export type AdviceExplained = z.infer<typeof AdviceExplained>

/** When and how work is done. */
export const Patterns = z.object({
  from: z.string(),
  until: z.string(),
  /** By local time; `weekday` 0 is Monday. */
  hours: z.array(
    z.object({ weekday: Count, hour: Count, requests: Count, errors: Count, turns: Count, costUsd: z.number() }),
  ),
  /** Turns of each series by its boxes ticked; null: no box was ticked in this time. */
  turnsPerTask: z.number().nullable(),
  /** Of requests, 0 to 1; null: there was none. */
  errorRate: z.number().nullable(),
  /** Attempts made again, of requests, as telemetry told; null: it told nothing. */
  retryRate: z.number().nullable(),
  /** Longest first. */
  waits: z.array(
    z.object({ seriesId: z.string(), task: z.string(), for: z.string(), from: z.string(), ms: z.number() }),
  ),
})
export type Patterns = z.infer<typeof Patterns>

/** What one handover took and what the smaller context saved after it. Tokens are those that went in and out, cost in USD. */
export const CycleEconomy = z.object({
  /** Number of the checkpoint. */
  n: Count,
  at: z.string(),
  checkpoint: z.object({ tokens: Count, costUsd: z.number() }),
  pickup: z.object({ tokens: Count, costUsd: z.number() }),
  /** What the requests after it would have taken more without it; negative: the new context was the larger one. */
  saved: z.object({ tokens: z.number(), costUsd: z.number() }),
})
export type CycleEconomy = z.infer<typeof CycleEconomy>

export const SeriesEconomy = z.object({
  seriesId: z.string(),
  cycles: z.array(CycleEconomy),
  spent: z.object({ tokens: Count, costUsd: z.number() }),
  saved: z.object({ tokens: z.number(), costUsd: z.number() }),
  /** What it cost, and what the same work would have cost in one context. */
  actualUsd: z.number(),
  withoutUsd: z.number(),
  assumption: z.string(),
  /** Requests without a price, left out of it. */
  unpriced: Count,
})
export type SeriesEconomy = z.infer<typeof SeriesEconomy>
