import type uPlot from 'uplot'
import { pixelColumns } from './pixel-columns.ts'
import { faded } from './timeline-colours.ts'
import type { Scene } from './timeline-paint.ts'

/** CSS pixels of a session in which its rise is still seen. */
const NARROWEST_LANE = 6

/** Do the sessions in sight have fewer pixels each than a rise and fall needs? */
export function isDense(plot: uPlot, { timeline: { lanes } }: Pick<Scene, 'timeline'>): boolean {
  const { min, max } = plot.scales['x'] ?? {}
  if (min == null || max == null) return false
  const seen = lanes.filter((lane) => lane.from <= max && (lane.to ?? max) >= min).length
  return seen * NARROWEST_LANE > plot.bbox.width / devicePixelRatio
}

/**
 * Sessions that run into one block: from the lowest to the highest context of each pixel, pale, so that what lies under it is
 * seen. Rectangles and no path: a path of as many edges takes a software canvas fifty times as long.
 */
export function paintBlock(plot: uPlot, { colours }: Scene): void {
  const { ctx, data, bbox } = plot
  const [times, values] = data
  const { min, max } = plot.scales['x'] ?? {}
  if (min == null || max == null) return
  const columns = pixelColumns(plot.valToIdx(min), plot.valToIdx(max), (index) => {
    const [at, value] = [times[index], values?.[index]]
    return at == null || value == null ? null : [plot.valToPos(at, 'x', true), plot.valToPos(value, 'y', true)]
  })
  ctx.save()
  ctx.fillStyle = faded(colours.accent, 0.4)
  const [right, thinnest] = [bbox.left + bbox.width, Math.ceil(devicePixelRatio)]
  for (const { x, top, bottom } of columns) {
    if (x < bbox.left || x > right) continue
    ctx.fillRect(x, Math.round(top), 1, Math.max(thinnest, Math.round(bottom - top)))
  }
  ctx.restore()
}
