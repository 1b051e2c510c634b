import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { onTheme } from '../../app/theme.ts'
import { formatCount, formatTokens } from '../../ui/format.ts'
import { exactTime, roundTop, timeLabels } from '../series/time-axis.ts'
import { faded } from '../series/timeline-colours.ts'
import { useSize } from '../series/use-size.ts'

const HEIGHT = 132
const FONT = '11px system-ui, sans-serif'

export interface ContextViewProps {
  /** ms since the epoch, rising. */
  time: number[]
  /** Tokens. */
  used: number[]
}

/** How full the window of the main thread was at each answer. The figures themselves are in the table of requests. */
export function ContextView({ time, used }: ContextViewProps) {
  const [sizeRef, size] = useSize()
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const [at, setAt] = useState<number | null>(null)
  const data = useRef({ time, used })
  useEffect(() => {
    data.current = { time, used }
    plot.current?.setData([time, used])
  }, [time, used])
  const ready = size !== null && size.width > 0
  useEffect(() => {
    if (!ready || host.current === null) return undefined
    const { time, used } = data.current
    const made = new uPlot(
      options((index) => setAt(index)),
      [time, used],
      host.current,
    )
    plot.current = made
    const stop = onTheme(() => made.redraw(false, false))
    return () => {
      stop()
      made.destroy()
      plot.current = null
    }
  }, [ready])
  const width = size?.width ?? 0
  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height: HEIGHT })
  }, [width])
  const index = at !== null && at < used.length ? at : used.length - 1
  return (
    <figure className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <figcaption className="flex gap-4 text-sm text-muted">
        <span className="font-medium text-text">Context, tokens</span>
        <span>
          {exactTime(time[index] ?? 0)}: <span className="text-text">{formatCount(used[index])}</span>
        </span>
        <span>at most {formatCount(Math.max(...used))}</span>
      </figcaption>
      <div ref={sizeRef} aria-hidden style={{ height: HEIGHT }}>
        <div ref={host} />
      </div>
    </figure>
  )
}

function options(hover: (index: number | null) => void): uPlot.Options {
  const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const axis: uPlot.Axis = {
    stroke: () => colour('--text-muted'),
    font: FONT,
    grid: { stroke: () => colour('--border'), width: 1 },
    ticks: { show: false },
  }
  const stepped = uPlot.paths.stepped?.({ align: 1 })
  return {
    ms: 1,
    width: 600,
    height: HEIGHT,
    legend: { show: false },
    padding: [6, 8, 0, 0],
    cursor: { y: false, drag: { x: false, y: false, setScale: false } },
    scales: { x: { time: true }, y: { range: (_, __, most) => [0, roundTop(most * 1.06)] } },
    axes: [
      {
        ...axis,
        size: 34,
        gap: 2,
        space: 72,
        lineGap: 1.25,
        values: (_, ticks, __, ___, step) => timeLabels(ticks, step),
      },
      { ...axis, size: 56, gap: 6, space: 28, values: (_, ticks) => ticks.map(formatTokens) },
    ],
    series: [
      {},
      {
        width: 1.5,
        stroke: () => colour('--accent'),
        fill: () => faded(colour('--accent'), 0.12),
        points: { show: false },
        ...(stepped === undefined ? {} : { paths: stepped }),
      },
    ],
    hooks: { setCursor: [(self) => hover(self.cursor.idx ?? null)] },
  }
}
