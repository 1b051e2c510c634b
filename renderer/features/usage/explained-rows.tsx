import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { AdviceExplained } from '../../../contract/analytics.ts'
import { cleanLine } from '../../../contract/text.ts'
import { formatCost } from '../../ui/format.ts'
import { exactTime } from '../series/time-axis.ts'
import { shortId } from './names.ts'

/** Two lines of words. */
const ROW_PX = 40
const AROUND = 10
const HEADINGS = [
  { title: 'When', width: 'w-36' },
  { title: 'Session', width: 'w-24' },
  { title: 'Model', width: 'w-40' },
  { title: 'Why', width: '' },
  { title: 'Cost', width: 'w-20' },
  { title: 'Instead', width: 'w-20' },
]

/** Ledger rows; of thousands those in sight are drawn. */
export function ExplainedRows({ rows }: { rows: AdviceExplained['rows'] }) {
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- the page is built without the React compiler
  const virtual = useVirtualizer({
    count: rows.length,
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
      aria-label="Rows of the ledger"
      className="max-h-[46vh] overflow-auto"
    >
      <table
        aria-rowcount={rows.length + 1}
        className="w-full min-w-2xl table-fixed border-separate border-spacing-0 [&_td]:px-2 [&_td]:truncate [&_th]:px-2"
      >
        <caption className="sr-only">Rows of the ledger</caption>
        <thead>
          <tr aria-rowindex={1}>
            {HEADINGS.map(({ title, width }, index) => (
              <th
                key={title}
                scope="col"
                className={`sticky top-0 h-7 border-b border-border bg-surface text-sm font-normal text-muted ${width} ${index < 4 ? 'text-left' : 'text-right'}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {items.map(({ index }) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <tr
                key={index}
                aria-rowindex={index + 2}
                style={{ height: ROW_PX }}
                className="[&>*]:border-b [&>*]:border-border/60"
              >
                <th scope="row" className="text-left font-normal whitespace-nowrap">
                  {exactTime(Date.parse(row.at))}
                </th>
                <td className="font-mono text-sm">{shortId(row.sessionId)}</td>
                <td title={cleanLine(row.model)}>{cleanLine(row.model, 60)}</td>
                <td className="py-0.5 whitespace-normal!">
                  <span className="line-clamp-2 text-sm leading-4" title={cleanLine(row.why, 400)}>
                    {cleanLine(row.why, 400)}
                  </span>
                </td>
                <td className="text-right">{formatCost(row.costUsd)}</td>
                <td className="text-right">{formatCost(row.insteadUsd)}</td>
              </tr>
            )
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </section>
  )
}
