import { z } from 'zod'
import { AgentName } from './telemetry.ts'

/** A person's own prices of models, USD per million tokens; they go before the built-in ones for requests in their time. */
export const PriceOverride = z.strictObject({
  agent: AgentName.optional(),
  /** Model ids as the agent names them, without date or provider. */
  models: z.array(z.string().min(1)).min(1),
  /** From this day on, and before that one (YYYY-MM-DD, UTC); not given: without an end. */
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  /** For prompts of at most so many tokens; not given: of any size. Smaller ones go first. */
  upToTokens: z.number().int().positive().optional(),
  /** For fast mode; not given: for the usual speed. */
  fast: z.boolean().optional(),
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
  cacheRead: z.number().nonnegative(),
  /** As `input` where they are not given. */
  cacheWrite5m: z.number().nonnegative().optional(),
  cacheWrite1h: z.number().nonnegative().optional(),
})
export type PriceOverride = z.infer<typeof PriceOverride>

/** A table of list prices that is built in, with when and where it was read. */
export const PriceTable = z.object({
  agent: AgentName,
  date: z.string(),
  source: z.string(),
  prices: z.array(PriceOverride),
})
export type PriceTable = z.infer<typeof PriceTable>
