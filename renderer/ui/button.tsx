import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classes } from './classes.ts'
import { Spinner } from './spinner.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant
  size?: 'sm' | 'md'
  /** It works: a spinner stands in place of the icon, and a press does nothing. */
  busy?: boolean
  icon?: ReactNode
  ref?: Ref<HTMLButtonElement>
}

const LOOKS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:not-disabled:bg-accent-hover border-transparent',
  secondary: 'bg-surface text-text border-border-strong hover:not-disabled:bg-surface-2',
  ghost: 'bg-transparent text-text border-transparent hover:not-disabled:bg-surface-2',
  danger: 'bg-surface text-failed border-failed hover:not-disabled:bg-failed/10',
}

const SIZES = { sm: 'h-7 px-2 gap-1.5 text-sm', md: 'h-8 px-3 gap-2 text-base' }

/** The look of a button, for what is a button by other means: a link, a menu's trigger. */
export function buttonClasses(variant: ButtonVariant = 'secondary', size: 'sm' | 'md' = 'md'): string {
  return classes(
    'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none',
    'transition-colors disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0',
    LOOKS[variant],
    SIZES[size],
  )
}

export function Button({ variant, size, busy = false, icon, children, className, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classes(buttonClasses(variant, size), className)}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  )
}
