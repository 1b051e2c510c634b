import type { LedgerRequest } from '../../contract/ledger.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import type { AdviceWords, Adviser } from './advice-types.ts'
import { insteadOf, readInstead } from './instead.ts'
import { reckoning, type Reckoning } from './reckoned.ts'
import { isPriced, promptOf, ROWS_A_SLICE, shrank, writtenOf } from './threads.ts'

/** How long a prompt stays in the cache after it was last used, by what it was written as. Source: Anthropic's prompt caching. */
const SHORT_LIFE_MS = 5 * 60_000
const LONG_LIFE_MS = 60 * 60_000
/** Fewer tokens that were not read again are a change at the end of a prompt, no lost cache. */
const LOST_TOKENS = 5_000
/** Of what was in the cache. */
const LOST_SHARE = 0.5

export type MissCause = 'idle' | 'model-switch' | 'compaction' | 'unknown'

/** Prompts that were written again though they had been in the cache, by what is the cause. */
export const cacheMisses: Adviser = {
  kind: 'cache-misses',

  *look({ session, threads }, context) {
    const { from, until, priceOf } = context
    const found = new Map<MissCause, { tokens: number; reckoned: Reckoning }>()
    let seen = 0
    for (const thread of threads.values()) {
      let before: LedgerRequest | null = null
      for (const request of thread) {
        if ((seen += 1) % ROWS_A_SLICE === 0) yield
        const miss = before === null ? null : missOf(session.agent, before, request)
        const gap = before === null ? 0 : request.at - before.at
        before = request
        if (miss === null || miss.cause === 'compaction' || request.at < from || request.at >= until) continue
        if (!isPriced(request)) continue
        const tokens = readInstead(request.tokens, miss.lost)
        const insteadUsd = insteadOf(priceOf, session.agent, request, { tokens })
        if (insteadUsd === null || insteadUsd >= request.costUsd) continue
        const of = found.get(miss.cause) ?? { tokens: 0, reckoned: reckoning(context) }
        found.set(miss.cause, of)
        of.tokens += miss.lost
        of.reckoned.take({ request, insteadUsd, why: () => whyOf(miss.cause, miss.lost, gap) })
      }
    }
    return [...found].map(([cause, { tokens, reckoned }]) => {
      const result = reckoned.result()
      const times = result.count === 1 ? 'once' : `${result.count} times`
      return { variant: cause, seen: `${count(tokens)} tokens written again, ${times}: ${CAUSE[cause]}`, ...result }
    })
  },

  words: (variant) => WORDS[variant as MissCause] ?? WORDS.unknown,
}

/** What an answer did not read from the cache though the one before it in its thread had left it there; null: it read it. */
export function missOf(
  agent: AgentName,
  before: LedgerRequest,
  request: LedgerRequest,
): { cause: MissCause; lost: number } | null {
  const { tokens } = before
  // Agents that do not bill for writing keep every prompt by themselves.
  const kept = tokens.cacheRead + writtenOf(tokens) + (agent === 'claude' ? 0 : tokens.input)
  const again = Math.min(kept, promptOf(request.tokens))
  const lost = again - request.tokens.cacheRead
  if (lost < LOST_TOKENS || lost < again * LOST_SHARE) return null
  if (shrank(before, request)) return { cause: 'compaction', lost }
  if (before.model !== request.model) return { cause: 'model-switch', lost }
  const life = tokens.cacheWrite1h > tokens.cacheWrite5m ? LONG_LIFE_MS : SHORT_LIFE_MS
  return { cause: request.at - before.at > life ? 'idle' : 'unknown', lost }
}

const CAUSE: Record<MissCause, string> = {
  idle: 'after a pause longer than the cache lives',
  'model-switch': 'after a switch to another model',
  compaction: 'after a compaction',
  unknown: 'no pause and no switch explains it',
}

function whyOf(cause: MissCause, lost: number, gapMs: number): string {
  const pause = cause === 'idle' ? `, ${Math.round(gapMs / 60_000)} min after the answer before it` : ''
  return `${count(lost)} tokens read from the cache instead of written${pause}`
}

function count(tokens: number): string {
  return tokens.toLocaleString('en')
}

const SAME = 'What the answer before it in the same thread had left in the cache would have been read from it'

const WORDS: Record<MissCause, AdviceWords> = {
  idle: {
    title: 'Pauses that outlast the cache',
    body: 'Sessions went on after a pause longer than the cache lives, and their whole context was written again. Hand over or end a session before a long pause, or answer within the five minutes (an hour where the longer cache is used).',
    assumption: `${SAME}, as if the pause had been shorter. The cache lives five minutes, or an hour where most was written for an hour.`,
  },
  'model-switch': {
    title: 'Switching models within a session',
    body: 'Each model has a cache of its own: a switch in the middle of a session writes the whole context again. Switch right after a handover or /clear, or give the other work to a subagent.',
    assumption: `${SAME}, as if the model had not been switched; the answer costs what its own model costs.`,
  },
  compaction: {
    title: 'Compaction',
    body: 'A compaction writes the context anew.',
    assumption: SAME,
  },
  unknown: {
    title: 'The cache was lost without a pause',
    body: 'Contexts were written again though the cache should have lived. What stands at the start of a prompt changed (tools, MCP servers, settings, an edited CLAUDE.md), or the provider let go of it early.',
    assumption: `${SAME}. Neither a pause nor a switch of the model explains it, so it may not have been in anybody's hands.`,
  },
}
