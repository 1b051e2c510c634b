import type { ReactNode } from 'react'

export interface ScreenHeaderProps {
  /** The screen's name or the thing it shows; the one `h1`. */
  title: ReactNode
  /** Beside the title: a state, where it is. */
  lead?: ReactNode
  /** At the right end: buttons. */
  children?: ReactNode
}

/** The bar on top of a screen. */
export function ScreenHeader({ title, lead, children }: ScreenHeaderProps) {
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-border bg-surface px-4 py-2">
      <h1 className="max-w-full min-w-0 truncate text-lg font-semibold">{title}</h1>
      {lead}
      {children !== undefined && <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>}
    </header>
  )
}
