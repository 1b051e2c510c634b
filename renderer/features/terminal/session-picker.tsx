import { Hand, History, Plus, SquareTerminal } from 'lucide-react'
import { useState } from 'react'
import { useBoard } from '../../stores/board.ts'
import { Age } from '../../ui/age.tsx'
import { buttonClasses } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { ContextBar } from '../../ui/context-bar.tsx'
import { Popover } from '../../ui/popover.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { needsPerson, type SessionChoice, sessionChoices } from './session-choices.ts'

/** Opens another terminal: the button, and what there is to choose from. */
export function SessionPicker({ onPick }: { onPick: (target: string) => void }) {
  const [open, setOpen] = useState(false)
  const pick = (target: string): void => {
    setOpen(false)
    onPick(target)
  }
  return (
    <Popover
      title="Open a terminal"
      align="start"
      open={open}
      onOpenChange={setOpen}
      className="w-96 max-w-[calc(100vw-2rem)] p-2"
      trigger={
        <button
          type="button"
          aria-label="Open a terminal"
          className={classes(buttonClasses('ghost', 'sm'), 'w-7 px-0!')}
        >
          <Plus />
        </button>
      }
    >
      <SessionList onPick={pick} searchable />
    </Popover>
  )
}

interface SessionListProps {
  onPick: (target: string) => void
  searchable?: boolean
}

/** All live sessions and the last that ended. */
export function SessionList({ onPick, searchable = false }: SessionListProps) {
  const [query, setQuery] = useState('')
  const series = useBoard((state) => state.series)
  const sessions = useBoard((state) => state.sessions)
  const { live, ended } = sessionChoices({ series, sessions }, query)
  return (
    <div className="flex min-h-0 flex-col gap-2">
      {searchable && (
        <TextInput
          value={query}
          onChange={setQuery}
          placeholder="Search sessions"
          aria-label="Search sessions"
          onKeyDown={(event) => {
            const first = live[0] ?? ended[0]
            if (event.key === 'Enter' && first !== undefined) onPick(first.target)
          }}
        />
      )}
      <div className="max-h-[min(26rem,60vh)] overflow-y-auto">
        <Choices title="Live" choices={live} onPick={onPick} />
        <Choices title="Ended" choices={ended} onPick={onPick} />
        {live.length + ended.length === 0 && (
          <p className="px-2 py-4 text-center text-muted">
            {query === '' ? 'There are no sessions yet.' : 'No session fits these words.'}
          </p>
        )}
      </div>
    </div>
  )
}

interface ChoicesProps {
  title: string
  choices: SessionChoice[]
  onPick: (target: string) => void
}

function Choices({ title, choices, onPick }: ChoicesProps) {
  if (choices.length === 0) return null
  return (
    <>
      <h3 className="px-2 pt-1 pb-0.5 text-xs font-semibold text-muted">{title}</h3>
      <ul>
        {choices.map((choice) => (
          <li key={choice.session.sessionId}>
            <Choice choice={choice} onPick={onPick} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Choice({ choice, onPick }: { choice: SessionChoice; onPick: (target: string) => void }) {
  const { task, project, n, live, at, series, session } = choice
  const needs = live && needsPerson(choice)
  const Icon = needs ? Hand : live ? SquareTerminal : History
  return (
    <button
      type="button"
      onClick={() => onPick(choice.target)}
      className="flex min-h-9 w-full items-center gap-2 rounded px-2 py-1 text-left hover:bg-surface-2 focus-visible:-outline-offset-2"
    >
      <Icon aria-hidden className={classes('size-3.5 shrink-0', needs ? 'text-attention' : 'text-muted')} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{task}</span>
        <span className="block truncate text-xs text-muted">
          {needs && 'needs you · '}
          {project} · session {n} · {live ? 'started' : 'ended'} <Age at={at} />
        </span>
      </span>
      {live && (
        <ContextBar
          context={session.context}
          due={series?.due ?? null}
          soft={series?.soft ?? null}
          forecast={session.forecast}
          className="w-32 shrink-0 text-xs"
        />
      )}
    </button>
  )
}
