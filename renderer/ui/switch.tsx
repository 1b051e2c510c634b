import { Switch as Base } from '@base-ui/react/switch'
import { type ReactNode, useId } from 'react'

export interface SwitchProps {
  label: ReactNode
  help?: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

export function Switch({ label, help, checked, onChange, disabled = false }: SwitchProps) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-4 py-1">
      <div className="min-w-0">
        <span id={id}>{label}</span>
        {help !== undefined && (
          <p id={`${id}-help`} className="text-sm text-muted">
            {help}
          </p>
        )}
      </div>
      <Base.Root
        aria-labelledby={id}
        {...(help !== undefined && { 'aria-describedby': `${id}-help` })}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        className="my-0.5 flex h-5 w-9 shrink-0 items-center rounded-full border border-border-strong bg-surface-3 transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-muted transition-transform data-checked:translate-x-4.5 data-checked:bg-on-accent" />
      </Base.Root>
    </div>
  )
}
