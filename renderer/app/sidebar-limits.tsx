import { Gauge } from 'lucide-react'
import type { PlanLimit } from '../../contract/forecast.ts'
import { limitWords } from '../../contract/limit-words.ts'
import { useBoard } from '../stores/board.ts'
import { classes } from '../ui/classes.ts'
import { formatAge, formatTime } from '../ui/format.ts'
import { Tooltip } from '../ui/tooltip.tsx'
import { useNow } from '../ui/use-now.ts'

const SOURCES: Record<PlanLimit['source'], string> = { statusline: 'the status line', transcript: 'the transcript' }
/** Percent from which a limit is drawn as near. */
const NEAR = 80

/** The limits of plans, where an agent tells of any. Where there is little room, one icon for all of them. */
export function SidebarLimits() {
  const limits = useBoard((state) => state.limits)
  const now = useNow()
  if (limits.length === 0) return null
  const lines = limits.map((limit) => wholeWords(limit, now))
  return (
    <section aria-label="Plan limits">
      <ul className="grid gap-1.5 px-2.5 pb-2 max-[1000px]:hidden">
        {limits.map((limit) => (
          <Limit key={`${limit.agent} ${limit.name}`} limit={limit} now={now} />
        ))}
      </ul>
      <Tooltip content={<span className="whitespace-pre-line">{lines.join('\n')}</span>} side="right">
        <span className="hidden h-8 items-center justify-center text-muted max-[1000px]:flex">
          <Gauge aria-hidden className="size-4" />
          <span className="sr-only">{lines.join('. ')}</span>
        </span>
      </Tooltip>
    </section>
  )
}

function Limit({ limit, now }: { limit: PlanLimit; now: number }) {
  const { name, used, resets, over } = limitWords(limit, now, (at) => formatTime(at, now))
  return (
    <Tooltip content={wholeWords(limit, now)} side="right">
      <li className="grid gap-0.5 text-xs">
        <span className="flex justify-between gap-2">
          <span className="truncate text-muted">{name}</span>
          <span className="whitespace-nowrap">{used}</span>
        </span>
        <span aria-hidden className={classes('block h-1 overflow-hidden rounded-sm bg-surface-3', over && 'hatched')}>
          {!over && (
            <span
              className={classes('block h-full', limit.usedPercent >= NEAR ? 'bg-fill-due' : 'bg-fill')}
              style={{ width: `${Math.min(100, limit.usedPercent)}%` }}
            />
          )}
        </span>
        {resets !== null && <span className="truncate text-muted">{resets}</span>}
      </li>
    </Tooltip>
  )
}

/** With where the figure comes from, and its age. */
function wholeWords(limit: PlanLimit, now: number): string {
  const { name, used, resets } = limitWords(limit, now, (at) => formatTime(at, now))
  const source = `from ${SOURCES[limit.source]}, ${formatAge(limit.at, now)}`
  return `${name}: ${[used, ...(resets === null ? [] : [resets]), source].join(', ')}`
}
