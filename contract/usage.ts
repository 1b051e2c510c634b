import { z } from 'zod'

/** Tokens of one or many API responses. Units: tokens. */
export const TokenCounts = z.object({
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  cacheWrite5m: z.number(),
  cacheWrite1h: z.number(),
})
export type TokenCounts = z.infer<typeof TokenCounts>

export const NO_TOKENS: TokenCounts = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }

/** Where a context figure was measured. */
export const ContextSource = z.enum(['statusline', 'transcript'])
export type ContextSource = z.infer<typeof ContextSource>

/** How full a session's window was at one moment. `used` null: unknown (before the first response, after a compaction). */
export const ContextReading = z.object({
  used: z.number().nullable(),
  window: z.number(),
  /** used / window * 100, unrounded; null when `used` is. */
  percent: z.number().nullable(),
  source: ContextSource,
  /** When it was measured, ISO 8601. */
  at: z.string(),
})
export type ContextReading = z.infer<typeof ContextReading>
