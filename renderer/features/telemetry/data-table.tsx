import type { ReactNode } from 'react'
import { classes } from '../../ui/classes.ts'

export interface DataTableProps {
  /** What it is, for a screen reader. */
  caption: string
  headings: readonly { title: string; right?: boolean }[]
  /** Rows. */
  children: ReactNode
  /** Below which it scrolls sideways by itself; a class. */
  least?: string
}

/** Figures in rows. It scrolls by itself where the screen is narrow. */
export function DataTable({ caption, headings, children, least = '' }: DataTableProps) {
  return (
    <section
      aria-label={caption}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
      tabIndex={0}
      className="-mx-1 overflow-x-auto px-1"
    >
      <table
        className={classes(
          'w-full border-separate border-spacing-0 [&_td]:border-b [&_td]:border-border/60 [&_td]:py-1.5 [&_td]:pr-4 [&_tbody_th]:border-b [&_tbody_th]:border-border/60 [&_tbody_th]:py-1.5 [&_tbody_th]:pr-4 [&_tbody_th]:text-left [&_tbody_th]:font-normal [&_tr:last-child>*]:border-b-0 [&_tr>*:last-child]:pr-0',
          least,
        )}
      >
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {headings.map(({ title, right = false }) => (
              <th
                key={title}
                scope="col"
                className={classes(
                  'border-b border-border pr-4 pb-1 text-sm font-normal whitespace-nowrap text-muted first-letter:uppercase',
                  right ? 'text-right' : 'text-left',
                )}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}
