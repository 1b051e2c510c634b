import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type ReactNode } from 'react'
import { classes } from '../../ui/classes.ts'

/** Rows that are drawn beyond those in sight. */
const AROUND = 10

export interface VirtualTableProps {
  /** What it shows, for who does not see it. */
  label: string
  /** `className`: width and alignment; text is on the left unless it says so. */
  columns: readonly { title: string; className?: string }[]
  rows: number
  /** Pixels, the same for all. */
  rowHeight: number
  /** Its cells, the first one a `th` of the row; null: it is gone. */
  cellsOf(index: number): ReactNode
  /** Of the part that scrolls, and of the table in it. */
  className: string
  tableClassName: string
}

/** A table of which the rows in sight are drawn, of thousands. */
export function VirtualTable({ label, columns, rows, rowHeight, cellsOf, ...look }: VirtualTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- the page is built without the React compiler
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
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
      aria-label={label}
      className={classes('overflow-auto', look.className)}
    >
      <table
        aria-rowcount={rows + 1}
        className={classes(
          'w-full border-separate border-spacing-0 [&_td]:px-2 [&_th]:px-2 [&_tbody_th]:text-left [&_tbody_th]:font-normal [&_tbody_th]:whitespace-nowrap',
          look.tableClassName,
        )}
      >
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ title, className = 'text-left' }) => (
              <th
                key={title}
                scope="col"
                className={classes(
                  'sticky top-0 h-7 border-b border-border bg-surface text-sm font-normal text-muted',
                  className,
                )}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {items.map(({ index }) => (
            <tr
              key={index}
              aria-rowindex={index + 2}
              style={{ height: rowHeight }}
              className="[&>*]:border-b [&>*]:border-border/60"
            >
              {cellsOf(index)}
            </tr>
          ))}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </section>
  )
}
