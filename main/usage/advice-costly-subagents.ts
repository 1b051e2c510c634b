import type { LedgerRequest } from '../../contract/ledger.ts'
import type { AdviceContext, Adviser, ReckonedRow, SessionRequests } from './advice-types.ts'
import { NO_TOKENS, type TokenCounts } from '../../contract/usage.ts'
import { insteadOf } from './instead.ts'
import { reckoning } from './reckoned.ts'
import { isPriced, promptOf, ROWS_A_SLICE, shrank, type PricedAnswer } from './threads.ts'

/** Subagents that cost more than the same work would have cost in the main thread. */
export const costlySubagents: Adviser = {
  kind: 'costly-subagents',

  *look(one, context) {
    const { threads } = one
    const main = threads.get(null) ?? []
    const reckoned = reckoning(context)
    /** What later requests of the main thread would have carried in all. */
    const carried = new Map<string, { request: PricedAnswer; tokens: number }>()
    let subagents = 0
    for (const [agentId, thread] of threads) {
      yield
      if (agentId === null) continue
      const inMain = inMainThread(one, main, thread, context)
      if (inMain === null) continue
      subagents += 1
      for (const row of inMain.rows) reckoned.take(row)
      for (const request of inMain.later) {
        const before = carried.get(request.id)
        carried.set(request.id, { request, tokens: (before?.tokens ?? 0) + inMain.added })
      }
    }
    let done = 0
    for (const { request, tokens } of carried.values()) {
      if ((done += 1) % ROWS_A_SLICE === 0) yield
      const insteadUsd = carrying(context, one, request, tokens)
      if (insteadUsd === null) return []
      reckoned.take({ request, insteadUsd, why: () => `${tokens.toLocaleString('en')} tokens more in its context` })
    }
    if (subagents === 0) return []
    const seen = `${subagents} ${subagents === 1 ? 'subagent that cost' : 'subagents that cost'} more than the main thread would have`
    return [{ variant: '', seen, ...reckoned.result() }]
  },

  words: () => ({
    title: 'Subagents that cost more than they return',
    body: 'These subagents began with a context of their own, read much again and returned little. The same look-ups in the main thread would have cost less, carrying what they read included: give a subagent what it needs to know, or do small look-ups directly.',
    assumption:
      "The main thread makes the same requests with its own model: it reads its context as it was when the subagent began, writes what the subagent's own context grew by, and every later request up to the next compaction carries that along.",
  }),
}

interface InMain {
  rows: ReckonedRow[]
  /** Tokens that would have stayed in the context. */
  added: number
  later: PricedAnswer[]
}

/** The work of a subagent as the main thread would have done it; null: it would not have been cheaper, or cannot be reckoned. */
function inMainThread(
  one: SessionRequests,
  main: readonly LedgerRequest[],
  thread: readonly LedgerRequest[],
  context: AdviceContext,
): InMain | null {
  const [first] = thread
  const last = thread.at(-1)
  if (first === undefined || last === undefined) return null
  if (first.at < context.from || last.at >= context.until) return null
  const start = main.findLast(({ at }) => at <= first.at)
  if (start === undefined) return null
  const { agent } = one.session
  const begun = promptOf(start.tokens) + start.tokens.output
  const rows: ReckonedRow[] = []
  let grown = 0
  for (const [index, request] of thread.entries()) {
    if (!isPriced(request)) return null
    const before = thread[index - 1]
    // What came in since: a tool's result. Its task is in the main thread already.
    const grew = before === undefined ? 0 : Math.max(0, promptOf(request.tokens) - promptOf(before.tokens))
    const written = agent === 'claude' ? { cacheWrite5m: grew } : { input: grew }
    const tokens: TokenCounts = { ...NO_TOKENS, ...written, output: request.tokens.output, cacheRead: begun + grown }
    const insteadUsd = insteadOf(context.priceOf, agent, request, { model: start.model, tokens })
    if (insteadUsd === null) return null
    rows.push({ request, insteadUsd, why: () => `in the main thread on ${start.model}` })
    grown += grew
  }
  // Its last words are in the main thread's context as it is.
  const later = untilCompaction(main, start, last.at)
  const extra = later.reduce(
    (sum, request) => sum + (carrying(context, one, request, grown) ?? request.costUsd) - request.costUsd,
    0,
  )
  const saved = rows.reduce((sum, { request, insteadUsd }) => sum + request.costUsd - insteadUsd, 0)
  return saved - extra > 0 ? { rows, added: grown, later } : null
}

/** Priced answers of the main thread after a time, up to where its context is another one. */
function untilCompaction(main: readonly LedgerRequest[], start: LedgerRequest, after: number): PricedAnswer[] {
  const later: PricedAnswer[] = []
  let before = start
  for (const request of main.slice(main.indexOf(start) + 1)) {
    if (shrank(before, request)) break
    if (request.at > after && isPriced(request)) later.push(request)
    before = request
  }
  return later
}

function carrying(
  { priceOf }: AdviceContext,
  { session }: SessionRequests,
  request: PricedAnswer,
  tokens: number,
): number | null {
  const more = { ...request.tokens, cacheRead: request.tokens.cacheRead + tokens }
  return insteadOf(priceOf, session.agent, request, { tokens: more })
}
