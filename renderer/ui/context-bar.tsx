import type { ContextForecast } from '../../contract/forecast.ts'
import { dueWords } from '../../contract/forecast-words.ts'
import type { ContextReading } from '../../contract/usage.ts'
import { classes } from './classes.ts'
import { type ContextFigures, contextFigures, contextWords } from './context-figures.ts'
import { forecastLines } from './forecast-words.ts'
import { formatPercent, formatTokens } from './format.ts'
import { Tooltip } from './tooltip.tsx'
import { useNowText } from './use-now.ts'

export interface ContextBarProps {
  context: ContextReading | null
  /** Points in tokens; null: not known yet. */
  due: number | null
  soft: number | null
  /** When it will be due: in the tooltip, and of `sm` as a line below. Not given: no line is kept for it; null: an empty one. */
  forecast?: ContextForecast | null
  /** `mini`: the bar alone. `sm`: with the percentage. `md`: with used and window, too. */
  size?: 'mini' | 'sm' | 'md'
  className?: string
}

/** How full the window is, with marks at the soft point and where it is due. Unknown is hatched. */
export function ContextBar({ context, due, soft, forecast, size = 'sm', className }: ContextBarProps) {
  const figures = contextFigures(context, due, soft)
  const words = useNowText((now) =>
    [...contextWords(context, due, soft, now), ...forecastLines(forecast ?? null, now)].join('\n'),
  )
  return (
    <Tooltip content={<span className="whitespace-pre-line">{words}</span>}>
      <span className={classes('flex min-w-0 flex-col', className)}>
        <span className="flex min-w-0 items-center gap-2">
          <span
            aria-hidden
            className={classes(
              'relative block min-w-8 flex-1 overflow-hidden rounded-sm bg-surface-3',
              size === 'mini' ? 'h-1.5' : 'h-2.5',
              figures.filled === null && 'hatched',
            )}
          >
            <Fill figures={figures} />
            <Mark at={figures.soft} />
            <Mark at={figures.due} />
          </span>
          <span className="sr-only">{words.replaceAll('\n', '. ')}</span>
          {size !== 'mini' && (
            <span aria-hidden className={size === 'md' ? 'whitespace-nowrap' : 'w-10 text-right whitespace-nowrap'}>
              {size === 'sm' && formatPercent(context?.percent)}
              {size === 'md' && mediumText(context)}
            </span>
          )}
        </span>
        {forecast !== undefined && size === 'sm' && (
          <span aria-hidden className="h-4 truncate text-xs leading-4 text-muted">
            {dueWords(forecast)}
          </span>
        )}
      </span>
    </Tooltip>
  )
}

function mediumText(context: ContextReading | null): string {
  if (context === null || context.used === null) return 'unknown'
  return `${formatTokens(context.used)} / ${formatTokens(context.window)} · ${formatPercent(context.percent)}`
}

/** Neutral up to the soft point, amber from there, red-orange from due. */
function Fill({ figures: { filled, soft, due } }: { figures: ContextFigures }) {
  if (filled === null) return null
  const end = soft ?? due ?? 100
  const part = (from: number, to: number, color: string) =>
    filled > from && (
      <span
        className={classes('absolute inset-y-0', color)}
        style={{ left: `${from}%`, width: `${Math.min(filled, to) - from}%` }}
      />
    )
  return (
    <>
      {part(0, end, 'bg-fill')}
      {soft !== null && part(soft, due ?? 100, 'bg-fill-soft')}
      {due !== null && part(due, 100, 'bg-fill-due')}
    </>
  )
}

function Mark({ at }: { at: number | null }) {
  if (at === null) return null
  return <span className="absolute inset-y-0 w-px bg-text" style={{ left: `${at}%` }} />
}
