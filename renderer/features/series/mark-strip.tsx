import { memo } from 'react'
import type { TimelineMark } from '../../../contract/timeline.ts'
import { cleanLine } from '../../../contract/text.ts'
import { MarkIcon } from './mark-icon.tsx'
import { checkpointOf, groupMarks, type MarkGroup, markWords, sameMark } from './marks.ts'
import { exactTime } from './time-axis.ts'
import { PLOT_LEFT } from './timeline-plots.ts'
import type { Span } from './viewport.ts'

/** Marks closer than this share one sign, CSS pixels: a sign is 20 wide. */
const SIGN_PX = 22
/** Lines in the tooltip of a group. */
const MOST_WORDS = 12

export interface MarkStripProps {
  marks: readonly TimelineMark[]
  view: Span
  /** Of the plotting area, CSS pixels. */
  width: number
  cursor: TimelineMark | null
  onPick: (mark: TimelineMark) => void
}

/** The signs above the plots. The arrow keys come to each of them, and the list below has the checkpoints. */
export const MarkStrip = memo(function MarkStrip({ marks, view, width, cursor, onPick }: MarkStripProps) {
  const groups = groupMarks(marks, view, width, SIGN_PX)
  return (
    <div className="relative h-6 overflow-hidden" style={{ marginLeft: PLOT_LEFT, width }}>
      {groups.map((group) => (
        <Sign
          key={`${group.lead.at} ${group.lead.kind} ${group.lead.n}`}
          group={group}
          current={cursor !== null && group.marks.some((mark) => sameMark(mark, cursor))}
          onPick={onPick}
        />
      ))}
    </div>
  )
})

function Sign({ group, current, onPick }: { group: MarkGroup; current: boolean; onPick: MarkStripProps['onPick'] }) {
  const { lead, marks, x } = group
  const lines = marks.slice(0, MOST_WORDS).map((mark) => `${exactTime(mark.at)}  ${cleanLine(markWords(mark))}`)
  const more = marks.length > MOST_WORDS ? [`and ${marks.length - MOST_WORDS} more: zoom in to see them`] : []
  return (
    <button
      type="button"
      tabIndex={-1}
      title={[...lines, ...more].join('\n')}
      aria-label={`${cleanLine(markWords(lead))}${marks.length > 1 ? ` and ${marks.length - 1} more` : ''}`}
      onClick={() => onPick(marks.find((mark) => checkpointOf(mark) !== null && mark.kind === lead.kind) ?? lead)}
      style={{ transform: `translateX(${Math.round(x)}px) translateX(-50%)` }}
      className={`absolute top-0 left-0 flex h-6 min-w-5 items-center justify-center rounded hover:bg-surface-3 ${
        current ? 'bg-accent-soft ring-2 ring-accent ring-inset' : ''
      }`}
    >
      <MarkIcon mark={lead} className="size-3.5" />
      {marks.length > 1 && <span className="pr-0.5 pl-px text-[0.625rem] leading-none text-muted">{marks.length}</span>}
    </button>
  )
}
