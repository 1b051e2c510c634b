import type { PlanLimit } from '../../../contract/forecast.ts'
import { limitWords } from '../../../contract/limit-words.ts'
import { cleanLine } from '../../../contract/text.ts'
import { Age } from '../../ui/age.tsx'
import { formatPercent, formatTime } from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import { Card } from '../telemetry/card.tsx'

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
  const { usedPercent, source, at } = limit
  const now = useNow()
  const { name, used, resets, over } = limitWords(limit, now, formatTime)
  const near = usedPercent >= NEAR && !over
  return (
    <li className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <p className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate">{cleanLine(name, 60)}</span>
        <span
          className={`whitespace-nowrap ${over ? 'text-muted' : near ? 'font-semibold text-attention' : 'font-semibold'}`}
        >
          {used}
        </span>
      </p>
      <div aria-hidden className={`h-1.5 overflow-hidden rounded-full bg-surface-3 ${over ? 'hatched' : ''}`}>
        {!over && (
          <div
            className={`h-full ${near ? 'bg-fill-due' : 'bg-fill'}`}
            style={{ width: `${Math.min(100, Math.max(0, usedPercent))}%` }}
          />
        )}
      </div>
      <p className="text-sm text-muted first-letter:uppercase">
        {resets ?? 'when it resets was not told'}
        {over && `; ${formatPercent(usedPercent)} before, and nothing was told since`}. From {SOURCES[source]},{' '}
        <Age at={at} />.
      </p>
    </li>
  )
}
