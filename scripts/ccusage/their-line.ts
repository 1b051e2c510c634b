import { z } from 'zod'
import type { TokenCounts } from '../../contract/usage.ts'

/** A line as ccusage reads it. */
export interface TheirLine {
  messageId: string | null
  requestId: string | null
  /** Of the line; what the ledger goes by where a message has no id. */
  uuid: string | null
  /** It shows an API error as an answer. */
  apiError: boolean
  sidechain: boolean
  model: string | null
  fast: boolean
  speedTold: boolean
  tokens: TokenCounts
  webSearches: number
  costUsd: number | null
  at: number
  /** It is an advisor's answer, told of by another line. */
  advisor: boolean
  /** Answers of advisors, which it counts apart. */
  advisors: { model: string; tokens: TokenCounts }[]
}

const Text = z.string().optional()
const Count = z.number().int().nonnegative()
const Tokens = z.object({
  input_tokens: Count,
  output_tokens: Count,
  cache_creation_input_tokens: Count.default(0),
  cache_read_input_tokens: Count.default(0),
  cache_creation: z
    .object({ ephemeral_5m_input_tokens: Count.default(0), ephemeral_1h_input_tokens: Count.default(0) })
    .optional(),
})
const Searches = z.object({ web_search_requests: Count }).loose().optional().catch(undefined)
const Iteration = Tokens.extend({ type: z.literal('advisor_message'), model: z.string() })
const Line = z.object({
  timestamp: z.string(),
  version: Text,
  sessionId: Text,
  requestId: Text,
  costUSD: z.number().optional(),
  isSidechain: z.boolean().nullish(),
  uuid: z.unknown().optional(),
  isApiErrorMessage: z.unknown().optional(),
  message: z.object({
    id: Text,
    model: Text,
    usage: Tokens.extend({
      speed: z.enum(['standard', 'fast']).optional(),
      server_tool_use: Searches,
      iterations: z.array(z.unknown()).optional().catch(undefined),
    }),
  }),
})

/** Fields that may not be null anywhere in a line. Source: ccusage's adapter/claude/mod.rs. */
const NOT_NULL =
  /"(?:id|cwd|model|speed|costUSD|version|sessionId|requestId|isApiErrorMessage|cache_read_input_tokens|cache_creation_input_tokens)":null/
/** Half of a pair of surrogates, escaped: JavaScript takes it, a strict reader does not. */
const HALF_PAIR =
  /(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})/
const SEMVER = /^\d+\.\d+\.\d/

/** Reads a line by ccusage's rules; a text: why it passes over it; null: it is none that could count. */
export function theirLine(line: string): TheirLine | string | null {
  if (!line.includes('"usage":{')) return null
  const value = jsonOf(line)
  if (value === undefined) return null
  if (NOT_NULL.test(line)) return 'a field of the line is null'
  if (HALF_PAIR.test(line)) return 'its text has half a surrogate pair'
  const parsed = Line.safeParse(value)
  if (!parsed.success) return `its ${parsed.error.issues[0]?.path.join('.') ?? 'shape'} is of another form`
  const { timestamp, version, sessionId, requestId, costUSD, isSidechain, uuid, isApiErrorMessage, message } =
    parsed.data
  const at = Date.parse(timestamp)
  if (Number.isNaN(at)) return 'it has no time'
  if (version !== undefined && !SEMVER.test(version)) return 'its version has another form'
  if ([sessionId, requestId, message.id, message.model].includes('')) return 'one of its ids is empty'
  const { usage, model } = message
  return {
    messageId: message.id ?? null,
    requestId: requestId ?? null,
    uuid: typeof uuid === 'string' ? uuid : null,
    apiError: isApiErrorMessage === true,
    sidechain: isSidechain === true,
    model: model === undefined || model === '<synthetic>' ? null : model,
    fast: usage.speed === 'fast',
    speedTold: usage.speed !== undefined,
    tokens: tokensOf(usage),
    webSearches: usage.server_tool_use?.web_search_requests ?? 0,
    costUsd: costUSD ?? null,
    at,
    advisor: false,
    advisors: (usage.iterations ?? []).flatMap((one) => {
      const advisor = Iteration.safeParse(one)
      return advisor.success ? [{ model: advisor.data.model, tokens: tokensOf(advisor.data) }] : []
    }),
  }
}

/** Ids of a line that is passed over, to find it on the other side. */
export function idsOf(line: string): { messageId: string | null; requestId: string | null } {
  const Ids = z.object({ requestId: z.string().nullish(), message: z.object({ id: z.string().nullish() }) })
  const parsed = Ids.safeParse(jsonOf(line))
  if (!parsed.success) return { messageId: null, requestId: null }
  return { messageId: parsed.data.message.id ?? null, requestId: parsed.data.requestId ?? null }
}

function tokensOf(usage: z.infer<typeof Tokens>): TokenCounts {
  const { cache_creation: split } = usage
  return {
    input: usage.input_tokens,
    output: usage.output_tokens,
    cacheRead: usage.cache_read_input_tokens,
    cacheWrite5m: split === undefined ? usage.cache_creation_input_tokens : split.ephemeral_5m_input_tokens,
    cacheWrite1h: split?.ephemeral_1h_input_tokens ?? 0,
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
