import { type ReactNode, useMemo, useState } from 'react'
import type { Patterns } from '../../../contract/analytics.ts'
import { cleanLine } from '../../../contract/text.ts'
import { hrefOf } from '../../app/navigate.ts'
import { seriesPath } from '../../app/routes.ts'
import { classes } from '../../ui/classes.ts'
import { formatDuration, formatTime, UNKNOWN } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { Card } from '../telemetry/card.tsx'
import { DataTable } from '../telemetry/data-table.tsx'
import { type DayRange, shortDay } from './days.ts'
import { shareWords } from './figures.ts'
import { type Heat, heatMap } from './heat.ts'
import { HeatTable } from './heat-table.tsx'
import { useAnswer } from './use-answer.ts'

const LOOK_AGAIN_MS = 60_000

/** When work is done, how often it fails, and how long it waits for a person. */
export function PatternsPart({ range, today }: { range: DayRange; today: string }) {
  const [heat, setHeat] = useState<Heat>('cost')
  const { value, problem, stale, again } = useAnswer('usage.patterns', { ...range }, LOOK_AGAIN_MS)
  const map = useMemo(() => heatMap(value?.hours ?? [], heat), [value, heat])
  if (value === null) {
    return problem === null ? <Loading what="Looking for patterns…" /> : <ProblemView problem={problem} retry={again} />
  }
  return (
    <div
      aria-busy={stale}
      className={classes('grid grid-cols-[minmax(0,1fr)] gap-3 transition-opacity', stale && 'opacity-60')}
    >
      {problem !== null && <ProblemView problem={problem} retry={again} />}
      <Card
        title="When work is done"
        lead={
          <Segmented
            label="Figures"
            value={heat}
            options={[
              { value: 'cost', title: 'Cost' },
              { value: 'turns', title: 'Turns' },
              { value: 'requests', title: 'Requests' },
            ]}
            onChange={setHeat}
          />
        }
      >
        <HeatTable map={map} heat={heat} />
        <p className="text-sm text-muted">
          Local time, {shortDay(value.from.slice(0, 10), today)} to {shortDay(value.until.slice(0, 10), today)}.
        </p>
      </Card>
      <Rates patterns={value} />
      <Waits waits={value.waits} />
    </div>
  )
}

function Rates({ patterns: { turnsPerTask, errorRate, retryRate } }: { patterns: Patterns }) {
  const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
  return (
    <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-md border border-border bg-border @min-[44rem]:grid-cols-3">
      <Rate name="Turns per task" value={turnsPerTask === null ? UNKNOWN : number.format(turnsPerTask)}>
        {turnsPerTask === null
          ? 'No task of a series was ticked in these days.'
          : 'Of series, by the tasks that they ticked.'}
      </Rate>
      <Rate name="Failed requests" value={shareWords(errorRate)}>
        {errorRate === null ? 'There was no request.' : 'Of all requests, by transcripts.'}
      </Rate>
      <Rate name="Tried again" value={shareWords(retryRate)}>
        {retryRate === null
          ? 'Only telemetry tells of it, and it told nothing.'
          : 'Of all requests, as telemetry told.'}
      </Rate>
    </dl>
  )
}

function Rate({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className="bg-surface px-3.5 py-2.5">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="text-xl font-semibold">{value}</dd>
      <dd className="text-sm text-muted">{children}</dd>
    </div>
  )
}

const HEADINGS = [{ title: 'Series' }, { title: 'Waited for' }, { title: 'From' }, { title: 'How long', right: true }]

function Waits({ waits }: { waits: Patterns['waits'] }) {
  return (
    <Card title="Longest waits for you">
      {waits.length === 0 ? (
        <p className="text-muted">No series waited for you in these days.</p>
      ) : (
        <DataTable caption="Waits of series" headings={HEADINGS}>
          {waits.map((wait) => (
            <tr key={`${wait.seriesId} ${wait.from}`}>
              <th scope="row">
                <a
                  href={hrefOf(seriesPath(wait.seriesId))}
                  className="rounded text-accent underline underline-offset-2"
                >
                  {cleanLine(wait.task, 80)}
                </a>
              </th>
              <td className="wrap-anywhere">{cleanLine(wait.for, 160)}</td>
              <td className="whitespace-nowrap">{formatTime(wait.from)}</td>
              <td className="text-right whitespace-nowrap">{formatDuration(wait.ms)}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </Card>
  )
}
