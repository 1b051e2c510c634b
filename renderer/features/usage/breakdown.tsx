import { useMemo } from 'react'
import type { UsageFigures } from '../../../contract/ledger.ts'
import { UNATTRIBUTED_MODEL } from '../../../contract/ledger.ts'
import { useBoard } from '../../stores/board.ts'
import { formatCount } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { Card } from '../telemetry/card.tsx'
import { type Slice, slicesOf, type UsageAddress } from './address.ts'
import { breakdownRows, DIMENSIONS, sorted } from './breakdown-rows.ts'
import { BreakdownTable } from './breakdown-table.tsx'
import type { DayRange } from './days.ts'
import { LOOK_AGAIN_MS } from './look-again.ts'
import { SLICE_TITLES } from './names.ts'
import { useAnswer } from './use-answer.ts'
import { useSessionFacts } from './use-session-facts.ts'
import { MOST_ROWS, usageQuery } from './usage-query.ts'

export interface BreakdownProps {
  address: UsageAddress
  range: DayRange
  today: string
  /** Of all rows. */
  total: UsageFigures
  show: (address: UsageAddress, replace?: boolean) => void
}

/** What the sums are made of, and the way further down. */
export function Breakdown({ address, range, today, total, show }: BreakdownProps) {
  const { by, sort, trail } = address
  const answer = useAnswer(
    'usage.query',
    usageQuery(range, trail, { by: DIMENSIONS[by], order: 'cost', limit: MOST_ROWS }),
    LOOK_AGAIN_MS,
  )
  const series = useBoard((state) => state.series)
  const sessions = useSessionFacts(by === 'session', trail)
  const { value, stale, problem, again } = answer
  const rows = useMemo(
    () => sorted(breakdownRows({ rows: value?.rows ?? [], slice: by, total, sessions, series, today }), by, sort),
    // oxlint-disable-next-line react/exhaustive-deps -- `sort` and `total` are new objects at each render; their figures count
    [value, by, total.costUsd, sessions, series, today, sort.column, sort.down],
  )
  const slices = slicesOf(trail)
  return (
    <Card
      title={`By ${SLICE_TITLES[by].toLowerCase()}`}
      lead={
        <Segmented
          label="Rows"
          value={by}
          options={slices.map((slice) => ({ value: slice, title: SLICE_TITLES[slice] }))}
          onChange={(next: Slice) => show({ ...address, by: next, sort: usualSort(next) })}
        />
      }
    >
      {problem !== null && <ProblemView problem={problem} retry={again} />}
      {value === null || stale ? (
        problem === null && <Loading what="Asking the ledger…" className="min-h-40" />
      ) : (
        <>
          <BreakdownTable address={address} rows={rows} show={show} />
          <Notes
            more={value.more}
            unattributed={value.rows.some(({ model }) => model === UNATTRIBUTED_MODEL)}
            unpriced={total.unpriced}
          />
        </>
      )}
    </Card>
  )
}

function usualSort(slice: Slice): UsageAddress['sort'] {
  return { column: slice === 'day' ? 'name' : 'cost', down: true }
}

/** What the table cannot say by its figures. */
function Notes({ more, unattributed, unpriced }: { more: number; unattributed: boolean; unpriced: number }) {
  return (
    <div className="grid gap-1 text-sm text-muted text-pretty empty:hidden">
      {unattributed && (
        <p>
          <strong className="font-medium text-text">Unattributed</strong> is what an agent itself says that a session
          cost beyond all requests that are known of it. Compactions are such: no line of a transcript tells of them.
          Telemetry does; with it on this row goes away.
        </p>
      )}
      {unpriced > 0 && (
        <p>
          “≥” marks a cost that leaves requests out: {formatCount(unpriced)} {unpriced === 1 ? 'has' : 'have'} no known
          price. You can give one in the settings, under Usage.
        </p>
      )}
      {more > 0 && <p>{formatCount(more)} more with less cost are in the totals only.</p>}
    </div>
  )
}
