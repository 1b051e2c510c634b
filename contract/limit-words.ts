import type { PlanLimit } from './forecast.ts'

/** A limit of a plan in words, the same in page, tray and terminal. */
export interface LimitWords {
  /** "Claude, 5 hours". */
  name: string
  /** "42 % used"; "use unknown" of a window that is over. */
  used: string
  /** "resets at 15:00"; null: the agent does not say. */
  resets: string | null
  /** Its window is over, and nothing was heard of the next one. */
  over: boolean
}

const HOUR = 60
const DAY = 24 * HOUR
const AGENTS: Record<PlanLimit['agent'], string> = { claude: 'Claude', codex: 'Codex' }

/** `clock`: a moment (ISO 8601) as a person reads it. `now`: ms since the epoch. */
export function limitWords(limit: PlanLimit, now: number, clock: (at: string) => string): LimitWords {
  const { agent, usedPercent, resetsAt } = limit
  const name = `${AGENTS[agent]}, ${windowWords(limit)}`
  const over = resetsAt !== null && Date.parse(resetsAt) <= now
  if (over) return { name, used: 'use unknown', resets: `was reset at ${clock(resetsAt)}`, over }
  const used = `${Math.floor(usedPercent)} % used`
  return { name, used, resets: resetsAt === null ? null : `resets at ${clock(resetsAt)}`, over }
}

/** "5 hours", "7 days"; else the agent's own name for it. */
function windowWords({ windowMinutes, name }: PlanLimit): string {
  if (windowMinutes === null || windowMinutes % HOUR !== 0) return name.replaceAll('_', ' ')
  const [count, unit] = windowMinutes % DAY === 0 ? [windowMinutes / DAY, 'day'] : [windowMinutes / HOUR, 'hour']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
