import type uPlot from 'uplot'
import type { SeriesTimeline, TimelineLane } from '../../../contract/timeline.ts'
import { laneName } from './readout.ts'
import { faded, type TimelineColours } from './timeline-colours.ts'

/** What the painters need beside the plot itself. */
export interface Scene {
  timeline: SeriesTimeline
  colours: TimelineColours
  /** The moment that the keyboard cursor stands at. */
  cursor: number | null
}

/** Canvas pixels. A band narrower than this says nothing, and many of them make stripes. */
const NARROWEST_BAND = 3
const HATCH = 6
/** Lines closer than this are one. */
const JOINED = 3

/** Every second session shaded, waits hatched. Under the lines. */
export function paintGround(plot: uPlot, { timeline, colours }: Scene): void {
  clipped(plot, (context) => {
    context.fillStyle = faded(colours.band, 0.85)
    eachVisible(plot, timeline, (_, left, right, index) => {
      if (index % 2 === 0 && right - left >= NARROWEST_BAND) {
        context.fillRect(left, plot.bbox.top, right - left, plot.bbox.height)
      }
    })
    const hatch = hatching(context, faded(colours.waiting, 0.5))
    if (hatch === null) return
    context.fillStyle = hatch
    for (const wait of timeline.waits) {
      const left = Math.max(plot.bbox.left, x(plot, wait.from))
      const right = Math.min(plot.bbox.left + plot.bbox.width, x(plot, wait.to ?? timeline.to))
      if (right > left) context.fillRect(left, plot.bbox.top, Math.max(2, right - left), plot.bbox.height)
    }
  })
}

/** Where each session is soft and due. Over the bands, under nothing that they would hide. */
export function paintPoints(plot: uPlot, { timeline, colours }: Scene): void {
  clipped(plot, (context) => {
    context.lineWidth = devicePixelRatio
    strokePoints(plot, timeline, (lane) => lane.soft, colours.soft, [3 * devicePixelRatio, 3 * devicePixelRatio])
    strokePoints(plot, timeline, (lane) => lane.due, colours.due, [])
  })
}

/** Numbers of the sessions at the top of their bands, as many as have room. */
export function paintNames(plot: uPlot, { timeline, colours }: Scene): void {
  clipped(plot, (context) => {
    context.font = `${11 * devicePixelRatio}px system-ui, sans-serif`
    context.fillStyle = colours.muted
    context.textBaseline = 'top'
    context.textAlign = 'left'
    const gap = 4 * devicePixelRatio
    let free = plot.bbox.left
    eachVisible(plot, timeline, (lane, left, right) => {
      const name = laneName(lane)
      const width = context.measureText(name).width
      const start = Math.max(left, plot.bbox.left) + gap
      if (start < free || start + width > right) return
      context.fillText(name, start, plot.bbox.top + gap)
      free = start + width + 2 * gap
    })
  })
}

/** Thin lines down from the checkpoints and from the keyboard cursor. */
export function paintMarks(plot: uPlot, { timeline, colours, cursor }: Scene): void {
  clipped(plot, (context) => {
    const { from, to } = shown(plot)
    const taken = timeline.marks.filter((mark) => mark.kind === 'checkpoint' && mark.at >= from && mark.at <= to)
    context.lineWidth = devicePixelRatio
    // More than a line every few pixels would hide what they belong to.
    if (taken.length * 12 * devicePixelRatio < plot.bbox.width) {
      context.strokeStyle = faded(colours.done, 0.6)
      stroke(
        context,
        plot,
        taken.map((mark) => mark.at),
      )
    }
    if (cursor !== null) {
      context.lineWidth = 2 * devicePixelRatio
      context.strokeStyle = colours.accent
      stroke(context, plot, [cursor])
    }
  })
}

function stroke(context: CanvasRenderingContext2D, plot: uPlot, times: number[]): void {
  context.beginPath()
  for (const at of times) {
    const place = Math.round(x(plot, at)) + 0.5
    context.moveTo(place, plot.bbox.top)
    context.lineTo(place, plot.bbox.top + plot.bbox.height)
  }
  context.stroke()
}

function strokePoints(
  plot: uPlot,
  timeline: SeriesTimeline,
  point: (lane: TimelineLane) => number | null,
  colour: string,
  dash: number[],
): void {
  const { ctx } = plot
  ctx.strokeStyle = colour
  ctx.setLineDash(dash)
  ctx.beginPath()
  // Sessions side by side with the same point are one line: thousands of dashes are slow to draw.
  let open: { y: number; right: number } | null = null
  eachVisible(plot, timeline, (lane, left, right) => {
    const tokens = point(lane)
    if (tokens === null) return
    const y = Math.round(plot.valToPos(tokens, 'y', true)) + 0.5
    if (open === null || open.y !== y || left - open.right > JOINED) {
      if (open !== null) ctx.lineTo(open.right, open.y)
      ctx.moveTo(left, y)
    }
    open = { y, right: Math.max(right, left + 1) }
  })
  const last = open as { y: number; right: number } | null
  if (last !== null) ctx.lineTo(last.right, last.y)
  ctx.stroke()
  ctx.setLineDash([])
}

type LaneVisit = (lane: TimelineLane, left: number, right: number, index: number) => void

/** The lanes within the shown time, with their edges in canvas pixels. */
function eachVisible(plot: uPlot, timeline: SeriesTimeline, visit: LaneVisit): void {
  const { from, to } = shown(plot)
  const { lanes } = timeline
  let [low, high] = [0, lanes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (endOf(timeline, middle) < from) low = middle + 1
    else high = middle
  }
  for (let index = low; index < lanes.length; index += 1) {
    const lane = lanes[index]
    if (lane === undefined || lane.from > to) return
    visit(lane, x(plot, lane.from), x(plot, lane.to ?? timeline.to), index)
  }
}

function endOf(timeline: SeriesTimeline, index: number): number {
  return timeline.lanes[index]?.to ?? timeline.to
}

function shown(plot: uPlot): { from: number; to: number } {
  const { min, max } = plot.scales['x'] ?? {}
  return { from: min ?? 0, to: max ?? 0 }
}

function x(plot: uPlot, at: number): number {
  return plot.valToPos(at, 'x', true)
}

function clipped(plot: uPlot, paint: (context: CanvasRenderingContext2D) => void): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  paint(ctx)
  ctx.restore()
}

function hatching(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const side = HATCH * devicePixelRatio
  const tile = new OffscreenCanvas(side, side)
  const brush = tile.getContext('2d')
  if (brush === null) return null
  brush.strokeStyle = colour
  brush.lineWidth = devicePixelRatio
  brush.beginPath()
  // The corners beside the diagonal close the line where tiles meet.
  for (const shift of [-side, 0, side]) {
    brush.moveTo(shift, side)
    brush.lineTo(shift + side, 0)
  }
  brush.stroke()
  return context.createPattern(tile, 'repeat')
}
