/** One speed claim beside its peer, from runs that took turns. */
export interface BenchResult {
  name: string
  /** Unit of the samples. */
  unit: string
  ours: number[]
  /** Samples of the peer; null where there is none. */
  peer: number[] | null
  /** The bar in words: "≤ 1.0 × ccusage". */
  aim: string
  /** The figure that the bar is held against. */
  value: number
  met: boolean
}

/** The smallest sample that at least `share` (0 to 1) of the samples do not exceed; NaN of none. */
export function quantile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export function median(samples: number[]): number {
  return quantile(samples, 0.5)
}

/** The results as an aligned table, one line each under a heading. */
export function formatResults(results: BenchResult[]): string {
  const rows = results.map((result) => [
    result.name,
    result.unit,
    figure(median(result.ours)),
    figure(quantile(result.ours, 0.9)),
    result.peer === null ? '' : figure(median(result.peer)),
    result.peer === null ? '' : figure(quantile(result.peer, 0.9)),
    result.peer === null ? '' : figure(median(result.ours) / median(result.peer)),
    result.aim,
    figure(result.value),
    result.met ? 'met' : 'MISSED',
  ])
  const table = [['what', 'unit', 'median', 'p90', 'peer', 'peer p90', 'ratio', 'aim', 'value', ''], ...rows]
  const widths = table.reduce<number[]>((most, row) => row.map((cell, n) => Math.max(most[n] ?? 0, cell.length)), [])
  return table
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export function printResults(results: BenchResult[]): void {
  console.log(formatResults(results))
}

function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
