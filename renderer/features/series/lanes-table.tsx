import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import type { SeriesTimeline } from '../../../contract/timeline.ts'
import { AgentText } from '../../ui/agent-text.tsx'
import { formatCost, formatDuration, formatPercent, formatTokens, UNKNOWN } from '../../ui/format.ts'
import { laneRows, type LaneRow } from './lane-rows.ts'
import { laneName } from './readout.ts'
import { exactTime } from './time-axis.ts'

const ROW_PX = 32
const HEADINGS = [
  { title: 'Session', width: 'w-20' },
  { title: 'Started', width: 'w-36' },
  { title: 'Duration', width: 'w-28' },
  { title: 'Peak context', width: 'w-32' },
  { title: 'End', width: '' },
  { title: 'Cost', width: 'w-20' },
  { title: 'Checkpoint', width: 'w-28' },
]

export interface LanesTableProps {
  timeline: SeriesTimeline
  onOpenCheckpoint: (n: number) => void
  onReveal: (at: number) => void
}

/** Every session in figures: what the plot shows, for the keyboard and for a screen reader. Newest at the end, in sight. */
export function LanesTable({ timeline, onOpenCheckpoint, onReveal }: LanesTableProps) {
  const rows = useMemo(() => laneRows(timeline), [timeline])
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- the page is built without the React compiler
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  })
  const count = rows.length
  const atEnd = useRef(true)
  useEffect(() => {
    if (atEnd.current && count > 0) virtual.scrollToIndex(count - 1)
  }, [count, virtual])

  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)

  return (
    <section
      ref={scroller}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
      tabIndex={0}
      aria-label="Sessions"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - ROW_PX
      }}
      className="min-h-32 flex-1 overflow-auto rounded-md border border-border bg-surface [scrollbar-gutter:stable]"
    >
      <table aria-rowcount={count + 1} className="w-full min-w-3xl table-fixed border-separate border-spacing-0">
        <caption className="sr-only">Sessions of the series</caption>
        <thead>
          <tr aria-rowindex={1}>
            {HEADINGS.map(({ title, width }) => (
              <th
                key={title}
                scope="col"
                className={`${width} sticky top-0 z-1 h-8 border-b border-border bg-surface px-3 text-left text-sm font-normal text-muted`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={above} />
          {items.map(({ index }) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <tr
                key={row.lane.launchId}
                aria-rowindex={index + 2}
                style={{ height: ROW_PX }}
                className="hover:bg-surface-2 [&>*]:truncate [&>*]:border-b [&>*]:border-border/60 [&>*]:px-3 [&>*]:py-0"
              >
                <Cells row={row} onOpenCheckpoint={onOpenCheckpoint} onReveal={onReveal} />
              </tr>
            )
          })}
          <Spacer height={below} />
        </tbody>
      </table>
    </section>
  )
}

/** In place of the rows that are out of sight. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <tr aria-hidden style={{ height }}>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- hidden, and nothing to press */}
      <td colSpan={HEADINGS.length} />
    </tr>
  ) : null
}

function Cells({
  row,
  onOpenCheckpoint,
  onReveal,
}: { row: LaneRow } & Pick<LanesTableProps, 'onOpenCheckpoint' | 'onReveal'>) {
  const { lane, durationMs, peak, peakPercent, cost, checkpoints } = row
  const link = 'rounded px-1 -mx-1 text-accent underline-offset-2 hover:underline min-h-6 min-w-6 text-left'
  return (
    <>
      <th scope="row" className="text-left font-normal">
        <button
          type="button"
          className={link}
          title={lane.mode === 'resume' ? 'Resumed. Show it in the timeline' : 'Show it in the timeline'}
          onClick={() => onReveal(lane.from)}
        >
          {laneName(lane)}
          {lane.mode === 'resume' && <span className="sr-only"> resumed</span>}
        </button>
      </th>
      <td>{exactTime(lane.from)}</td>
      <td>{formatDuration(durationMs)}</td>
      <td>{peak === null ? 'unknown' : `${formatTokens(peak)} (${formatPercent(peakPercent)})`}</td>
      <td>{lane.to === null ? 'works now' : lane.end === '' ? UNKNOWN : <AgentText text={lane.end} />}</td>
      <td>{formatCost(cost)}</td>
      <td>
        {checkpoints.length === 0 && UNKNOWN}
        {checkpoints.map((n) => (
          <button
            key={n}
            type="button"
            className={link}
            aria-label={`Checkpoint ${n}`}
            onClick={() => onOpenCheckpoint(n)}
          >
            {n}
          </button>
        ))}
      </td>
    </>
  )
}
