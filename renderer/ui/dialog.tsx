import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { classes } from './classes.ts'
import { IconButton } from './icon-button.tsx'

export interface DialogProps {
  open: boolean
  /** Esc, the cross, a press outside. */
  onClose: () => void
  title: string
  description?: ReactNode
  children: ReactNode
  /** Buttons below, the main one last. */
  footer?: ReactNode
  width?: 'sm' | 'md' | 'lg'
  /** Has the focus at first; else the first thing that can. */
  initialFocus?: RefObject<HTMLElement | null>
  /** Nothing in it takes the focus: the text itself does, so that the keyboard can scroll it. */
  reading?: boolean
}

const WIDTHS = { sm: 'w-[26rem]', md: 'w-[38rem]', lg: 'w-[54rem]' }

export function Dialog({ children, footer, reading = false, ...frame }: DialogProps) {
  return (
    <DialogFrame {...frame}>
      <DialogBody reading={reading}>{children}</DialogBody>
      {footer !== undefined && <DialogFooter>{footer}</DialogFooter>}
    </DialogFrame>
  )
}

/** The same for what makes its body and footer itself: steps that come one after the other. */
export function DialogFrame(props: Omit<DialogProps, 'footer' | 'reading'>) {
  const { open, onClose, title, description, children, width = 'md', initialFocus } = props
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-backdrop transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          {...(initialFocus && { initialFocus })}
          className={classes(
            'fixed top-[max(2rem,8vh)] left-1/2 z-40 flex max-h-[84vh] max-w-[calc(100vw-2rem)] -translate-x-1/2 flex-col',
            'rounded-lg border border-border bg-surface shadow-float outline-none',
            'transition-[opacity,scale] duration-150 data-ending-style:scale-98 data-ending-style:opacity-0',
            'data-starting-style:scale-98 data-starting-style:opacity-0',
            WIDTHS[width],
          )}
        >
          <header className="border-b border-border py-3 pr-14 pl-4">
            <div className="min-w-0">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description render={<div />} className="text-muted">
                  {description}
                </Base.Description>
              )}
            </div>
          </header>
          {children}
          {/* Last in order: the focus goes to the content first. */}
          <Base.Close
            render={<IconButton label="Close" icon={<X />} keys="escape" className="absolute! top-2.5 right-3" />}
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

export function DialogBody({ children, reading = false }: { children: ReactNode; reading?: boolean }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a text that scrolls must be in reach of the keyboard
    <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3 -outline-offset-2!" {...(reading && { tabIndex: 0 })}>
      {children}
    </div>
  )
}

export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-border px-4 py-3">
      {children}
    </footer>
  )
}
