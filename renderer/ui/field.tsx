import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { classes } from './classes.ts'

export interface FieldIds {
  id: string
  'aria-describedby': string
  'aria-invalid': true | undefined
}

export interface FieldProps {
  label: ReactNode
  /** What it means and what a sound value is. */
  help?: ReactNode
  /** What is wrong with it and how to put it right; stands in place of the help. */
  error?: string | null | undefined
  /** Gets what ties the control to its label, help and error. */
  children: (ids: FieldIds) => ReactNode
  className?: string
}

export function Field({ label, help, error, children, className }: FieldProps) {
  const id = useId()
  const wrong = error !== undefined && error !== null && error !== ''
  return (
    <div className={classes('grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-help ${id}-error`, 'aria-invalid': wrong || undefined })}
      <p
        id={`${id}-error`}
        role={wrong ? 'alert' : undefined}
        className={wrong ? 'flex gap-1 text-sm text-failed' : 'hidden'}
      >
        {wrong && <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />}
        {error}
      </p>
      {help !== undefined && !wrong && (
        <p id={`${id}-help`} className="text-sm text-muted">
          {help}
        </p>
      )}
    </div>
  )
}
