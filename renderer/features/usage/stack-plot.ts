import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatTokens } from '../../ui/format.ts'
import { axisCost, roundTop } from '../series/time-axis.ts'
import type { Metric } from './layers.ts'

const FONT = '11px system-ui, sans-serif'
/** CSS pixels. */
const AXIS = 56
const LABEL = 64
const WIDEST_BAR = 56
/** Of the room that a bar has. */
const BAR_SHARE = 0.78
/** The highest bar does not touch the top. */
const ROOM_ABOVE = 1.04
/** A canvas knows no CSS variables: they are read when the theme changes. */
const COLOURS = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5', '--chart-6', '--chart-rest']

export interface StackData {
  /** As `stacked` makes them: the last is the height of the bars. */
  heights: number[][]
  /** The place in the colours of each layer; the rest has the last one. */
  colours: number[]
  labels: string[]
  metric: Metric
  /** Bars that are of the range itself; the others are for comparison. */
  own: { from: number; until: number }
}

export interface StackPlot {
  update(data: StackData): void
  /** The bar that is looked at; null: none. */
  mark(bar: number | null): void
  resize(width: number, height: number): void
  recolour(): void
  destroy(): void
}

export interface StackHandlers {
  hover(bar: number | null): void
  pick(bar: number): void
}

/** Stacked bars over days. The tallest layer is drawn first, each below it over it. */
export function stackPlot(host: HTMLElement, first: StackData, handlers: StackHandlers): StackPlot {
  let data = first
  let marked: number | null = null
  let size = { width: 600, height: 220 }
  let colours = readColours()
  let plot = make()

  function make(): uPlot {
    const bars = data.labels.length
    const drawn = data.heights.map((_, index) => data.heights.length - 1 - index)
    const made = new uPlot(
      {
        ...size,
        legend: { show: false },
        padding: [8, 24, 0, 0],
        cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
        scales: {
          x: { time: false, auto: false, range: () => [-0.5, bars - 0.5] },
          y: { auto: false, range: () => [0, roundTop(highest() * ROOM_ABOVE)] },
        },
        axes: [
          {
            stroke: () => colours.muted,
            font: FONT,
            size: 26,
            gap: 4,
            grid: { show: false },
            ticks: { show: false },
            splits: ({ width }) => labelled(bars, width - AXIS),
            values: (_, bar) => bar.map((index) => data.labels[index] ?? ''),
          },
          {
            stroke: () => colours.muted,
            font: FONT,
            size: AXIS,
            gap: 6,
            space: 36,
            grid: { stroke: () => colours.border, width: 1 },
            ticks: { show: false },
            values: (_, ticks) => ticks.map(data.metric === 'cost' ? axisCost : formatTokens),
          },
        ],
        series: [
          {},
          ...drawn.map((layer): uPlot.Series => {
            const bars = uPlot.paths.bars?.({ size: [BAR_SHARE, WIDEST_BAR] })
            return {
              fill: () => colours.layers[data.colours[layer] ?? COLOURS.length - 1] ?? colours.muted,
              // A thin line of the ground tells layers apart where their colours do not.
              stroke: () => colours.ground,
              width: 1,
              points: { show: false },
              ...(bars === undefined ? {} : { paths: bars }),
            }
          }),
        ],
        hooks: {
          drawClear: [(self) => paintGround(self)],
          setCursor: [(self) => handlers.hover(barAt(self))],
        },
      },
      [data.labels.map((_, index) => index), ...drawn.map((layer) => data.heights[layer] ?? [])],
      host,
    )
    made.over.addEventListener('click', () => {
      const bar = barAt(made)
      if (bar !== null) handlers.pick(bar)
    })
    return made
  }

  function highest(): number {
    return Math.max(0, ...(data.heights.at(-1) ?? []))
  }

  function barAt(self: uPlot): number | null {
    const { left } = self.cursor
    if (left === undefined || left < 0) return null
    const bar = Math.round(self.posToVal(left, 'x'))
    return bar >= 0 && bar < data.labels.length ? bar : null
  }

  /** Under the bars: the days of the range where others stand beside them, and the bar that is looked at. */
  function paintGround(self: uPlot): void {
    const { own, labels } = data
    if (own.from > 0 || own.until < labels.length - 1) paintBand(self, own.from, own.until, colours.band)
    if (marked !== null) paintBand(self, marked, marked, colours.marked)
  }

  function paintBand(self: uPlot, from: number, until: number, colour: string): void {
    const [left, right] = [self.valToPos(from - 0.5, 'x', true), self.valToPos(until + 0.5, 'x', true)]
    self.ctx.fillStyle = colour
    self.ctx.fillRect(left, self.bbox.top, right - left, self.bbox.height)
  }

  const anew = (): void => {
    plot.destroy()
    plot = make()
  }
  return {
    update(next) {
      const same = next.heights.length === data.heights.length && next.labels.length === data.labels.length
      data = next
      if (!same) return anew()
      const drawn = next.heights.toReversed()
      plot.setData([next.labels.map((_, index) => index), ...drawn], true)
    },
    mark(bar) {
      if (bar === marked) return
      marked = bar
      plot.redraw(false, false)
    },
    resize(width, height) {
      size = { width, height }
      plot.setSize(size)
    },
    recolour() {
      colours = readColours()
      plot.redraw(false, false)
    },
    destroy: () => plot.destroy(),
  }
}

/** Bars with a label: as many as there is room for, at even steps back from the last. */
function labelled(bars: number, width: number): number[] {
  const step = Math.max(1, Math.ceil((bars * LABEL) / Math.max(LABEL, width)))
  return Array.from({ length: Math.ceil(bars / step) }, (_, index) => bars - 1 - index * step).toReversed()
}

function readColours() {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  return {
    layers: COLOURS.map(read),
    muted: read('--text-muted'),
    border: read('--border'),
    ground: read('--surface'),
    band: read('--surface-2'),
    marked: read('--surface-3'),
  }
}
