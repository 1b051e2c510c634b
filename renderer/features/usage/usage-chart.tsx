import { type KeyboardEvent, useMemo, useState } from 'react'
import { useBoard } from '../../stores/board.ts'
import { classes } from '../../ui/classes.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import { Card } from '../telemetry/card.tsx'
import type { Stack, UsageAddress } from './address.ts'
import { barAfter } from './chart-keys.ts'
import { type ChartData, chartData, chartDays, stackOf } from './chart-data.ts'
import { ChartLegend } from './chart-legend.tsx'
import { ChartTable } from './chart-table.tsx'
import type { DayRange } from './days.ts'
import { LOOK_AGAIN_MS } from './look-again.ts'
import { StackView } from './stack-view.tsx'
import { useAnswer } from './use-answer.ts'
import { MOST_ROWS, usageQuery } from './usage-query.ts'

const STACKS: Record<Stack, string> = { model: 'By model', agent: 'By agent', project: 'By project' }
const GRAINS = { day: 'per day', week: 'per week', month: 'per month' } as const
const HELP =
  'Chart. Left and right go from bar to bar, Home and End to the first and the last, Enter narrows the days to the bar, Escape goes back to all. The same figures are in the table.'

export interface UsageChartProps {
  address: UsageAddress
  range: DayRange
  today: string
  show: (address: UsageAddress, replace?: boolean) => void
}

/** Cost or tokens over the days, and the same as a table. */
export function UsageChart({ address, range, today, show }: UsageChartProps) {
  const { metric, table, trail } = address
  const stack = stackOf(address)
  const days = chartDays(range)
  const query = (by: ('day' | Stack)[]) => usageQuery(days, trail, { by, order: 'cost', limit: MOST_ROWS })
  const byDay = useAnswer('usage.query', query(['day']), LOOK_AGAIN_MS)
  const byGroup = useAnswer('usage.query', query(['day', stack]), LOOK_AGAIN_MS)
  const series = useBoard((state) => state.series)
  const session = trail.some(({ dimension }) => dimension === 'session')
  const stale = byDay.stale || byGroup.stale
  const data = useMemo(
    () =>
      byDay.value === null || byGroup.value === null
        ? null
        : chartData({ range, today, stack, metric, days: byDay.value, groups: byGroup.value, series, past: session }),
    // oxlint-disable-next-line react/exhaustive-deps -- `range` is a new object at each render; its days are what counts
    [byDay.value, byGroup.value, range.from, range.until, today, stack, metric, series, session],
  )
  const set = (change: Partial<UsageAddress>): void => show({ ...address, ...change }, true)
  const problem = byDay.problem ?? byGroup.problem
  // A session of one day has its totals above: one bar says no more.
  if (session && data?.buckets.length === 1) return null
  return (
    <Card
      title={`${metric === 'cost' ? 'Cost' : 'Tokens'} ${GRAINS[data?.grain ?? 'day']}${metric === 'cost' ? ', USD' : ''}`}
      lead={
        <div className="flex flex-wrap justify-end gap-2">
          <Segmented
            label="Figures"
            value={metric}
            options={[
              { value: 'cost', title: 'Cost' },
              { value: 'tokens', title: 'Tokens' },
            ]}
            onChange={(next) => set({ metric: next })}
          />
          <Select
            label="Parts of a bar"
            size="sm"
            value={stack}
            options={(['model', 'agent', 'project'] as const)
              .filter((one) => one === stack || !trail.some(({ dimension }) => dimension === one))
              .map((value) => ({ value, title: STACKS[value] }))}
            onChange={(next) => set({ stack: next })}
          />
          <Segmented
            label="Show as"
            value={table ? 'table' : 'chart'}
            options={[
              { value: 'chart', title: 'Chart' },
              { value: 'table', title: 'Table' },
            ]}
            onChange={(next) => set({ table: next === 'table' })}
          />
        </div>
      }
    >
      {problem !== null && <ProblemView problem={problem} />}
      <div aria-busy={stale} className={classes('transition-opacity', stale && 'opacity-60')}>
        {table ? (
          data !== null && <ChartTable data={data} metric={metric} />
        ) : (
          <Bars data={data} metric={metric} onPick={(days) => show({ ...address, range: days })} />
        )}
      </div>
    </Card>
  )
}

interface BarsProps {
  data: ChartData | null
  metric: UsageAddress['metric']
  onPick: (days: { from: string; until: string }) => void
}

function Bars({ data, metric, onPick }: BarsProps) {
  const [hover, setHover] = useState<number | null>(null)
  const [cursor, setCursor] = useState<number | null>(null)
  const bars = data?.buckets.length ?? 0
  const wanted = hover ?? cursor
  const bar = wanted !== null && wanted < bars ? wanted : null
  const pick = (index: number): void => {
    const bucket = data?.buckets[index]
    if (bucket === undefined) return
    setHover(null)
    setCursor(null)
    onPick({ from: bucket.from, until: bucket.until })
  }
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (event.key === 'Enter' && bar !== null) pick(bar)
    else {
      const next = barAfter(event.key, bar, bars)
      if (next === undefined) return
      setHover(null)
      setCursor(next)
    }
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-2 @min-[56rem]:grid-cols-[minmax(0,1fr)_17rem]">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it takes keys; its label says which */}
      <div
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the same
        tabIndex={0}
        role="application"
        aria-label={HELP}
        onKeyDown={press}
        className="h-60 min-w-0 rounded-sm"
      >
        {data !== null && <StackView data={data} metric={metric} bar={bar} onHover={setHover} onPick={pick} />}
      </div>
      {data !== null && <ChartLegend data={data} metric={metric} bar={bar} live={cursor !== null && hover === null} />}
    </div>
  )
}
