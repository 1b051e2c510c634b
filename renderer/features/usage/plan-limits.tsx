import type { PlanLimit } from '../../../contract/forecast.ts'
import { cleanLine } from '../../../contract/text.ts'
import { Age } from '../../ui/age.tsx'
import { formatDuration, formatPercent, formatTime } from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import { Card } from '../telemetry/card.tsx'
import { agentName } from './names.ts'

const SOURCES: Record<PlanLimit['source'], string> = { statusline: 'its status line', transcript: 'its transcript' }
/** Percent used from which a limit is said to be near. */
const NEAR = 80

/** How much of each limit of the plan is used, as the agents said it last. */
export function PlanLimits({ limits }: { limits: readonly PlanLimit[] }) {
  return (
    <Card title="Limits of your plan">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-x-6 gap-y-2.5">
        {limits.map((limit) => (
          <Limit key={`${limit.agent} ${limit.name}`} limit={limit} />
        ))}
      </ul>
    </Card>
  )
}

function Limit({ limit }: { limit: PlanLimit }) {
  const { agent, usedPercent, resetsAt, source, at } = limit
  const now = useNow()
  const over = resetsAt !== null && Date.parse(resetsAt) <= now
  const near = usedPercent >= NEAR && !over
  return (
    <li className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <p className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate">
          {agentName(agent)}, {limitName(limit)}
        </span>
        <span
          className={`whitespace-nowrap ${over ? 'text-muted' : near ? 'font-semibold text-attention' : 'font-semibold'}`}
        >
          {over ? 'begun anew' : `${formatPercent(usedPercent)} used`}
        </span>
      </p>
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-surface-3">
        {!over && (
          <div
            className={`h-full ${near ? 'bg-fill-due' : 'bg-fill'}`}
            style={{ width: `${Math.min(100, Math.max(0, usedPercent))}%` }}
          />
        )}
      </div>
      <p className="text-sm text-muted">
        {over
          ? `${formatPercent(usedPercent)} before its reset at ${formatTime(resetsAt)}; nothing was told since. `
          : resetsAt === null
            ? 'When it resets was not told. '
            : `Resets at ${formatTime(resetsAt)}. `}
        From {SOURCES[source]}, <Age at={at} />.
      </p>
    </li>
  )
}

/** "5 h limit", "weekly limit", else as the agent names it. */
export function limitName({ name, windowMinutes }: Pick<PlanLimit, 'name' | 'windowMinutes'>): string {
  const minutes = windowMinutes ?? MINUTES[name] ?? null
  if (minutes === null) return cleanLine(name.replaceAll('_', ' '), 40)
  return minutes === WEEK ? 'weekly limit' : `${formatDuration(minutes * 60_000)} limit`
}

const WEEK = 7 * 24 * 60
/** Windows that the name alone tells. */
const MINUTES: Record<string, number> = { five_hour: 300, seven_day: WEEK }
