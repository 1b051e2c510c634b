import type { Advice, AdviceExplained, Evidence } from '../../contract/analytics.ts'
import type { LedgerRequest } from '../../contract/ledger.ts'
import type { LedgerSession } from '../store/scan-types.ts'
import type { Finding, AdviceContext, Adviser, ReckonedRow, SessionRequests } from './advice-types.ts'
import { cacheMisses } from './advice-cache-misses.ts'
import { costlySubagents } from './advice-costly-subagents.ts'
import { adviceId } from './advice-id.ts'
import { longContext } from './advice-long-context.ts'
import { modelMix } from './advice-model-mix.ts'
import { threshold } from './advice-threshold.ts'
import { threadsOf } from './threads.ts'

export const ADVISERS: readonly Adviser[] = [modelMix, cacheMisses, longContext, costlySubagents, threshold]

/** Less is noise: not worth a person's time, or within what list prices are wrong by. */
const WORTH_USD = 0.5
const WORTH_SHARE = 0.02
/** Sessions that are named with an advice; its explanation names all. */
const NAMED_SESSIONS = 50

export interface AdviceRange {
  /** First and last day of local time. */
  from: string
  until: string
}

type ExplainedRow = AdviceExplained['rows'][number]

interface Group {
  adviser: Adviser
  variant: string
  evidence: Evidence[]
  rows: ExplainedRow[]
}

/** Gathers what advisers find, session by session. */
export interface AdviceGatherer {
  /** Looks at one session; pauses now and then. */
  look(one: Omit<SessionRequests, 'threads'>): Generator<void, void>
  /** The most that would have been saved first. */
  finish(): AdviceExplained[]
}

export function gatherAdvice(
  range: AdviceRange,
  context: AdviceContext,
  advisers: readonly Adviser[] = ADVISERS,
): AdviceGatherer {
  const groups = new Map<string, Group>()

  function add(adviser: Adviser, session: LedgerSession, whole: Whole, finding: Finding): void {
    const { variant, seen, rows, count, savedUsd } = finding
    if (count === 0) return
    const key = `${adviser.kind} ${variant}`
    const group = groups.get(key) ?? { adviser, variant, evidence: [], rows: [] }
    groups.set(key, group)
    const { agent, sessionId, project } = session
    group.evidence.push({ agent, sessionId, project, seen, ...whole, savedUsd })
    for (const row of rows) group.rows.push(explained(sessionId, row))
  }

  return {
    *look({ session, requests }) {
      const whole = wholeOf(requests, context)
      if (whole.requests === 0) return
      yield
      const one = { session, requests, threads: threadsOf(requests) }
      for (const adviser of advisers) {
        yield
        for (const finding of yield* adviser.look(one, context)) add(adviser, session, whole, finding)
      }
    },
    finish() {
      const all = [...groups.values()].map((group) => ({ group, advice: adviceOf(range, group) }))
      const worth = all.filter(({ group, advice }) => isWorth(group.adviser, advice) && isBest(all, group, advice))
      return worth
        .toSorted((a, b) => b.advice.savedUsd - a.advice.savedUsd)
        .map(({ advice, group }) => ({ advice, rows: group.rows }))
    },
  }
}

type Whole = Pick<Evidence, 'requests' | 'costUsd'>

/** What the whole session did in the time that is looked at. */
function wholeOf(requests: readonly LedgerRequest[], { from, until }: AdviceContext): Whole {
  let [answers, costUsd] = [0, 0]
  for (const request of requests) {
    if (request.kind !== 'answer' || request.at < from || request.at >= until) continue
    answers += 1
    costUsd += request.costUsd ?? 0
  }
  return { requests: answers, costUsd }
}

function adviceOf(range: AdviceRange, { adviser, variant, evidence }: Group): Advice {
  const savedUsd = evidence.reduce((sum, one) => sum + one.savedUsd, 0)
  const costUsd = evidence.reduce((sum, one) => sum + one.costUsd, 0)
  const ids = evidence.map(({ sessionId }) => sessionId)
  return {
    id: adviceId({ kind: adviser.kind, ...range }, variant, ids),
    kind: adviser.kind,
    ...adviser.words(variant),
    savedUsd,
    savedShare: costUsd === 0 ? 0 : savedUsd / costUsd,
    ...range,
    evidence: evidence.toSorted((a, b) => b.savedUsd - a.savedUsd).slice(0, NAMED_SESSIONS),
    sessions: evidence.length,
    dismissed: false,
  }
}

function isWorth({ bestFrom }: Adviser, { savedUsd, savedShare }: Advice): boolean {
  return savedUsd >= WORTH_USD && savedShare >= Math.max(WORTH_SHARE, bestFrom ?? 0)
}

/** Of variants that exclude each other the one that saves most. */
function isBest(all: { group: Group; advice: Advice }[], group: Group, advice: Advice): boolean {
  if (group.adviser.bestFrom === undefined) return true
  return !all.some((other) => other.group.adviser === group.adviser && other.advice.savedUsd > advice.savedUsd)
}

function explained(sessionId: string, { request, insteadUsd, why }: ReckonedRow): ExplainedRow {
  const { id, model, costUsd, costSource } = request
  return { sessionId, id, at: new Date(request.at).toISOString(), model, costUsd, costSource, insteadUsd, why: why() }
}
