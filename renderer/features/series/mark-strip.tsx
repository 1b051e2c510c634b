import { memo } from 'react'
import type { TimelineMark } from '../../../contract/timeline.ts'
import { cleanLine } from '../../../contract/text.ts'
import { MarkIcon } from './mark-icon.tsx'
import { checkpointOf, groupMarks, type MarkGroup, markWords, sameMark } from './marks.ts'
import { exactTime } from './time-axis.ts'
import { PLOT_LEFT } from './timeline-plots.ts'
import type { Span } from './viewport.ts'

/** Marks closer than this share one sign, CSS pixels: the width of a sign with its count, of one digit or of more. */
const SIGN = { few: 28, many: 50 }
/** A sign at the very edge is drawn whole. */
const EDGE_PX = 14
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
  const few = groupMarks(marks, view, width, SIGN.few)
  const groups = few.some((group) => group.marks.length > 9) ? groupMarks(marks, view, width, SIGN.many) : few
  return (
    <div className="relative h-6 overflow-hidden" style={{ marginLeft: PLOT_LEFT, width }}>
      {groups.map((group) => (
        <Sign
          key={`${group.lead.at} ${group.lead.kind} ${group.lead.n}`}
          group={group}
          x={Math.min(width - EDGE_PX, Math.max(EDGE_PX, group.x))}
          current={cursor !== null && group.marks.some((mark) => sameMark(mark, cursor))}
          onPick={onPick}
        />
      ))}
    </div>
  )
})

interface SignProps {
  group: MarkGroup
  x: number
  current: boolean
  onPick: MarkStripProps['onPick']
}

function Sign({ group: { lead, marks }, x, current, onPick }: SignProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      // Made when it is wanted: hundreds of times are written out for each picture else.
      onPointerEnter={(event) => (event.currentTarget.title = groupWords(marks))}
      aria-label={`${cleanLine(markWords(lead))}${marks.length > 1 ? `, ${marks.length} marks` : ''}`}
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

function groupWords(marks: readonly TimelineMark[]): string {
  const lines = marks.slice(0, MOST_WORDS).map((mark) => `${exactTime(mark.at)}  ${cleanLine(markWords(mark))}`)
  const more = marks.length > MOST_WORDS ? [`and ${marks.length - MOST_WORDS} more: zoom in to see them`] : []
  return [...lines, ...more].join('\n')
}
