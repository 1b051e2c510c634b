import type { LedgerRequest } from '../../contract/ledger.ts'
import { NO_TOKENS, type TokenCounts } from '../../contract/usage.ts'
import type { LedgerSession } from '../store/scan-types.ts'
import type { AdviceContext, Adviser, Finding, PriceOf, SessionRequests } from './advice-types.ts'
import { threadsOf } from './threads.ts'

/** USD per million tokens: input, output, cache read, write for five minutes, for an hour. For tests. */
const PRICES: Record<string, [number, number, number, number, number]> = {
  dear: [10, 50, 1, 12.5, 20],
  cheap: [1, 5, 0.1, 1.25, 2],
}

export const testPrice: PriceOf = (_agent, model, tokens) => {
  const price = PRICES[model]
  if (price === undefined) return null
  const [input, output, read, short, long] = price
  const sum =
    tokens.input * input +
    tokens.output * output +
    tokens.cacheRead * read +
    tokens.cacheWrite5m * short +
    tokens.cacheWrite1h * long
  return sum / 1_000_000
}

export const MINUTE = 60_000
/** In the time that `testContext` looks at. */
export const START = Date.UTC(2026, 9, 15, 12)

/** An answer at list price, minutes after START. */
export function answer(
  minutes: number,
  tokens: Partial<TokenCounts>,
  change: Partial<LedgerRequest> = {},
): LedgerRequest {
  const model = change.model ?? 'dear'
  const all = { ...NO_TOKENS, ...tokens }
  return {
    id: `m${minutes}${change.agentId ?? ''}`,
    requestId: `r${minutes}`,
    agentId: null,
    model,
    tokens: all,
    costUsd: testPrice('claude', model, all, 0),
    costSource: 'list',
    kind: 'answer',
    endsTurn: false,
    at: START + minutes * MINUTE,
    ...change,
  }
}

export function sessionOf(requests: LedgerRequest[], change: Partial<LedgerSession> = {}): SessionRequests {
  const session: LedgerSession = {
    agent: 'claude',
    sessionId: 's',
    project: '/p',
    title: null,
    path: null,
    firstAt: requests[0]?.at ?? START,
    lastAt: requests.at(-1)?.at ?? START,
    context: null,
    figures: { requests: 0, errors: 0, turns: 0, tokens: NO_TOKENS, costUsd: 0, unpriced: 0 },
    subagents: 0,
    reportedUsd: null,
    unattributedUsd: null,
    ending: 'turn-ended',
    seriesId: null,
    ...change,
  }
  return { session, requests, threads: threadsOf(requests) }
}

export function testContext(change: Partial<AdviceContext> = {}): AdviceContext {
  return {
    from: START - 24 * 60 * MINUTE,
    until: START + 24 * 60 * MINUTE,
    now: START + 48 * 60 * MINUTE,
    keepRows: true,
    priceOf: testPrice,
    models: new Map([['claude', ['dear', 'cheap']]]),
    dueOf: () => null,
    ...change,
  }
}

/** All that an adviser finds, its pauses passed over. */
export function found(adviser: Adviser, one: SessionRequests, context = testContext()): Finding[] {
  return drained(adviser.look(one, context))
}

export function drained<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}

/** USD, to the tenth of a cent's thousandth, so that sums of binary fractions compare. */
export function savedBy(finding: Finding | undefined): number {
  return Math.round((finding?.savedUsd ?? 0) * 1e8) / 1e8
}
