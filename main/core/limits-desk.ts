import type { PlanLimit } from '../../contract/forecast.ts'
import { success } from '../../contract/problem.ts'
import type { RpcHandlers } from '../server/types.ts'
import type { Store } from '../store/types.ts'
import { pacer } from './pacer.ts'

/** So often at most are the limits that scans found looked up, ms. */
const LOOK_PACE_MS = 2_000
/** A figure that stays the same is told anew after this long, ms: its age is shown. */
const SAME_MS = 60_000
/** Resets that lie no farther apart are the same one, ms: agents round them. */
const SAME_RESET_MS = 120_000
/** A limit of which nothing was heard for so long after its reset is nobody's any more, ms. */
const FORGOTTEN_MS = 7 * 24 * 60 * 60_000
/** The pacer's only key. */
const ALL = 'all'

export interface LimitsDeskParts {
  store: Pick<Store, 'planLimits' | 'recordLimits'>
  /** Milliseconds since the epoch. */
  now(): number
  /** Another figure is known. */
  changed(): void
  fault(error: unknown): void
}

export interface LimitsDesk {
  limits(): PlanLimit[]
  /** What the status line of a hosted session says. */
  told(limits: PlanLimit[]): void
  /** A scan may have found some. */
  look(): void
  handlers: Pick<RpcHandlers, 'usage.limits'>
  close(): void
}

/** The limits of plans, each as its agent reported it last; those long past are left out. */
export async function openLimitsDesk({ store, now, changed, fault }: LimitsDeskParts): Promise<LimitsDesk> {
  const known = new Map<string, PlanLimit>()
  let closed = false
  const take = (limits: readonly PlanLimit[]): PlanLimit[] => {
    const news = limits.filter((limit) => isNews(known.get(keyOf(limit)) ?? null, limit))
    for (const limit of news) known.set(keyOf(limit), limit)
    return news
  }
  take(await store.planLimits())
  const pace = pacer(
    LOOK_PACE_MS,
    async () => {
      if (closed) return
      if (take(await store.planLimits()).length > 0) changed()
    },
    (error) => (closed ? undefined : fault(error)),
  )
  const limits = (): PlanLimit[] =>
    [...known.values()]
      .filter(({ resetsAt, at }) => Date.parse(resetsAt ?? at) > now() - FORGOTTEN_MS)
      .toSorted((a, b) => a.agent.localeCompare(b.agent) || a.name.localeCompare(b.name))

  return {
    limits,
    told(told) {
      const news = take(told)
      if (news.length === 0 || closed) return
      changed()
      store.recordLimits(news).catch(fault)
    },
    look: () => pace.ask(ALL),
    handlers: { 'usage.limits': async () => success(limits()) },
    close() {
      closed = true
      pace.stop()
    },
  }
}

/**
 * Whether a report says more than the one that is known. Sessions that rest go on telling what they heard last: within one window
 * the use of a limit never falls, and a window that begins later is the one that counts.
 */
export function isNews(known: PlanLimit | null, told: PlanLimit): boolean {
  if (known === null) return true
  const later = Date.parse(told.at) - Date.parse(known.at)
  const same = told.usedPercent === known.usedPercent && told.resetsAt === known.resetsAt
  if (same) return later >= SAME_MS
  if (told.resetsAt === null || known.resetsAt === null) return later > 0
  const apart = Date.parse(told.resetsAt) - Date.parse(known.resetsAt)
  if (Math.abs(apart) > SAME_RESET_MS) return apart > 0
  return told.usedPercent > known.usedPercent || (told.usedPercent === known.usedPercent && later >= SAME_MS)
}

function keyOf({ agent, name }: PlanLimit): string {
  return `${agent} ${name}`
}
