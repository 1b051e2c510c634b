import type { BoardGroup, BoardRow, GroupName } from './board-groups.ts'

/** The board as one list, for a view that draws only what is in sight. */
export type BoardItem =
  | { kind: 'head'; key: string; name: GroupName; count: number; open: boolean }
  | { kind: 'row'; key: string; row: BoardRow }

export function boardItems(groups: readonly BoardGroup[], closed: ReadonlySet<GroupName>): BoardItem[] {
  return groups.flatMap(({ name, rows }): BoardItem[] => {
    const open = !closed.has(name)
    const head: BoardItem = { kind: 'head', key: `head ${name}`, name, count: rows.length, open }
    return open ? [head, ...rows.map((row): BoardItem => ({ kind: 'row', key: row.id, row }))] : [head]
  })
}

export type Step = 'next' | 'previous' | 'first' | 'last'

/** The row that a step leads to; the first or last one where there is none before. Null: there are no rows. */
export function stepRow(items: readonly BoardItem[], from: string | null, step: Step): string | null {
  const rows = items.filter((item) => item.kind === 'row').map(({ key }) => key)
  const at = from === null ? -1 : rows.indexOf(from)
  const last = rows.length - 1
  if (step === 'first' || (at === -1 && step === 'next')) return rows[0] ?? null
  if (step === 'last' || (at === -1 && step === 'previous')) return rows[last] ?? null
  return rows[Math.min(last, Math.max(0, at + (step === 'next' ? 1 : -1)))] ?? null
}
