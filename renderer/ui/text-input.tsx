import type { InputHTMLAttributes, Ref, TextareaHTMLAttributes } from 'react'
import { classes } from './classes.ts'

const LOOK =
  'w-full rounded-md border border-border-strong bg-surface px-2.5 text-text placeholder:text-muted disabled:opacity-60 aria-invalid:border-failed'

export interface TextInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  value: string
  onChange: (value: string) => void
  /** For paths, commands and ids. */
  mono?: boolean
  ref?: Ref<HTMLInputElement>
}

export function TextInput({ onChange, mono = false, className, ...rest }: TextInputProps) {
  return (
    <input
      type="text"
      spellCheck={false}
      autoComplete="off"
      {...rest}
      onChange={(event) => onChange(event.target.value)}
      className={classes(LOOK, 'h-8', mono && 'font-mono text-sm', className)}
    />
  )
}

export interface TextAreaProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange'> {
  value: string
  onChange: (value: string) => void
  ref?: Ref<HTMLTextAreaElement>
}

export function TextArea({ onChange, className, ...rest }: TextAreaProps) {
  return (
    <textarea
      {...rest}
      onChange={(event) => onChange(event.target.value)}
      className={classes(LOOK, 'py-1.5', className)}
    />
  )
}
