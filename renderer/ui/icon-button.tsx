import type { ReactNode } from 'react'
import { type ButtonProps, buttonClasses } from './button.tsx'
import { classes } from './classes.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  /** Says what it does: its name for a screen reader, and its tooltip. */
  label: string
  icon: ReactNode
  /** Keys of its shortcut, for the tooltip. */
  keys?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
}

export function IconButton(props: IconButtonProps) {
  const { label, icon, keys, side, variant = 'ghost', size = 'sm', busy = false, className, onClick, ...rest } = props
  return (
    <Tooltip content={label} keys={keys} side={side ?? 'top'}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-busy={busy || undefined}
        onClick={busy ? (event) => event.preventDefault() : onClick}
        className={classes(buttonClasses(variant, size), size === 'sm' ? 'w-7 px-0!' : 'w-8 px-0!', className)}
      >
        {busy ? <Spinner /> : icon}
      </button>
    </Tooltip>
  )
}
