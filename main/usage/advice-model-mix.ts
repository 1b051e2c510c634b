import type { LedgerRequest } from '../../contract/ledger.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import type { AdviceContext, Adviser, Finding, ReckonedRow } from './advice-types.ts'
import { insteadOf, writtenInstead } from './instead.ts'
import { reckoning, type Reckoning } from './reckoned.ts'
import { isPriced, promptOf, ROWS_A_SLICE, writtenOf } from './threads.ts'

/** A turn with more output than this did more than to answer or to look something up. Tokens. */
const SMALL_OUTPUT = 1_500
/** A turn that called tools counts as small while all that it saw is less. Tokens. */
const SMALL_CONTEXT = 50_000
const ARROW = ' → '

/** Small turns on a dear model that a cheaper model, which the person also uses, would have done for less. */
export const modelMix: Adviser = {
  kind: 'model-mix',

  *look({ session, threads }, context) {
    const found = new Map<string, { turns: number; reckoned: Reckoning }>()
    let seen = 0
    for (const thread of threads.values()) {
      for (const run of smallRuns(thread)) {
        seen += run.rows.length
        if (seen > ROWS_A_SLICE) {
          seen = 0
          yield
        }
        const best = cheapest(session.agent, run, context)
        if (best === null) continue
        const variant = `${run.model}${ARROW}${best.model}`
        const of = found.get(variant) ?? { turns: 0, reckoned: reckoning(context) }
        found.set(variant, of)
        of.turns += run.turns
        for (const row of best.rows) of.reckoned.take(row)
      }
    }
    return [...found].map(([variant, { turns, reckoned }]): Finding => {
      const [dear = '', cheap = ''] = variant.split(ARROW)
      return {
        variant,
        seen: `${turns} small ${turns === 1 ? 'turn' : 'turns'} on ${dear} that ${cheap} takes, too`,
        ...reckoned.result(),
      }
    })
  },

  words(variant) {
    const [dear = '', cheap = ''] = variant.split(ARROW)
    return {
      title: `Small turns on ${dear}`,
      body: `Short answers and small look-ups ran on ${dear}. ${cheap}, which you also use, is priced lower for the same tokens: switch to it for such turns, or for the subagents that do them.`,
      assumption: `A turn is small with at most ${SMALL_OUTPUT.toLocaleString('en')} tokens of output, and without a tool call or with a context of at most ${SMALL_CONTEXT.toLocaleString('en')} tokens. It takes as many tokens on the other model; what was in the cache is written to the other model's cache first, and back after it. Whether its answer would have been as good is not known.`,
    }
  },
}

interface Run {
  model: string
  turns: number
  rows: LedgerRequest[]
  /** The answer after it in its thread. */
  next: LedgerRequest | null
}

/** Small turns of a thread that follow each other on one model. */
function smallRuns(thread: readonly LedgerRequest[]): Run[] {
  const runs: Run[] = []
  let run: Run | null = null
  for (const turn of turnsOf(thread)) {
    const [first] = turn
    if (first === undefined) continue
    if (run !== null && run.next === null && (run.model !== first.model || !isSmall(turn))) run.next = first
    if (!isSmall(turn)) {
      run = null
      continue
    }
    if (run === null || run.model !== first.model)
      runs.push((run = { model: first.model, turns: 0, rows: [], next: null }))
    run.turns += 1
    run.rows.push(...turn)
  }
  return runs
}

function turnsOf(thread: readonly LedgerRequest[]): LedgerRequest[][] {
  const turns: LedgerRequest[][] = []
  let turn: LedgerRequest[] = []
  for (const request of thread) {
    turn.push(request)
    if (!request.endsTurn) continue
    turns.push(turn)
    turn = []
  }
  // A turn that did not end (yet) is none to judge.
  return turns
}

function isSmall(turn: readonly LedgerRequest[]): boolean {
  const [first] = turn
  const output = turn.reduce((sum, { tokens }) => sum + tokens.output, 0)
  if (first === undefined || output > SMALL_OUTPUT) return false
  if (turn.some((one) => one.model !== first.model || !isPriced(one))) return false
  return turn.length === 1 || turn.every(({ tokens }) => promptOf(tokens) <= SMALL_CONTEXT)
}

function cheapest(agent: AgentName, run: Run, context: AdviceContext): { model: string; rows: ReckonedRow[] } | null {
  let best: { model: string; rows: ReckonedRow[]; saved: number } | null = null
  for (const model of context.models.get(agent) ?? []) {
    if (model === run.model) continue
    const rows = onOtherModel(agent, run, model, context)
    const saved = rows.reduce((sum, { request, insteadUsd }) => sum + request.costUsd - insteadUsd, 0)
    if (saved > (best?.saved ?? 0)) best = { model, rows, saved }
  }
  return best
}

function onOtherModel(agent: AgentName, run: Run, model: string, context: AdviceContext): ReckonedRow[] {
  const inRange = ({ at }: LedgerRequest): boolean => at >= context.from && at < context.until
  const rows: ReckonedRow[] = []
  for (const [index, request] of run.rows.entries()) {
    if (!inRange(request) || !isPriced(request)) continue
    const tokens = index === 0 ? writtenInstead(agent, request.tokens, request.tokens.cacheRead) : request.tokens
    const insteadUsd = insteadOf(context.priceOf, agent, request, { model, tokens })
    // A model without a price is none to compare with.
    if (insteadUsd === null) return []
    const first = index === 0 ? ", with its prompt written to that model's cache" : ''
    rows.push({ request, insteadUsd, why: () => `on ${model}${first}` })
  }
  const { next } = run
  if (next !== null && next.model === run.model && inRange(next) && isPriced(next)) {
    const added = run.rows.reduce((sum, { tokens }) => sum + writtenOf(tokens), 0)
    const tokens = writtenInstead(agent, next.tokens, Math.min(added, next.tokens.cacheRead))
    const insteadUsd = insteadOf(context.priceOf, agent, next, { tokens })
    if (insteadUsd === null) return []
    rows.push({
      request: next,
      insteadUsd,
      why: () => `what the turns before it added is written to ${next.model}'s cache here`,
    })
  }
  return rows
}
