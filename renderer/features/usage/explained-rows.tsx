import type { AdviceExplained } from '../../../contract/analytics.ts'
import { cleanLine } from '../../../contract/text.ts'
import { formatCost } from '../../ui/format.ts'
import { exactTime } from '../series/time-axis.ts'
import { shortId } from './names.ts'
import { VirtualTable } from './virtual-table.tsx'

/** Two lines of words. */
const ROW_PX = 40
const COLUMNS = [
  { title: 'When', className: 'w-36 text-left' },
  { title: 'Session', className: 'w-24 text-left' },
  { title: 'Model', className: 'w-40 text-left' },
  { title: 'Why' },
  { title: 'Cost', className: 'w-20 text-right' },
  { title: 'Instead', className: 'w-20 text-right' },
]

/** Ledger rows that an advice was reckoned from. */
export function ExplainedRows({ rows }: { rows: AdviceExplained['rows'] }) {
  return (
    <VirtualTable
      label="Rows of the ledger"
      columns={COLUMNS}
      rows={rows.length}
      rowHeight={ROW_PX}
      className="max-h-[46vh]"
      tableClassName="min-w-2xl table-fixed [&_td]:truncate"
      cellsOf={(index) => cellsOf(rows[index])}
    />
  )
}

function cellsOf(row: AdviceExplained['rows'][number] | undefined) {
  if (row === undefined) return null
  return (
    <>
      <th scope="row">{exactTime(Date.parse(row.at))}</th>
      <td className="font-mono text-sm">{shortId(row.sessionId)}</td>
      <td title={cleanLine(row.model)}>{cleanLine(row.model, 60)}</td>
      <td className="py-0.5 whitespace-normal!">
        <span className="line-clamp-2 text-sm leading-4" title={cleanLine(row.why, 400)}>
          {cleanLine(row.why, 400)}
        </span>
      </td>
      <td className="text-right">{formatCost(row.costUsd)}</td>
      <td className="text-right">{formatCost(row.insteadUsd)}</td>
    </>
  )
}
