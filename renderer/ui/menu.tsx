import { Menu as Base } from '@base-ui/react/menu'
import { type ReactElement, type ReactNode, useState } from 'react'
import { classes } from './classes.ts'
import { Kbd } from './kbd.tsx'

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

export function Menu({ trigger, children, align = 'end', side = 'bottom', open, onOpenChange }: MenuProps) {
  // Where it goes is looked for anew when it opens: at first a screen may have stood in a part that is gone by now.
  const [main, setMain] = useState<HTMLElement | null>(null)
  const changed = (next: boolean): void => {
    setMain(document.querySelector('main'))
    onOpenChange?.(next)
  }
  return (
    <Base.Root {...(open !== undefined && { open })} onOpenChange={changed}>
      <Base.Trigger render={trigger} />
      {/* In the main part of the page: what lies outside of all its parts is hard to find for a screen reader. */}
      <Base.Portal container={main}>
        <Base.Positioner align={align} side={side} sideOffset={4} className="z-50">
          <Base.Popup className="float-surface float-motion min-w-44 p-1">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export interface MenuItemProps {
  icon?: ReactNode
  children: ReactNode
  keys?: string | undefined
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
}

export function MenuItem({ icon, children, keys, danger = false, disabled = false, onSelect }: MenuItemProps) {
  return (
    <Base.Item
      disabled={disabled}
      onClick={onSelect}
      className={classes(
        'flex min-h-7 items-center gap-2 rounded px-2 outline-none select-none [&_svg]:size-3.5 [&_svg]:shrink-0',
        'data-disabled:opacity-50 data-highlighted:bg-surface-2',
        danger && 'text-failed',
      )}
    >
      <span className="flex w-4 justify-center text-muted">{icon}</span>
      <span className="flex-1">{children}</span>
      {keys !== undefined && keys !== '' && <Kbd keys={keys} />}
    </Base.Item>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-border" />
}
