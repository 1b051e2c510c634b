import type { LedgerRequest, UsageFigures } from '../../../contract/ledger.ts'
import { addFigures, NO_USAGE, writtenOf } from './figures.ts'

/** Of one request, in the shape of sums. */
export function figuresOfRequest(request: LedgerRequest): UsageFigures {
  const answer = request.kind === 'answer'
  return {
    ...NO_USAGE,
    requests: answer ? 1 : 0,
    errors: answer ? 0 : 1,
    turns: answer && request.endsTurn && request.agentId === null ? 1 : 0,
    tokens: request.tokens,
    costUsd: request.costUsd ?? 0,
    unpriced: answer && request.costUsd === null ? 1 : 0,
  }
}

export interface Subagent {
  agentId: string
  models: string[]
  figures: UsageFigures
  /** Of its first and its last request, ms since the epoch. */
  from: number
  until: number
}

/** Subagents in the order in which they began. */
export function subagentsOf(requests: readonly LedgerRequest[]): Subagent[] {
  const found = new Map<string, Subagent>()
  for (const request of requests) {
    const { agentId, model, at } = request
    if (agentId === null) continue
    const had = found.get(agentId) ?? { agentId, models: [], figures: NO_USAGE, from: at, until: at }
    found.set(agentId, {
      ...had,
      models: had.models.includes(model) ? had.models : [...had.models, model],
      figures: addFigures(had.figures, figuresOfRequest(request)),
      from: Math.min(had.from, at),
      until: Math.max(had.until, at),
    })
  }
  return [...found.values()].sort((a, b) => a.from - b.from)
}

/** Tokens in the window of the main thread at each of its answers; output is not counted. Times: ms since the epoch. */
export function contextPoints(requests: readonly LedgerRequest[]): { time: number[]; used: number[] } {
  const time: number[] = []
  const used: number[] = []
  for (const { agentId, kind, tokens, at } of requests) {
    const context = tokens.input + tokens.cacheRead + writtenOf(tokens)
    if (agentId !== null || kind !== 'answer' || context === 0) continue
    // A plot needs times that never fall: what was written in one line of a moment stands at that moment.
    time.push(Math.max(at, time.at(-1) ?? at))
    used.push(context)
  }
  return { time, used }
}
