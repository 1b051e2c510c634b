import type { SeriesTimeline } from '../../../contract/timeline.ts'
import { cleanLine } from '../../../contract/text.ts'
import { formatCost, formatPercent, UNKNOWN } from '../../ui/format.ts'
import { readoutAt, laneName } from './readout.ts'
import { exactTime } from './time-axis.ts'

const SOURCES = { statusline: 'status line', transcript: 'transcript' } as const

export interface ReadoutLineProps {
  timeline: SeriesTimeline
  at: number
  /** Cost of the series until then. */
  total: number | null
  /** Two lines are kept for it. */
  narrow: boolean
}

/** The exact figures of one moment. It keeps its place and height, so that nothing jumps under the pointer. */
export function ReadoutLine({ timeline, at, total, narrow }: ReadoutLineProps) {
  const { lane, context, measuredAt, percent, sessionCost, wait } = readoutAt(timeline, at)
  const tokens = context === null ? 'unknown' : `${context.toLocaleString('en')} tokens`
  const sources = (lane?.sources ?? []).map((source) => SOURCES[source]).join(' and ')
  return (
    <dl
      className={`flex min-w-0 flex-wrap content-start items-baseline gap-x-4 ${narrow ? 'h-9' : 'h-[1.125rem]'} overflow-hidden text-sm whitespace-nowrap text-muted [&_dd]:text-text [&_div]:flex [&_div]:gap-1.5`}
    >
      <Figure name="At" value={exactTime(at)} />
      <Figure name="Session" value={lane === null ? 'none' : laneName(lane)} />
      <Figure name="Context" value={context === null ? tokens : `${tokens} (${formatPercent(percent)})`} />
      {measuredAt !== null && context !== null && (
        <Figure name="Measured" value={`${exactTime(measuredAt)}${sources === '' ? '' : `, ${sources}`}`} />
      )}
      <Figure name="Session cost" value={sessionCost === null ? UNKNOWN : formatCost(sessionCost)} />
      <Figure name="Series cost" value={formatCost(total)} />
      {wait !== null && <Figure name="Waits" value={cleanLine(wait, 80)} />}
    </dl>
  )
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
