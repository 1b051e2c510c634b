import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { SeriesTimeline } from '../../../contract/timeline.ts'
import { formatTokens } from '../../ui/format.ts'
import { type LaneColumns, trackFor } from './lane-columns.ts'
import { contextTop } from './lane-rows.ts'
import { isDense, paintBlock } from './paint-block.ts'
import { axisCost, roundTop, timeLabels } from './time-axis.ts'
import { faded, readColours } from './timeline-colours.ts'
import { paintGround, paintMarks, paintNames, paintPoints, type Scene } from './timeline-paint.ts'
import type { Span } from './viewport.ts'

/** CSS pixels beside the plotting area; what lies over the plots keeps to them. */
export const PLOT_LEFT = 56
export const PLOT_RIGHT = 14

const FONT = '11px system-ui, sans-serif'
/** The highest figure does not touch the top. */
const ROOM_ABOVE = 1.06
const SYNC = 'series-timeline'

export interface PlotHandlers {
  /** The pointer stands over a moment; null: it left. */
  hover(at: number | null): void
  /** A stretch was drawn over. */
  select(from: number, to: number): void
  reset(): void
}

export interface PlotSize {
  width: number
  contextHeight: number
  costHeight: number
}

/** The two plots over one time axis. They draw what is in sight only; nothing is copied from the columns. */
export interface TimelinePlots {
  update(timeline: SeriesTimeline, columns: LaneColumns): void
  show(view: Span): void
  mark(cursor: number | null): void
  resize(size: PlotSize): void
  recolour(): void
  destroy(): void
}

export function timelinePlots(
  hosts: { context: HTMLElement; cost: HTMLElement },
  first: { timeline: SeriesTimeline; columns: LaneColumns; view: Span; size: PlotSize },
  handlers: PlotHandlers,
): TimelinePlots {
  const scene: Scene = { timeline: first.timeline, colours: readColours(), cursor: null }
  const hooks = {
    setCursor: [(plot: uPlot) => handlers.hover(momentOf(plot))],
    setSelect: [(plot: uPlot) => takeSelection(plot, handlers)],
  }
  const shared = {
    ms: 1,
    width: first.size.width,
    legend: { show: false },
    cursor: cursorOf(handlers),
    padding: [6, PLOT_RIGHT, 0, 0],
  } satisfies Partial<uPlot.Options>

  const context = new uPlot(
    {
      ...shared,
      height: first.size.contextHeight,
      scales: scales(),
      axes: [timeAxis(scene, false), valueAxis(scene, formatTokens, 44)],
      series: [
        {},
        line(
          () => scene.colours.accent,
          (plot) => isDense(plot, scene),
        ),
      ],
      hooks: {
        ...hooks,
        drawClear: [(plot) => paintGround(plot, scene)],
        drawAxes: [(plot) => paintPoints(plot, scene)],
        draw: [
          (plot) => isDense(plot, scene) && paintBlock(plot, scene),
          (plot) => paintMarks(plot, scene),
          (plot) => paintNames(plot, scene),
        ],
      },
    },
    [[], []],
    hosts.context,
  )
  const cost = new uPlot(
    {
      ...shared,
      height: first.size.costHeight,
      scales: scales(),
      axes: [timeAxis(scene, true), valueAxis(scene, axisCost, 28)],
      series: [
        {},
        line(
          () => scene.colours.cost,
          () => false,
        ),
      ],
      hooks: {
        ...hooks,
        drawClear: [(plot) => paintGround(plot, scene)],
        draw: [(plot) => paintMarks(plot, scene)],
      },
    },
    [[], []],
    hosts.cost,
  )
  const plots = [context, cost]
  const redraw = () => plots.forEach((plot) => plot.redraw(false, false))
  let [columns, view] = [first.columns, first.view]

  /** Nothing is drawn here: a plot draws once, in a microtask, whatever was changed until then. */
  const put = (anew: boolean): void => {
    const { context: tokens, cost: paid, coarse } = columns
    for (const [plot, fine, few] of [
      [context, tokens, coarse.context],
      [cost, paid, coarse.cost],
    ] as const) {
      const { time, value } = trackFor(fine, few, view, plot.bbox.width / devicePixelRatio)
      if (anew || plot.data[0] !== time) plot.setData([time, value], false)
      plot.setScale('x', { min: view.from, max: view.to })
    }
  }
  const update = (timeline: SeriesTimeline, next: LaneColumns): void => {
    scene.timeline = timeline
    columns = next
    put(true)
    context.setScale('y', { min: 0, max: roundTop(contextTop(timeline.lanes) * ROOM_ABOVE) })
    cost.setScale('y', { min: 0, max: roundTop((columns.cost.value.at(-1) ?? 0) * ROOM_ABOVE) })
  }
  const show = (span: Span): void => {
    view = span
    put(false)
  }
  update(first.timeline, first.columns)

  return {
    update,
    show,
    mark(cursor) {
      scene.cursor = cursor
      redraw()
    },
    resize({ width, contextHeight, costHeight }) {
      context.setSize({ width, height: contextHeight })
      cost.setSize({ width, height: costHeight })
    },
    recolour() {
      scene.colours = readColours()
      redraw()
    },
    destroy: () => plots.forEach((plot) => plot.destroy()),
  }
}

function scales(): uPlot.Scales {
  return { x: { time: true, auto: false }, y: { auto: false } }
}

/** Shift and a drag is a pan, not a selection; a double click shows the whole. */
function cursorOf(handlers: PlotHandlers): uPlot.Cursor {
  return {
    y: false,
    drag: { x: true, y: false, setScale: false, dist: 4 },
    sync: { key: SYNC, scales: ['x', null] },
    points: { size: 7 },
    bind: {
      mousedown: (_, __, handler) => (event) => {
        if (event.button === 0 && !event.shiftKey) handler(event)
        return null
      },
      dblclick: () => () => {
        handlers.reset()
        return null
      },
    },
  }
}

function momentOf(plot: uPlot): number | null {
  const { left } = plot.cursor
  return left === undefined || left < 0 ? null : plot.posToVal(left, 'x')
}

function takeSelection(plot: uPlot, handlers: PlotHandlers): void {
  const { left, width } = plot.select
  if (width <= 0) return
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  handlers.select(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'))
}

function line(colour: () => string, dense: (plot: uPlot) => boolean): uPlot.Series {
  const { linear, stepped } = uPlot.paths
  const [sloped, steps] = [linear?.(), stepped?.({ align: 1 })]
  return {
    width: 1.5,
    stroke: colour,
    fill: () => faded(colour(), 0.12),
    points: { show: false },
    // The step up to the first figure after a gap lies on its edge: half a pixel of it would stay as a thin line.
    gaps: (_plot, _series, _from, _to, gaps) => gaps.map(([from, to]) => [from, to + devicePixelRatio]),
    paths: (plot, series, from, to) => {
      if (dense(plot)) return null
      // A figure holds until the next one: steps. Where pixels are fewer than figures, the one that thins by pixel.
      const builder = to - from > plot.bbox.width ? sloped : steps
      return builder?.(plot, series, from, to) ?? null
    },
  }
}

function timeAxis(scene: Scene, labelled: boolean): uPlot.Axis {
  return {
    stroke: () => scene.colours.muted,
    font: FONT,
    size: labelled ? 34 : 8,
    gap: 2,
    lineGap: 1.25,
    space: 72,
    grid: { stroke: () => scene.colours.border, width: 1 },
    ticks: { show: false },
    values: (_, ticks, __, ___, step) => (labelled ? timeLabels(ticks, step) : ticks.map(() => '')),
  }
}

function valueAxis(scene: Scene, format: (value: number) => string, space: number): uPlot.Axis {
  return {
    stroke: () => scene.colours.muted,
    font: FONT,
    size: PLOT_LEFT,
    gap: 6,
    space,
    grid: { stroke: () => scene.colours.border, width: 1 },
    ticks: { show: false },
    values: (_, ticks) => ticks.map(format),
  }
}
