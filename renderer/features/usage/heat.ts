import type { Patterns } from '../../../contract/analytics.ts'
import type { UsageFigures } from '../../../contract/ledger.ts'

export type Heat = 'cost' | 'turns' | 'requests'

export interface HeatMap {
  /** By weekday (0 is Monday) and hour; 0: nothing was. */
  cells: number[][]
  weekdays: number[]
  hours: number[]
  most: number
}

type Hour = Patterns['hours'][number]
const MEASURES: Record<Heat, (hour: Hour) => number> = {
  cost: ({ costUsd }) => costUsd,
  turns: ({ turns }) => turns,
  requests: ({ requests }: Pick<UsageFigures, 'requests'>) => requests,
}

/** The hours of the week with their sums. */
export function heatMap(hours: readonly Hour[], heat: Heat): HeatMap {
  const measure = MEASURES[heat]
  const cells = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  for (const hour of hours) {
    const row = cells[hour.weekday]
    if (row !== undefined) row[hour.hour] = (row[hour.hour] ?? 0) + measure(hour)
  }
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
  return {
    cells,
    weekdays: cells.map(sum),
    hours: Array.from({ length: 24 }, (_, hour) => sum(cells.map((row) => row[hour] ?? 0))),
    most: Math.max(0, ...cells.flat()),
  }
}

/** How strong a cell is coloured, percent: text on the strongest still has a contrast of 4.5:1 in both themes. */
const STRONGEST = 42
const WEAKEST = 5

export function shadeOf(value: number, most: number): number {
  if (value <= 0 || most <= 0) return 0
  return Math.round(WEAKEST + (STRONGEST - WEAKEST) * (value / most))
}

/** A figure in a narrow cell: "$12", "$1.2", "¢4"; counts from 10,000 on as "12k". Nothing: "". */
export function cellWords(value: number, heat: Heat): string {
  if (value <= 0) return ''
  if (heat !== 'cost') return value < 10_000 ? String(value) : `${Math.round(value / 1_000)}k`
  if (value < 0.005) return '<1¢'
  if (value < 0.995) return `${Math.round(value * 100)}¢`
  if (value < 9.95) return `$${value.toFixed(1)}`
  return value < 9_950 ? `$${Math.round(value)}` : `$${Math.round(value / 1_000)}k`
}
