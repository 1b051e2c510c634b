import { type PointerEvent, useEffect, useRef } from 'react'
import uPlot from 'uplot'
import type { SeriesTimeline } from '../../../contract/timeline.ts'
import { envelope } from './envelope.ts'
import { followDrag } from './follow-drag.ts'
import { type LaneColumns, trackFor } from './lane-columns.ts'
import { contextTop } from './lane-rows.ts'
import { faded, readColours } from './timeline-colours.ts'
import { PLOT_LEFT } from './timeline-plots.ts'
import { selected, type Span, type Viewport, wholeOf } from './viewport.ts'

const HEIGHT_PX = 34
/** Around an edge of the window, where a press takes hold of it. */
const EDGE_PX = 8
/** The window is never drawn narrower: it must be found and caught. */
const NARROWEST_PX = 6

export interface OverviewStripProps {
  timeline: SeriesTimeline
  columns: LaneColumns
  view: Viewport
  width: number
  onView: (view: Viewport) => void
}

/** The whole in small, with what is shown as a window over it: drag it, drag its edges, or press beside it. */
export function OverviewStrip({ timeline, columns, view, width, onView }: OverviewStripProps) {
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const domain = wholeOf(timeline)
  const pixel = (at: number) => ((at - domain.from) / (domain.to - domain.from)) * width
  const [left, right] = [pixel(view.from), pixel(view.to)]

  useEffect(() => {
    if (host.current === null || width <= 0) return
    const made = new uPlot(smallPicture(width), [[], []], host.current)
    plot.current = made
    return () => made.destroy()
  }, [width])

  useEffect(() => {
    const drawn = plot.current
    if (drawn === null) return
    const whole = wholeOf(timeline)
    const track = trackFor(columns.context, columns.coarse.context, whole, width)
    drawn.setData(envelope(track, whole, Math.max(1, Math.floor(width / 2))), false)
    drawn.setScale('x', { min: whole.from, max: whole.to })
    drawn.setScale('y', { min: 0, max: contextTop(timeline.lanes) || 1 })
  }, [timeline, columns, width])

  const press = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return
    const strip = event.currentTarget
    const place = (at: { clientX: number }) => at.clientX - strip.getBoundingClientRect().left
    const start = place(event)
    const held = holdAt(start, left, right)
    // Beside the window: it comes to the pointer and is held there.
    const origin = held === 'beside' ? shifted(view, start - (left + right) / 2, domain, width) : view
    if (held === 'beside') onView(origin)
    strip.setPointerCapture(event.pointerId)
    followDrag(strip, (to) => onView(dragged(origin, held, place(to) - start, domain, width)))
  }

  return (
    // A second way to what the keys of the plot do: hidden from those who use them.
    <div
      aria-hidden
      onPointerDown={press}
      className="relative touch-none overflow-hidden rounded border border-border bg-surface-2"
      style={{ marginLeft: PLOT_LEFT, width, height: HEIGHT_PX + 2 }}
    >
      <div ref={host} />
      <div className="pointer-events-none absolute inset-y-0 left-0 bg-bg/70" style={{ width: Math.max(0, left) }} />
      <div
        className="pointer-events-none absolute inset-y-0 right-0 bg-bg/70"
        style={{ width: Math.max(0, width - right) }}
      />
      <div
        className="pointer-events-none absolute inset-y-0 rounded-sm border-x-3 border-accent/70 bg-accent/5"
        style={{ left, width: Math.max(NARROWEST_PX, right - left) }}
      />
    </div>
  )
}

type Hold = 'from' | 'to' | 'body' | 'beside'

function holdAt(x: number, left: number, right: number): Hold {
  if (Math.abs(x - left) <= EDGE_PX && x < (left + right) / 2) return 'from'
  if (Math.abs(x - right) <= EDGE_PX) return 'to'
  return x > left && x < right ? 'body' : 'beside'
}

function shifted(view: Viewport, pixels: number, domain: Span, width: number): Viewport {
  return dragged(view, 'body', pixels, domain, width)
}

function dragged(view: Viewport, hold: Hold, pixels: number, domain: Span, width: number): Viewport {
  const by = (pixels / width) * (domain.to - domain.from)
  const end = (at: number) => Math.min(domain.to, Math.max(domain.from, at + by))
  if (hold === 'from') return selected(domain, end(view.from), view.to)
  if (hold === 'to') return selected(domain, view.from, end(view.to))
  const held = Math.min(domain.to - view.to, Math.max(domain.from - view.from, by))
  return selected(domain, view.from + held, view.to + held)
}

function smallPicture(width: number): uPlot.Options {
  const { accent } = readColours()
  return {
    width,
    height: HEIGHT_PX,
    ms: 1,
    padding: [2, 0, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: true, auto: false }, y: { auto: false } },
    axes: [{ show: false }, { show: false }],
    series: [{}, { width: 1, stroke: faded(accent, 0.7), fill: faded(accent, 0.25), points: { show: false } }],
  }
}
