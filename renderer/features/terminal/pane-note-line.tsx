import { Hand, History, Info, Scaling } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import type { PaneTerminal } from './pane-terminal.ts'
import type { PaneNote } from './pane-words.ts'

const ICONS = { waits: Hand, info: Info, sized: Scaling, ended: History }

interface PaneNoteLineProps {
  note: PaneNote
  terminal: PaneTerminal
  /** In the status line, in one row, so that no terminal changes its size for it; else a line of its own. */
  inline?: boolean
}

/** What is to be known or done in this terminal. It does not flash: who looks here sees it. */
export function PaneNoteLine({ note, terminal, inline = false }: PaneNoteLineProps) {
  const Icon = ICONS[note.kind]
  const { action } = note
  const act = (): void => {
    if (action?.do === 'take-over') terminal.takeOver()
    if (action?.do === 'dismiss') terminal.dismissHandover()
    terminal.focus()
  }
  return (
    <div
      className={classes(
        'items-center gap-2 text-sm',
        inline
          ? 'flex h-7 min-w-0 rounded-md px-2 @max-2xl:hidden'
          : 'flex min-h-8 shrink-0 border-t border-border px-2.5 py-0.5 @2xl:hidden',
        note.kind === 'waits' ? 'bg-waiting/10' : 'bg-surface-2',
      )}
    >
      <Icon
        aria-hidden
        className={classes('size-3.5 shrink-0', note.kind === 'waits' ? 'text-waiting' : 'text-muted')}
      />
      <output
        title={inline ? note.text : undefined}
        className={inline ? 'min-w-0 truncate' : 'min-w-0 flex-1 py-0.5 text-pretty wrap-anywhere'}
      >
        {note.text}
      </output>
      {action !== null && (
        <Button size="sm" variant={note.kind === 'waits' ? 'secondary' : 'ghost'} className="h-6!" onClick={act}>
          {action.label}
        </Button>
      )}
    </div>
  )
}
