import { NumberField } from '@base-ui/react/number-field'
import { Minus, Plus } from 'lucide-react'
import { classes } from './classes.ts'

export interface NumberInputProps {
  /** Null: empty, which means "no limit" or "the default", as its field says. */
  value: number | null
  onChange: (value: number | null) => void
  min?: number
  max?: number
  step?: number
  /** False: a name rather than a figure, such as a port: 4318, not 4,318. */
  grouping?: boolean
  /** Stands behind the figure: "%", "tokens". */
  unit?: string
  placeholder?: string
  disabled?: boolean
  id?: string
  label?: string
  'aria-describedby'?: string
  'aria-invalid'?: true | undefined
  className?: string
}

export function NumberInput(props: NumberInputProps) {
  const {
    value,
    onChange,
    min,
    max,
    step = 1,
    grouping = true,
    unit,
    placeholder,
    disabled = false,
    id,
    label,
    className,
  } = props
  const button =
    'flex w-7 shrink-0 items-center justify-center text-muted hover:not-data-disabled:bg-surface-2 [&_svg]:size-3'
  return (
    <NumberField.Root
      {...(id !== undefined && { id })}
      value={value}
      onValueChange={(next) => onChange(next)}
      {...(min !== undefined && { min })}
      {...(max !== undefined && { max })}
      step={step}
      disabled={disabled}
      allowOutOfRange
      format={{ maximumFractionDigits: 2, useGrouping: grouping }}
      locale="en"
    >
      <NumberField.Group
        className={classes(
          'flex h-8 overflow-hidden rounded-md border border-border-strong bg-surface focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent data-disabled:opacity-60',
          props['aria-invalid'] && 'border-failed',
          className,
        )}
      >
        <NumberField.Input
          aria-label={label}
          aria-describedby={props['aria-describedby']}
          aria-invalid={props['aria-invalid']}
          placeholder={placeholder}
          className="min-w-0 flex-1 bg-transparent px-2.5 outline-none placeholder:text-muted"
        />
        {unit !== undefined && <span className="self-center pr-2 text-sm text-muted">{unit}</span>}
        <NumberField.Decrement aria-label="Less" className={classes(button, 'border-l border-border')}>
          <Minus aria-hidden />
        </NumberField.Decrement>
        <NumberField.Increment aria-label="More" className={classes(button, 'border-l border-border')}>
          <Plus aria-hidden />
        </NumberField.Increment>
      </NumberField.Group>
    </NumberField.Root>
  )
}
