import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { SeriesTimeline, TimelineMark } from '../../../contract/timeline.ts'
import { cleanLine } from '../../../contract/text.ts'
import { onTheme } from '../../app/theme.ts'
import { type LaneColumns, noColumns, updateColumns, valueAt } from './lane-columns.ts'
import { checkpointOf, cursorWords } from './marks.ts'
import { MarkStrip } from './mark-strip.tsx'
import { OverviewStrip } from './overview-strip.tsx'
import { ReadoutLine } from './readout-line.tsx'
import { exactTime } from './time-axis.ts'
import { keyAnswer } from './timeline-keys.ts'
import { PLOT_LEFT, PLOT_RIGHT, timelinePlots, type TimelinePlots } from './timeline-plots.ts'
import { TimelineToolbar } from './timeline-toolbar.tsx'
import { updateEnds } from './update-time.ts'
import { useSize } from './use-size.ts'
import { usePanAndWheel } from './use-pan-and-wheel.ts'
import { grown, liveAgain, revealing, selected, type Viewport, wholeOf } from './viewport.ts'

const COST_HEIGHT = 104
/** The figures of a moment take two lines below this, CSS pixels. */
const NARROW_PX = 1_060
const KEYS_HELP =
  'Timeline. Left and right go from mark to mark, Enter opens a checkpoint, plus and minus zoom, 0 shows the whole, shift with left and right moves. The list below has the same figures.'

export interface TimelineViewProps {
  timeline: SeriesTimeline
  /** CSS pixels of the plot of the context. */
  height: number
  onOpenCheckpoint: (n: number) => void
  /** A session that the person picked in the list: it is brought into sight. */
  reveal: { at: number } | null
}

/** The plots, what lies over them, and all ways to move in them. */
export function TimelineView({ timeline, height, onOpenCheckpoint, reveal }: TimelineViewProps) {
  const [columns] = useState<LaneColumns>(noColumns)
  const [view, setView] = useState<Viewport>(() => wholeOf(timeline))
  const [cursor, setCursor] = useState<TimelineMark | null>(null)
  const [hover, setHover] = useState<number | null>(null)
  const [theme, setTheme] = useState(0)
  const [sizeRef, size] = useSize()
  const contextHost = useRef<HTMLDivElement>(null)
  const costHost = useRef<HTMLDivElement>(null)
  const plots = useRef<TimelinePlots | null>(null)
  const [before, setBefore] = useState(timeline)
  const latest = useRef({ timeline, view })
  useEffect(() => void (latest.current = { timeline, view }))
  const width = size?.width ?? 0
  const plotWidth = Math.max(0, width - PLOT_LEFT - PLOT_RIGHT)

  // A longer timeline moves what is shown before it is drawn: never one frame with the old span.
  if (before !== timeline) {
    setBefore(timeline)
    setView(grown(view, before, timeline))
  }

  const ready = width > 0
  useEffect(() => {
    if (!ready || contextHost.current === null || costHost.current === null) return
    const { timeline, view } = latest.current
    updateColumns(columns, timeline.lanes, timeline.to)
    const made = timelinePlots(
      { context: contextHost.current, cost: costHost.current },
      { timeline, columns, view, size: { width: 600, contextHeight: 200, costHeight: COST_HEIGHT } },
      {
        hover: setHover,
        select: (from, to) => setView(selected(latest.current.timeline, from, to)),
        reset: () => setView(wholeOf(latest.current.timeline)),
      },
    )
    plots.current = made
    const stop = onTheme(() => {
      made.recolour()
      setTheme((count) => count + 1)
    })
    return () => {
      stop()
      made.destroy()
      plots.current = null
    }
  }, [ready, columns])

  useEffect(() => {
    if (width > 0) plots.current?.resize({ width, contextHeight: height, costHeight: COST_HEIGHT })
  }, [width, height])
  useEffect(() => {
    updateColumns(columns, timeline.lanes, timeline.to)
    plots.current?.update(timeline, columns)
    updateEnds()
  }, [timeline, columns])
  useEffect(() => plots.current?.show(view), [view])
  useEffect(() => plots.current?.mark(cursor?.at ?? null), [cursor])
  useEffect(() => {
    if (reveal !== null) setView((now) => revealing(now, latest.current.timeline, reveal.at))
  }, [reveal])

  const surface = usePanAndWheel({ view, domain: timeline, width: plotWidth, left: PLOT_LEFT, onView: setView })

  const open = (mark: TimelineMark): void => {
    setCursor(mark)
    const n = checkpointOf(mark)
    if (n !== null) onOpenCheckpoint(n)
  }
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const answer = keyAnswer(event.key, event.shiftKey, { marks: timeline.marks, domain: timeline, view, cursor })
    if (answer === null) return
    event.preventDefault()
    event.stopPropagation()
    if ('open' in answer) return open(answer.open)
    setView(answer.view)
    setCursor(answer.cursor)
  }

  const moment = hover ?? cursor?.at ?? timeline.to
  return (
    <section aria-label="Timeline" className="flex flex-col gap-1">
      <TimelineToolbar
        view={view}
        domain={timeline}
        running={timeline.lanes.at(-1)?.to === null}
        onView={setView}
        onLive={() => setView(liveAgain(view, timeline))}
      />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it takes keys; its label says which */}
      <div
        ref={surface}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the same
        tabIndex={0}
        role="application"
        aria-label={KEYS_HELP}
        onKeyDown={press}
        className="rounded-md border border-border bg-surface pt-1 pb-2"
      >
        <div ref={sizeRef}>
          <div className="px-3 pb-0.5">
            <ReadoutLine
              timeline={timeline}
              at={moment}
              total={valueAt(columns.cost, moment)}
              narrow={width < NARROW_PX}
            />
          </div>
          <MarkStrip marks={timeline.marks} view={view} width={plotWidth} cursor={cursor} onPick={open} />
          <div ref={contextHost} style={{ height }} />
          <div className="pt-1 pl-3 text-xs text-muted">Cost of the series, USD</div>
          <div ref={costHost} style={{ height: COST_HEIGHT }} />
          <OverviewStrip
            key={theme}
            timeline={timeline}
            columns={columns}
            view={view}
            width={plotWidth}
            onView={setView}
          />
        </div>
      </div>
      <p aria-live="polite" className="sr-only">
        {cursor === null ? '' : cleanLine(cursorWords(timeline.marks, cursor, exactTime(cursor.at)), 400)}
      </p>
    </section>
  )
}
