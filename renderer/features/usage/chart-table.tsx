import { formatCount } from '../../ui/format.ts'
import type { ChartData } from './chart-data.ts'
import { amount } from './chart-legend.tsx'
import { NO_USAGE } from './figures.ts'
import type { Metric } from './layers.ts'

const GRAINS = { day: 'Day', week: 'Week', month: 'Month' } as const

/** What the bars show, in figures, the latest first. */
export function ChartTable({ data, metric }: { data: ChartData; metric: Metric }) {
  const { grain, buckets, layers, all } = data
  const caption = metric === 'cost' ? 'Cost over time' : 'Tokens over time'
  const rows = buckets.map((bucket, index) => ({ bucket, index })).toReversed()
  return (
    <section
      aria-label={caption}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto"
    >
      <table className="w-full border-separate border-spacing-0 [&_td]:px-3 [&_td]:text-right [&_td]:whitespace-nowrap [&_th]:px-3 [&_tr>*]:border-b [&_tr>*]:border-border/60 [&_tr>*]:py-1">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:bg-surface [&>th]:text-sm [&>th]:font-normal [&>th]:text-muted">
            <th scope="col" className="text-left">
              {GRAINS[grain]}
            </th>
            <th scope="col" className="text-right">
              {metric === 'cost' ? 'Cost' : 'Tokens'}
            </th>
            {layers.map(({ value, name }) => (
              <th key={value ?? '*'} scope="col" className="max-w-40 truncate text-right" title={name}>
                {name}
              </th>
            ))}
            <th scope="col" className="text-right">
              Requests
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ bucket, index }) => (
            <tr key={bucket.from}>
              <th scope="row" className="text-left font-normal whitespace-nowrap">
                {bucket.name}
              </th>
              <td className="font-medium">{amount(all.figures[index] ?? NO_USAGE, metric)}</td>
              {layers.map(({ value, figures }) => (
                <td key={value ?? '*'}>{amount(figures[index] ?? NO_USAGE, metric)}</td>
              ))}
              <td>{formatCount(all.figures[index]?.requests)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
