import type { UsageFigures, UsageRow } from '../../../contract/ledger.ts'
import type { Stack } from './address.ts'
import { type Bucket, figuresOf } from './buckets.ts'
import { addFigures, NO_USAGE, restOf, tokensOf } from './figures.ts'
import { valueOf } from './names.ts'

export type Metric = 'cost' | 'tokens'

/** More colours than these nobody tells apart. */
export const MOST_LAYERS = 6

/** One part of every bar. */
export interface Layer {
  /** Null: all that have no layer of their own. */
  value: string | null
  /** Of each bucket, in their order. */
  figures: UsageFigures[]
  total: UsageFigures
}

export function measure(figures: UsageFigures, metric: Metric): number {
  return metric === 'cost' ? figures.costUsd : tokensOf(figures.tokens)
}

/**
 * The largest groups, largest first, and what is left of the days without them. `days` are whole; of `groups` the ledger may have
 * left the smallest out, and they are then within the rest.
 */
export function layersOf(
  buckets: readonly Bucket[],
  days: readonly UsageRow[],
  groups: readonly UsageRow[],
  { stack, metric }: { stack: Stack; metric: Metric },
): { layers: Layer[]; all: Layer } {
  const all = layer(null, figuresOf(buckets, days))
  const byValue = new Map<string, UsageRow[]>()
  for (const row of groups) {
    const value = valueOf(row, stack)
    const rows = byValue.get(value)
    if (rows === undefined) byValue.set(value, [row])
    else rows.push(row)
  }
  const named = [...byValue]
    .map(([value, rows]) => layer(value, figuresOf(buckets, rows)))
    .filter(({ total }) => measure(total, metric) > 0)
    .sort((a, b) => measure(b.total, metric) - measure(a.total, metric) || (a.value ?? '').localeCompare(b.value ?? ''))
    .slice(0, MOST_LAYERS)
  const rest = layer(
    null,
    all.figures.map((figures, index) =>
      named.reduce((left, one) => restOf(left, one.figures[index] ?? NO_USAGE), figures),
    ),
  )
  return { all, layers: measure(rest.total, metric) > 0 ? [...named, rest] : named }
}

function layer(value: string | null, figures: UsageFigures[]): Layer {
  return { value, figures, total: figures.reduce(addFigures, NO_USAGE) }
}

/** Columns for the plot: each layer on top of those before it; the last one is the height of the bar. */
export function stacked(layers: readonly Layer[], metric: Metric): number[][] {
  const heights: number[][] = []
  for (const { figures } of layers) {
    const below = heights.at(-1)
    heights.push(figures.map((one, index) => (below?.[index] ?? 0) + measure(one, metric)))
  }
  return heights
}
