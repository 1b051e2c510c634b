import type { UsageFigures, UsageRow } from '../../../contract/ledger.ts'
import type { UsageDimension } from '../../../contract/ledger.ts'
import type { Column, Slice, UsageAddress } from './address.ts'
import { addFigures, cacheShareOf, tokensOf, writtenOf } from './figures.ts'
import { type Known, nameOf, valueOf } from './names.ts'

/** What is asked for with each slice, so that a row says more than an id. */
export const DIMENSIONS: Record<Slice, UsageDimension[]> = {
  project: ['project'],
  model: ['model'],
  agent: ['agent'],
  series: ['series', 'project'],
  session: ['session', 'project', 'agent'],
  day: ['day'],
}

export interface BreakdownRow {
  value: string
  name: string
  /** Where it belongs: the folder of a project, the project of a series or a session. */
  place: string | null
  agent: string | null
  figures: UsageFigures
  /** Of the cost of all rows, 0 to 1; null: nothing has a price. */
  share: number | null
  /** When its last line was written, ms since the epoch; null: not known, or it is no session. */
  lastAt: number | null
}

/** What is known of sessions beside the ledger. */
export type SessionFacts = ReadonlyMap<string, { title: string | null; lastAt: number | null }>

export interface RowParts extends Known {
  rows: readonly UsageRow[]
  slice: Slice
  total: UsageFigures
  sessions: SessionFacts
}

/** One row for each value; what the ledger gave in more of them (a session that changed its folder) is added up. */
export function breakdownRows({ rows, slice, total, sessions, ...known }: RowParts): BreakdownRow[] {
  const made = new Map<string, BreakdownRow>()
  for (const row of rows) {
    const value = valueOf(row, slice)
    const had = made.get(value)
    if (had !== undefined) had.figures = addFigures(had.figures, row)
    else {
      const session = slice === 'session' ? sessions.get(value) : undefined
      made.set(value, {
        value,
        name: session?.title ?? nameOf(slice, value, known),
        place: row.project ?? null,
        agent: row.agent ?? null,
        figures: row,
        share: null,
        lastAt: session?.lastAt ?? null,
      })
    }
  }
  const all = [...made.values()]
  for (const row of all) row.share = total.costUsd > 0 ? row.figures.costUsd / total.costUsd : null
  return all
}

const MEASURES: Record<Exclude<Column, 'name'>, (row: BreakdownRow) => number> = {
  cost: ({ figures }) => figures.costUsd,
  requests: ({ figures }) => figures.requests,
  turns: ({ figures }) => figures.turns,
  errors: ({ figures }) => figures.errors,
  input: ({ figures }) => figures.tokens.input,
  output: ({ figures }) => figures.tokens.output,
  cacheRead: ({ figures }) => figures.tokens.cacheRead,
  cacheWrite: ({ figures }) => writtenOf(figures.tokens),
  cacheShare: ({ figures }) => cacheShareOf(figures.tokens) ?? -1,
  last: ({ lastAt }) => lastAt ?? 0,
}

/** By the column; what is equal stays by tokens, then by name. Days are in their order, not that of their names. */
export function sorted(rows: readonly BreakdownRow[], slice: Slice, sort: UsageAddress['sort']): BreakdownRow[] {
  const sign = sort.down ? -1 : 1
  const compare =
    sort.column === 'name'
      ? (a: BreakdownRow, b: BreakdownRow): number =>
          slice === 'day' ? a.value.localeCompare(b.value) : a.name.localeCompare(b.name)
      : compareBy(MEASURES[sort.column])
  return rows.toSorted(
    (a, b) =>
      sign * compare(a, b) || tokensOf(b.figures.tokens) - tokensOf(a.figures.tokens) || a.value.localeCompare(b.value),
  )
}

function compareBy(measure: (row: BreakdownRow) => number): (a: BreakdownRow, b: BreakdownRow) => number {
  return (a, b) => measure(a) - measure(b)
}
