import type { KeyboardEvent } from 'react'
import { hrefOf } from '../../app/navigate.ts'
import { cleanLine } from '../../../contract/text.ts'
import { projectName } from '../../ui/format.ts'
import type { Step } from './board-items.ts'

const STEP_KEYS: Record<string, Step> = { ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' }

export interface RowLinkProps {
  id: string
  path: string
  active: boolean
  onFocus: (id: string) => void
  onStep: (step: Step) => void
  title: string
  project: string
}

/** The link of a row; it covers the whole row. */
export function RowLink({ id, path, active, onFocus, onStep, title, project }: RowLinkProps) {
  const pressed = (event: KeyboardEvent): void => {
    const step = STEP_KEYS[event.key]
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onStep(step)
  }
  return (
    <p className="flex min-w-0 items-baseline gap-2">
      <a
        href={hrefOf(path)}
        data-row={id}
        tabIndex={active ? 0 : -1}
        onFocus={() => onFocus(id)}
        onKeyDown={pressed}
        className="truncate font-semibold outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
      >
        {cleanLine(title)}
      </a>
      <span className="min-w-0 shrink-[2] truncate text-muted" title={project}>
        {projectName(project)}
      </span>
    </p>
  )
}
