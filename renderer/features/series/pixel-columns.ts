/** A pixel wide, from the highest to the lowest figure in it; pixels, downwards. */
export interface PixelColumn {
  x: number
  top: number
  bottom: number
}

/**
 * The line through the points as one bar a pixel: where a line goes up and down many times within a few pixels, it shows the
 * same and is drawn in a fraction of the time. `at` gives a point in pixels, null where nothing is known; x never falls.
 */
export function pixelColumns(from: number, to: number, at: (index: number) => [number, number] | null): PixelColumn[] {
  const columns: PixelColumn[] = []
  const reach = (x: number, y: number): void => {
    const last = columns.at(-1)
    if (last === undefined || last.x !== x) {
      columns.push({ x, top: y, bottom: y })
      return
    }
    last.top = Math.min(last.top, y)
    last.bottom = Math.max(last.bottom, y)
  }
  let before: [number, number] | null = null
  for (let index = from; index <= to; index += 1) {
    const point = at(index)
    if (point !== null) {
      const [x, y] = [Math.round(point[0]), point[1]]
      if (before !== null) {
        const [start, height] = before
        const slope = (y - height) / Math.max(1, x - start)
        for (let step = start + 1; step <= x; step += 1) {
          // Each begins where the one before it ended: else a steep line falls apart.
          reach(step, height + slope * (step - 1 - start))
          reach(step, height + slope * (step - start))
        }
      }
      reach(x, y)
      before = [x, y]
    } else {
      before = null
    }
  }
  return columns
}
