import { CaseSensitive, ChevronDown, ChevronUp, Regex, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { buttonClasses } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import type { PaneTerminal } from './pane-terminal.ts'
import { matchWords, searchProblem, type SearchWish } from './search-term.ts'

interface SearchBarProps {
  terminal: PaneTerminal
  found: { index: number; count: number } | null
}

/** Searches screen and scrollback. Enter: next, Shift+Enter: the one before, Esc: back to the terminal. */
export function SearchBar({ terminal, found }: SearchBarProps) {
  const [wish, setWish] = useState<SearchWish>({ term: '', regex: false, caseSensitive: false })
  const input = useRef<HTMLInputElement>(null)
  const messageId = useId()
  useEffect(() => input.current?.focus(), [])
  const problem = searchProblem(wish)

  const change = (part: Partial<SearchWish>): void => {
    const next = { ...wish, ...part }
    setWish(next)
    if (searchProblem(next) === null) terminal.search(next, 'typing')
  }
  const go = (way: 'next' | 'previous'): void => {
    if (problem === null) terminal.search(wish, way)
  }
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && event.target === input.current) go(event.shiftKey ? 'previous' : 'next')
    else if (event.key === 'Escape') terminal.setSearching(false)
    else return
    event.preventDefault()
  }
  return (
    <search
      aria-label="Search in the terminal"
      className="float-surface absolute top-2 right-4 z-20 w-88 max-w-[calc(100%-1.5rem)] p-1"
    >
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the field and buttons in it */}
      <div className="flex items-center gap-0.5" onKeyDown={pressed}>
        <TextInput
          ref={input}
          value={wish.term}
          onChange={(term) => change({ term })}
          placeholder="Search"
          aria-label="Search for"
          aria-invalid={problem !== null}
          aria-describedby={messageId}
          className="h-7! min-w-0 flex-1"
        />
        <Choice label="Match case" on={wish.caseSensitive} onChange={(caseSensitive) => change({ caseSensitive })}>
          <CaseSensitive />
        </Choice>
        <Choice label="Regular expression" on={wish.regex} onChange={(regex) => change({ regex })}>
          <Regex />
        </Choice>
        <IconButton label="Match before" icon={<ChevronUp />} onClick={() => go('previous')} />
        <IconButton label="Next match" icon={<ChevronDown />} onClick={() => go('next')} />
        <IconButton label="Close the search" icon={<X />} onClick={() => terminal.setSearching(false)} />
      </div>
      <output
        id={messageId}
        className={classes('block min-h-4 px-1.5 pt-0.5 text-xs', problem === null ? 'text-muted' : 'text-failed')}
      >
        {problem ?? matchWords(wish, found)}
      </output>
    </search>
  )
}

interface ChoiceProps {
  label: string
  on: boolean
  onChange: (on: boolean) => void
  children: ReactNode
}

function Choice({ label, on, onChange, children }: ChoiceProps) {
  return (
    <Tooltip content={label}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={on}
        onClick={() => onChange(!on)}
        className={classes(buttonClasses('ghost', 'sm'), 'w-7 px-0!', on && 'border-accent! text-accent')}
      >
        {children}
      </button>
    </Tooltip>
  )
}
