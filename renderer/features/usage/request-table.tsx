import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { LedgerRequest } from '../../../contract/ledger.ts'
import { cleanLine } from '../../../contract/text.ts'
import { formatCost, formatTokens } from '../../ui/format.ts'
import { exactTime } from '../series/time-axis.ts'
import { writtenOf } from './figures.ts'

const ROW_PX = 28
const AROUND = 10
const SOURCES = { agent: "the agent's own figure", list: 'by list prices', none: 'no price is known' } as const
const HEADINGS = ['When', 'By', 'Model', 'Input', 'Output', 'Cache read', 'Cache written', 'Cost']

/** Every request with its figures, the latest first. */
export function RequestTable({ requests }: { requests: readonly LedgerRequest[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- the page is built without the React compiler
  const virtual = useVirtualizer({
    count: requests.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: AROUND,
  })
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <section
      ref={scroller}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
      tabIndex={0}
      aria-label="Requests of the session"
      className="max-h-80 overflow-auto"
    >
      <table
        aria-rowcount={requests.length + 1}
        className="w-full min-w-[52rem] border-separate border-spacing-0 [&_td]:px-2 [&_th]:px-2"
      >
        <caption className="sr-only">Requests of the session</caption>
        <thead>
          <tr aria-rowindex={1}>
            {HEADINGS.map((title, index) => (
              <th
                key={title}
                scope="col"
                className={`sticky top-0 h-7 border-b border-border bg-surface text-sm font-normal text-muted ${index < 3 ? 'text-left' : 'text-right'}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {items.map(({ index }) => {
            const request = requests[requests.length - 1 - index]
            return request === undefined ? null : <Row key={index} request={request} index={index} />
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </section>
  )
}

function Row({ request, index }: { request: LedgerRequest; index: number }) {
  const { at, agentId, model, tokens, kind, endsTurn, costUsd, costSource } = request
  return (
    <tr
      aria-rowindex={index + 2}
      style={{ height: ROW_PX }}
      className="[&>*]:border-b [&>*]:border-border/60 [&>td:nth-child(n+4)]:text-right"
    >
      <th scope="row" className="text-left font-normal whitespace-nowrap">
        {exactTime(at)}
      </th>
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
    </tr>
  )
}
