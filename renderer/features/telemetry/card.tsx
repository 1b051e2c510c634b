import { type ReactNode, useId } from 'react'
import { classes } from '../../ui/classes.ts'

interface CardProps {
  title: ReactNode
  /** At the right end of the title. */
  lead?: ReactNode
  children: ReactNode
  className?: string
}

/** A part of the screen with its title. */
export function Card({ title, lead, children, className }: CardProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={classes(
        'grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-2 rounded-md border border-border bg-surface px-3.5 py-3',
        className,
      )}
    >
      <div className="flex min-w-0 items-center justify-between gap-3">
        <h2 id={id} className="truncate font-semibold">
          {title}
        </h2>
        {lead}
      </div>
      {children}
    </section>
  )
}

/** Names and figures in two columns. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] content-start gap-x-4 gap-y-1 [&>dd]:wrap-anywhere [&>dt]:text-muted">
      {children}
    </dl>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
