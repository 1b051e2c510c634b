import type { Advice, AdviceExplained } from '../../contract/analytics.ts'
import { duePoint } from '../../contract/policy.ts'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { Settings } from '../../contract/settings.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import { layeredPolicy } from '../series/policy-layers.ts'
import type { LedgerSession, LedgerStore } from '../store/scan-types.ts'
import { ADVISERS, gatherAdvice, type AdviceRange } from '../usage/advice.ts'
import { dismisses, parseAdviceId, type AdviceRef } from '../usage/advice-id.ts'
import type { AdviceContext, Adviser, PriceOf } from '../usage/advice-types.ts'
import { addDays, startOfDay } from '../usage/days.ts'
import { slicer } from './sliced.ts'

export interface AdviceParts {
  store: Pick<LedgerStore, 'usage' | 'ledgerSessions' | 'ledgerRequests'>
  settings(): Pick<Settings, 'policy' | 'projects'>
  priceOf: PriceOf
  now(): number
}

/** Sessions that are asked for at once. */
const SESSIONS_A_PAGE = 200
const ALL_GROUPS = 100_000

/** What would have been cheaper between two days of local time (included), from every session of that time. */
export async function adviceOf(parts: AdviceParts, range: AdviceRange): Promise<Advice[]> {
  return (await gathered(parts, range, ADVISERS, false)).map(({ advice }) => advice)
}

/** An advice reckoned anew from the ledger, with all its rows; its id is another one if sessions came since. Problems: `unknown-advice`. */
export async function explainAdvice(parts: AdviceParts, id: string): Promise<Outcome<AdviceExplained>> {
  const ref = parseAdviceId(id)
  if (ref === null) return unknownAdvice(id, 'no advice has such an id')
  const of = ADVISERS.filter(({ kind }) => kind === ref.kind)
  const explained = await gathered(parts, ref, of, true)
  const found =
    explained.find(({ advice }) => advice.id === id) ??
    // Sessions that came since make another id of it; it is the same advice.
    explained.find(({ advice }) => parseAdviceId(advice.id)?.variant === ref.variant)
  return found === undefined ? unknownAdvice(id, 'the ledger does not bear it out any more') : success(found)
}

/** Ids that have to be forgotten so that an advice is told again. */
export function dismissedBy(dismissed: readonly string[], id: string): string[] {
  return dismissed.filter((one) => dismisses(one, id))
}

function unknownAdvice(id: string, cause: string): Outcome<never> {
  return failure('unknown-advice', `advice ${id}`, cause, 'see `baton usage --advice` for what there is')
}

async function gathered(
  parts: AdviceParts,
  { from, until }: AdviceRange | AdviceRef,
  advisers: readonly Adviser[],
  keepRows: boolean,
): Promise<AdviceExplained[]> {
  const context = { ...(await contextOf(parts, { from, until })), keepRows }
  const gatherer = gatherAdvice({ from, until }, context, advisers)
  const inSlices = slicer()
  for await (const session of sessionsSince(parts, context.from)) {
    if (session.firstAt >= context.until) continue
    const requests = await parts.store.ledgerRequests(session.sessionId)
    await inSlices(gatherer.look({ session, requests }))
  }
  return gatherer.finish()
}

/** Each once, though they change places while they are read. */
async function* sessionsSince({ store }: AdviceParts, since: number): AsyncGenerator<LedgerSession> {
  const seen = new Set<string>()
  for (let offset = 0; ; offset += SESSIONS_A_PAGE) {
    const page = await store.ledgerSessions({ since, limit: SESSIONS_A_PAGE, offset })
    for (const session of page) {
      if (seen.has(session.sessionId)) continue
      seen.add(session.sessionId)
      yield session
    }
    if (page.length < SESSIONS_A_PAGE) return
  }
}

async function contextOf(parts: AdviceParts, { from, until }: AdviceRange): Promise<Omit<AdviceContext, 'keepRows'>> {
  const { rows } = await parts.store.usage({
    from,
    until,
    by: ['agent', 'model'],
    order: 'key',
    limit: ALL_GROUPS,
  })
  const models = new Map<AgentName, string[]>()
  for (const { agent, model, requests } of rows) {
    if (agent === undefined || model === undefined || requests === 0) continue
    models.set(agent, [...(models.get(agent) ?? []), model])
  }
  return {
    from: startOfDay(from),
    until: startOfDay(addDays(until, 1)),
    now: parts.now(),
    priceOf: parts.priceOf,
    models,
    dueOf: duePoints(parts.settings()),
  }
}

/** Where a checkpoint of a session is due by the settings of its project. */
function duePoints(settings: Pick<Settings, 'policy' | 'projects'>): AdviceContext['dueOf'] {
  const policies = new Map<string, ReturnType<typeof layeredPolicy>>()
  return ({ project, context }) => {
    const window = context?.window ?? null
    if (window === null) return null
    const key = project ?? ''
    const policy = policies.get(key) ?? layeredPolicy(settings, key)
    policies.set(key, policy)
    return duePoint(policy, window, context?.model ?? undefined).due
  }
}
