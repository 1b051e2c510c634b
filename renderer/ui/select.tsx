import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { classes } from './classes.ts'

export interface SelectProps<T extends string> {
  label: string
  options: readonly { value: T; title: string; help?: string }[]
  value: T
  onChange: (value: T) => void
  disabled?: boolean
  id?: string
  size?: 'sm' | 'md'
  className?: string
}

export function Select<T extends string>(props: SelectProps<T>) {
  const { label, options, value, onChange, disabled = false, id, size = 'md', className } = props
  return (
    <Base.Root
      value={value}
      items={options.map((option) => ({ value: option.value, label: option.title }))}
      onValueChange={(next) => next !== null && onChange(next)}
      disabled={disabled}
    >
      <Base.Trigger
        id={id}
        aria-label={label}
        className={classes(
          'inline-flex items-center justify-between gap-2 rounded-md border border-border-strong bg-surface px-2.5 select-none',
          'hover:not-data-disabled:bg-surface-2 data-disabled:opacity-50',
          size === 'sm' ? 'h-7 text-sm' : 'h-8',
          className,
        )}
      >
        <Base.Value className="truncate" />
        <Base.Icon render={<ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="float-surface float-motion max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto p-1">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex min-h-7 items-center gap-2 rounded px-2 py-1 outline-none select-none data-highlighted:bg-surface-2"
              >
                <span className="w-3.5">
                  <Base.ItemIndicator render={<Check aria-hidden className="size-3.5" />} />
                </span>
                <span>
                  <Base.ItemText>{option.title}</Base.ItemText>
                  {option.help !== undefined && <span className="block text-sm text-muted">{option.help}</span>}
                </span>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
