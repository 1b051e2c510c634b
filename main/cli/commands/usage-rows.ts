import { z } from 'zod'
import type { UsageRow } from '../../../contract/ledger.ts'
import { success, type Outcome } from '../../../contract/problem.ts'
import type { CoreClient } from '../../server/types.ts'
import { csvOf } from '../../usage/export.ts'
import { columnsOf, flatRow, type FlatRow } from '../../usage/export-rows.ts'
import { nowText, type CommandContext } from '../output.ts'
import type { UsageAsked } from './usage-asked.ts'
import { bySpan } from './usage-spans.ts'

const ALL_DAYS = 10_000
/** An outer contract: what a row of `--json` holds when nothing else is asked for. */
const SHAPE = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'costUsd']

/** All rows as CSV, or as JSON one a line, on stdout. */
export async function printedRows(
  client: CoreClient,
  { out, io }: CommandContext,
  asked: UsageAsked,
): Promise<Outcome<null>> {
  const rows = await flatRows(client, asked)
  if (!rows.ok) return rows
  const { columns, list } = rows.value
  if (asked.csv) io.stdout.write(csvOf(columns, list))
  else {
    const at = nowText()
    for (const row of list) out.object({ type: 'usage', at, ...(asked.group === null ? shaped(row) : row) })
  }
  return success(null)
}

async function flatRows(
  client: CoreClient,
  { group, by, filters }: UsageAsked,
): Promise<Outcome<{ columns: string[]; list: FlatRow[] }>> {
  if (group === 'week' || group === 'month') {
    const days = await client.call('usage.query', { ...filters, by, limit: ALL_DAYS })
    if (!days.ok) return days
    const list = bySpan(days.value.rows, group).map(({ span, ...row }) => ({ [group]: span, ...flatRow(row, []) }))
    return success({ columns: [group, ...columnsOf([])], list })
  }
  const file = await client.call('usage.export', { ...filters, by, format: 'json' })
  if (!file.ok) return file
  return success({ columns: columnsOf(by), list: FlatRows.parse(JSON.parse(file.value.text)) })
}

const FlatRows = z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))

/** `{day, project, agent, model, input, output, cacheRead, cacheWrite5m, cacheWrite1h, costUsd, costSource}` */
function shaped({ costSource = null, ...row }: FlatRow): FlatRow {
  const named = Object.entries(row).filter(([name]) => !FIGURES_LEFT_OUT.has(name as keyof UsageRow))
  const [first, rest] = [
    named.filter(([name]) => !SHAPE.includes(name)),
    named.filter(([name]) => SHAPE.includes(name)),
  ]
  return { ...Object.fromEntries([...first, ...rest]), costSource }
}

const FIGURES_LEFT_OUT = new Set<keyof UsageRow>(['requests', 'errors', 'turns', 'unpriced'])
