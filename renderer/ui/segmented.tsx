import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import type { ReactNode } from 'react'

export interface SegmentedProps<T extends string> {
  label: string
  options: readonly { value: T; title: ReactNode; name?: string }[]
  value: T
  onChange: (value: T) => void
  disabled?: boolean
}

/** One of a few, all in sight. */
export function Segmented<T extends string>({ label, options, value, onChange, disabled = false }: SegmentedProps<T>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={([next]) => next !== undefined && onChange(next as T)}
      disabled={disabled}
      className="inline-flex rounded-md border border-border-strong bg-surface p-0.5"
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          aria-label={option.name}
          className="flex h-6 items-center gap-1.5 rounded px-2.5 text-muted select-none hover:text-text data-disabled:opacity-50 data-pressed:bg-surface-3 data-pressed:text-text [&_svg]:size-3.5"
        >
          {option.title}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
