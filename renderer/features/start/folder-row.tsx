import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../../ui/classes.ts'
import { IconButton } from '../../ui/icon-button.tsx'

export interface FolderRowProps {
  icon: ReactNode
  name: string
  note: string
  onPress: () => void
  /** Looks into it instead of taking it. */
  onEnter?: () => void
}

/** A folder in a list: a press takes it, or looks into it where it is no project. */
export function FolderRow({ icon, name, note, onPress, onEnter }: FolderRowProps) {
  return (
    <li className="flex items-center border-border not-last:border-b">
      <button
        type="button"
        onClick={onPress}
        className={classes(
          'flex min-h-8 min-w-0 flex-1 items-center gap-2 px-2.5 text-left -outline-offset-2! hover:bg-surface-2',
          '[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted',
        )}
      >
        {icon}
        <span className="shrink-0">{name}</span>
        <span className="min-w-0 truncate text-sm text-muted">{note}</span>
      </button>
      {onEnter !== undefined && (
        <IconButton label={`Look into ${name}`} icon={<ChevronRight />} onClick={onEnter} className="mr-0.5" />
      )}
    </li>
  )
}
