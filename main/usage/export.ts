import type { UsageDimension, UsageRow } from '../../contract/ledger.ts'
import { columnsOf, flatRow, type FlatRow } from './export-rows.ts'

const NEW_LINE = '\r\n'

/**
 * Rows as CSV: RFC 4180, a header row, a point as decimal mark, nothing for what is not known. A text that a spreadsheet would take
 * for a formula begins with an apostrophe.
 */
export function toCsv(rows: readonly UsageRow[], by: readonly UsageDimension[]): string {
  return csvOf(
    columnsOf(by),
    rows.map((row) => flatRow(row, by)),
  )
}

export function csvOf(columns: readonly string[], rows: readonly FlatRow[]): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column] ?? null)).join(','))
  return [columns.join(','), ...lines, ''].join(NEW_LINE)
}

/** Rows as a JSON list, one a line. */
export function toJson(rows: readonly UsageRow[], by: readonly UsageDimension[]): string {
  if (rows.length === 0) return '[]\n'
  return `[\n${rows.map((row) => JSON.stringify(flatRow(row, by))).join(',\n')}\n]\n`
}

/** `baton-usage-2026-10-01-to-2026-10-31-by-day.csv` */
export function exportName(
  { from, until, by }: { from: string | null; until: string | null; by: readonly string[] },
  format: 'csv' | 'json',
): string {
  const range = from === null && until === null ? ['all'] : [from ?? 'start', 'to', until ?? 'now']
  const grouped = by.length === 0 ? [] : ['by', ...by.map((dimension) => dimension.toLowerCase())]
  return `${['baton', 'usage', ...range, ...grouped].join('-')}.${format}`
}

/** A spreadsheet runs what begins so, also after a tab or a line's end. Source: OWASP, CSV injection. */
const FORMULA = /^[=+\-@\t\r]/

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
