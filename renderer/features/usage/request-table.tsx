import type { LedgerRequest } from '../../../contract/ledger.ts'
import { cleanLine } from '../../../contract/text.ts'
import { formatCost, formatTokens } from '../../ui/format.ts'
import { exactTime } from '../series/time-axis.ts'
import { writtenOf } from './figures.ts'
import { VirtualTable } from './virtual-table.tsx'

const ROW_PX = 28
const SOURCES = { agent: "the agent's own figure", list: 'by list prices', none: 'no price is known' } as const
const FIGURES = ['Input', 'Output', 'Cache read', 'Cache written', 'Cost']
const COLUMNS = [
  ...['When', 'By', 'Model'].map((title) => ({ title })),
  ...FIGURES.map((title) => ({ title, className: 'text-right' })),
]

/** Every request with its figures, the latest first. */
export function RequestTable({ requests }: { requests: readonly LedgerRequest[] }) {
  return (
    <VirtualTable
      label="Requests of the session"
      columns={COLUMNS}
      rows={requests.length}
      rowHeight={ROW_PX}
      className="max-h-80"
      tableClassName="min-w-[52rem] [&_td:nth-child(n+4)]:text-right"
      cellsOf={(index) => cellsOf(requests[requests.length - 1 - index])}
    />
  )
}

function cellsOf(request: LedgerRequest | undefined) {
  if (request === undefined) return null
  const { at, agentId, model, tokens, kind, endsTurn, costUsd, costSource } = request
  return (
    <>
      <th scope="row">{exactTime(at)}</th>
      <td className="whitespace-nowrap">
        {agentId === null ? 'Main thread' : `Subagent ${cleanLine(agentId, 8)}`}
        {endsTurn && agentId === null && <span className="text-muted">, ends the turn</span>}
      </td>
      <td className="max-w-56 truncate">
        {kind === 'error' ? <span className="text-waiting">failed</span> : cleanLine(model, 60)}
      </td>
      <td>{formatTokens(tokens.input)}</td>
      <td>{formatTokens(tokens.output)}</td>
      <td>{formatTokens(tokens.cacheRead)}</td>
      <td>{formatTokens(writtenOf(tokens))}</td>
      <td title={SOURCES[costSource]}>{formatCost(costUsd)}</td>
    </>
  )
}
