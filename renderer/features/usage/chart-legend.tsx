import type { UsageFigures } from '../../../contract/ledger.ts'
import { cleanLine } from '../../../contract/text.ts'
import { formatCount, formatTokens } from '../../ui/format.ts'
import type { ChartData } from './chart-data.ts'
import { addFigures, costWords, NO_USAGE, tokensOf } from './figures.ts'
import type { Metric } from './layers.ts'

export interface ChartLegendProps {
  data: ChartData
  metric: Metric
  /** The bar whose figures are shown; null: of the whole range. */
  bar: number | null
  /** The keyboard is on it: a screen reader says each bar. */
  live: boolean
}

/** The colours with their names and exact figures: of the bar that is looked at, else of the range. It keeps its height. */
export function ChartLegend({ data, metric, bar, live }: ChartLegendProps) {
  const { buckets, layers, all, own, more } = data
  const of = (figures: readonly UsageFigures[]): UsageFigures =>
    bar === null ? figures.slice(own.from, own.until + 1).reduce(addFigures, NO_USAGE) : (figures[bar] ?? NO_USAGE)
  const shown = bar ?? (own.from === own.until ? own.from : null)
  const name = shown === null ? 'All these days' : (buckets[shown]?.name ?? '')
  const whole = of(all.figures)
  return (
    <div className="grid content-start gap-1 text-sm">
      <p className="flex justify-between gap-3 border-b border-border pb-1">
        <span className="font-medium">{name}</span>
        <span className="font-semibold">{amount(whole, metric)}</span>
      </p>
      <ul className="grid gap-0.5">
        {layers.map(({ value, name: title, colour, figures }) => (
          <li key={value ?? '*'} className="flex items-center gap-2">
            <span
              aria-hidden
              className="size-2.5 shrink-0 rounded-[2px]"
              style={{ background: `var(--chart-${colour < 6 ? colour + 1 : 'rest'})` }}
            />
            <span className="min-w-0 truncate" title={cleanLine(value ?? title, 300)}>
              {title}
            </span>
            <span className="ml-auto pl-2 whitespace-nowrap">{amount(of(figures), metric)}</span>
          </li>
        ))}
      </ul>
      <p className="text-muted">
        {formatCount(whole.requests)} {whole.requests === 1 ? 'request' : 'requests'}, {formatCount(whole.turns)}{' '}
        {whole.turns === 1 ? 'turn' : 'turns'}
        {more > 0 && `. The ${formatCount(more)} smallest parts are within “All others”`}
      </p>
      <p aria-live="polite" className="sr-only">
        {live && bar !== null && barWords(data, metric, bar)}
      </p>
    </div>
  )
}

/** A bar in words: "Fri 20 Nov: $12.40. claude-opus-4-5 $10.00, claude-haiku-4-5 $2.40". */
export function barWords({ buckets, layers, all }: ChartData, metric: Metric, bar: number): string {
  const parts = layers.flatMap(({ name, figures }) => {
    const part = figures[bar]
    return part === undefined || (part.requests === 0 && part.costUsd === 0) ? [] : [`${name} ${amount(part, metric)}`]
  })
  return `${buckets[bar]?.name ?? ''}: ${amount(all.figures[bar] ?? NO_USAGE, metric)}. ${parts.join(', ')}`
}

export function amount(figures: UsageFigures, metric: Metric): string {
  return metric === 'cost' ? costWords(figures) : formatTokens(tokensOf(figures.tokens))
}
