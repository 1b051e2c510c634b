import type { AdviceContext, Reckoned, ReckonedRow } from './advice-types.ts'

export interface Reckoning {
  /** Takes a row, unless it lies outside of the time that is looked at. */
  take(row: ReckonedRow): void
  result(): Reckoned
}

/** Sums rows up; a large session has tens of thousands, for each of several thresholds. */
export function reckoning({ from, until, keepRows }: Pick<AdviceContext, 'from' | 'until' | 'keepRows'>): Reckoning {
  const rows: ReckonedRow[] = []
  let [count, savedUsd] = [0, 0]
  return {
    take(row) {
      if (row.request.at < from || row.request.at >= until) return
      count += 1
      savedUsd += row.request.costUsd - row.insteadUsd
      if (keepRows) rows.push(row)
    },
    result: () => ({ rows, count, savedUsd }),
  }
}
