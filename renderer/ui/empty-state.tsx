import type { ReactNode } from 'react'

export interface EmptyStateProps {
  icon?: ReactNode
  title: string
  /** What this place is for and what to do next. */
  children?: ReactNode
  /** Buttons. */
  action?: ReactNode
  /** The same on the command line. */
  command?: string
}

/** A place with nothing in it yet: says why, and what to do. */
export function EmptyState({ icon, title, children, action, command }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center gap-3 px-6 py-12 text-center">
      {icon !== undefined && <span className="text-muted [&_svg]:size-8 [&_svg]:stroke-[1.5]">{icon}</span>}
      <h2 className="text-lg font-semibold">{title}</h2>
      {children !== undefined && <div className="text-muted text-pretty">{children}</div>}
      {action !== undefined && <div className="flex flex-wrap justify-center gap-2">{action}</div>}
      {command !== undefined && (
        <p className="text-sm text-muted">
          In a terminal:{' '}
          <code className="rounded border border-border bg-surface-2 px-1.5 py-0.5 font-mono text-text">{command}</code>
        </p>
      )}
    </div>
  )
}
