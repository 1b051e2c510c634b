import type { LedgerRequest } from '../../contract/ledger.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import type { AdviceContext, PriceOf, Reckoned, SessionRequests } from './advice-types.ts'
import { insteadOf, without } from './instead.ts'
import { reckoning } from './reckoned.ts'
import { isPriced, promptOf, ROWS_A_SLICE, shrank } from './threads.ts'

/**
 * What one handover takes. Assumed, and said so with each advice: the agent writes its dev-docs in a few calls, the next session
 * reads them in a few. What it took in a series of your own stands in that series' economy.
 */
export const HANDOVER = {
  /** Requests of the checkpoint, each reading the whole context. */
  checkpointRequests: 4,
  /** Tokens that it writes in all. */
  checkpointOutput: 4_000,
  /** Requests of the pickup. */
  pickupRequests: 4,
  pickupOutput: 800,
  /** What the dev-docs add to a fresh context. */
  docs: 8_000,
} as const

export interface Simulated extends Reckoned {
  handovers: number
  /** Tokens of the largest prompt that it had. */
  peak: number
}

/**
 * What a session would have cost if its main thread had handed over at each turn end with `due` tokens or more in its context.
 * Rows that it would not have changed are left out. Null: there would have been no handover, or something in it has no price.
 */
export function* simulateHandovers(
  { session, threads }: SessionRequests,
  due: number,
  context: Pick<AdviceContext, 'priceOf' | 'from' | 'until' | 'keepRows'>,
): Generator<void, Simulated | null> {
  const { priceOf } = context
  const thread = threads.get(null) ?? []
  const fresh = promptOf(thread[0]?.tokens ?? NO_TOKENS) + HANDOVER.docs
  const reckoned = reckoning(context)
  let handovers = 0
  let peak = 0
  /** Tokens that earlier handovers took off the context. */
  let off = 0
  for (const [index, request] of thread.entries()) {
    if (index % ROWS_A_SLICE === ROWS_A_SLICE - 1) yield
    const prompt = promptOf(request.tokens)
    peak = Math.max(peak, prompt)
    const before = thread[index - 1]
    if (before !== undefined && shrank(before, request)) off = 0
    const next = thread[index + 1]
    // It never gets smaller than a fresh one.
    const less = Math.min(off, Math.max(0, prompt - fresh))
    const left = prompt - less + request.tokens.output
    const handsOver = next !== undefined && request.endsTurn && left >= due && left > fresh && !shrank(request, next)
    if (less === 0 && !handsOver) continue
    if (!isPriced(request)) return null
    const smaller = insteadOf(priceOf, session.agent, request, { tokens: without(request.tokens, less) })
    const handover = handsOver ? costOf(priceOf, session.agent, request, left, fresh) : 0
    if (smaller === null || handover === null) return null
    reckoned.take({
      request,
      insteadUsd: smaller + handover,
      why: () => whyOf(less, handsOver ? left : null, handover),
    })
    if (!handsOver) continue
    handovers += 1
    off = prompt + request.tokens.output - fresh
  }
  return handovers === 0 ? null : { ...reckoned.result(), handovers, peak }
}

/** USD of one handover at a context of so many tokens. */
function costOf(
  priceOf: PriceOf,
  agent: SessionRequests['session']['agent'],
  { model, at }: LedgerRequest,
  context: number,
  fresh: number,
): number | null {
  const written = HANDOVER.checkpointOutput
  const own = agent === 'claude'
  const checkpoint = priceOf(agent, model, { ...NO_TOKENS, cacheRead: context, output: 0 }, at)
  const writing = priceOf(agent, model, { ...NO_TOKENS, output: written, ...cached(own, written) }, at)
  const start = priceOf(agent, model, { ...NO_TOKENS, ...cached(own, fresh), output: HANDOVER.pickupOutput }, at)
  const reading = priceOf(agent, model, { ...NO_TOKENS, cacheRead: fresh }, at)
  if (checkpoint === null || writing === null || start === null || reading === null) return null
  return checkpoint * HANDOVER.checkpointRequests + writing + start + reading * (HANDOVER.pickupRequests - 1)
}

function cached(own: boolean, count: number): { cacheWrite5m: number } | { input: number } {
  return own ? { cacheWrite5m: count } : { input: count }
}

function whyOf(less: number, handedOverAt: number | null, handoverUsd: number): string {
  const smaller = less === 0 ? [] : [`${less.toLocaleString('en')} tokens less in its context`]
  const handover =
    handedOverAt === null
      ? []
      : [`then a handover at ${handedOverAt.toLocaleString('en')} tokens for $${handoverUsd.toFixed(4)}`]
  return [...smaller, ...handover].join(', ')
}

/** The same in words. */
export const HANDOVER_ASSUMPTION =
  `A handover takes ${HANDOVER.checkpointRequests} requests that read the whole context and write ` +
  `${HANDOVER.checkpointOutput.toLocaleString('en')} tokens, then ${HANDOVER.pickupRequests} in a fresh context: the session's own ` +
  `first prompt with ${HANDOVER.docs.toLocaleString('en')} tokens of dev-docs. After it each request has as many tokens less in its ` +
  'context and does the same work; nothing has to be read again.'
