import { useEffect, useMemo, useRef } from 'react'
import { onTheme } from '../../app/theme.ts'
import { useNowText } from '../../ui/use-now.ts'
import { useSize } from '../series/use-size.ts'
import { type ChartData, plotData } from './chart-data.ts'
import { localDay } from './days.ts'
import type { Metric } from './layers.ts'
import { type StackPlot, stackPlot } from './stack-plot.ts'

export interface StackViewProps {
  data: ChartData
  metric: Metric
  /** The bar that is looked at. */
  bar: number | null
  onHover: (bar: number | null) => void
  onPick: (bar: number) => void
}

/** The plot in its place: it follows the size, the theme and the figures. */
export function StackView({ data, metric, bar, onHover, onPick }: StackViewProps) {
  const today = useNowText(localDay)
  const [sizeRef, size] = useSize()
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<StackPlot | null>(null)
  const drawn = useMemo(() => plotData(data, metric, today), [data, metric, today])
  const latest = useRef({ drawn, onHover, onPick })
  useEffect(() => void (latest.current = { drawn, onHover, onPick }))
  const ready = size !== null && size.width > 0
  useEffect(() => {
    if (!ready || host.current === null) return undefined
    const made = stackPlot(host.current, latest.current.drawn, {
      hover: (at) => latest.current.onHover(at),
      pick: (at) => latest.current.onPick(at),
    })
    plot.current = made
    const stop = onTheme(() => made.recolour())
    return () => {
      stop()
      made.destroy()
      plot.current = null
    }
  }, [ready])
  const [width, height] = [size?.width ?? 0, size?.height ?? 0]
  useEffect(() => {
    if (width > 0) plot.current?.resize(width, height)
  }, [width, height])
  useEffect(() => plot.current?.update(drawn), [drawn])
  useEffect(() => plot.current?.mark(bar), [bar])
  return (
    <div ref={sizeRef} className="size-full">
      <div ref={host} />
    </div>
  )
}
