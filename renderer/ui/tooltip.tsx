import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { Kbd } from './kbd.tsx'

export interface TooltipProps {
  /** More than the thing itself says. What a screen reader must know stands in the thing, too. */
  content: ReactNode
  /** Keys as in the list of shortcuts: "mod+k". */
  keys?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** The one element it belongs to. */
  children: ReactElement<Record<string, unknown>>
}

export function Tooltip({ content, keys, side = 'top', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="float-surface float-motion flex max-w-80 items-center gap-2 px-2 py-1 text-sm">
            {content}
            {keys !== undefined && keys !== '' && <Kbd keys={keys} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** Once around the page: the second tooltip in a row comes without a delay. */
export const TooltipProvider = Base.Provider
