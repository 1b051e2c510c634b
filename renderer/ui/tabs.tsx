import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

export interface TabsProps<T extends string> {
  label: string
  tabs: readonly { value: T; title: ReactNode }[]
  value: T
  onChange: (value: T) => void
  /** Content of the open tab. */
  children: ReactNode
  className?: string
}

export function Tabs<T extends string>({ label, tabs, value, onChange, children, className }: TabsProps<T>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next: T) => onChange(next)}
      className={className ?? 'flex min-h-0 flex-col'}
    >
      <Base.List aria-label={label} className="relative flex gap-1 border-b border-border">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="h-8 px-2.5 text-muted select-none hover:text-text data-active:text-text data-active:shadow-[inset_0_-2px_0_var(--accent)]"
          >
            {tab.title}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} className="min-h-0 flex-1">
        {children}
      </Base.Panel>
    </Base.Root>
  )
}
