import type { UsageDimension, UsageRow } from '../../contract/ledger.ts'

/** A row of the ledger as files and scripts get it: flat, each figure under a name of its own. */
export type FlatRow = Record<string, string | number | null>

/** `day` first, then as they were asked for. Null: not known; a cost of nothing but unpriced requests is not known. */
export function flatRow(row: UsageRow, by: readonly UsageDimension[]): FlatRow {
  const named = Object.fromEntries(by.map((dimension) => [nameOf(dimension), row[nameOf(dimension)] ?? null]))
  return {
    ...named,
    requests: row.requests,
    errors: row.errors,
    turns: row.turns,
    ...row.tokens,
    costUsd: costOf(row),
    unpriced: row.unpriced,
  }
}

/** USD; null: nothing of it has a price. */
export function costOf({
  costUsd,
  unpriced,
  requests,
}: Pick<UsageRow, 'costUsd' | 'unpriced' | 'requests'>): number | null {
  return costUsd === 0 && unpriced > 0 && unpriced >= requests ? null : costUsd
}

/** The field that holds a dimension. */
export function nameOf(dimension: UsageDimension): Exclude<keyof UsageRow, 'tokens'> {
  if (dimension === 'series') return 'seriesId'
  return dimension === 'session' ? 'sessionId' : dimension
}

/** Columns in the order of `flatRow`. */
export function columnsOf(by: readonly UsageDimension[]): string[] {
  const figures = ['requests', 'errors', 'turns', 'input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h']
  return [...by.map(nameOf), ...figures, 'costUsd', 'unpriced']
}
