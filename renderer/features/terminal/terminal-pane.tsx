import { SquareTerminal } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { hrefOf } from '../../app/navigate.ts'
import { seriesPath } from '../../app/routes.ts'
import { useConnection } from '../../stores/core.ts'
import { Button, buttonClasses } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PaneNoteLine } from './pane-note-line.tsx'
import type { Subject } from './pane-subject.ts'
import { missingWords, paneNote } from './pane-words.ts'
import { terminalOf } from './pane-registry.ts'
import { SearchBar } from './search-bar.tsx'
import { StatusLine } from './status-line.tsx'
import { closeTab, type Tab } from './tabs.ts'
import { changeTabs } from './tabs-store.ts'
import { usePaneState, useSubject, useTabName } from './use-pane.ts'

export interface TerminalPaneProps {
  tab: Tab
  active: boolean
  /** There are others beside it. */
  split: boolean
  onFocus: () => void
}

/** A place on the screen for the terminal of a tab, with all that is said of it. */
export function TerminalPane({ tab, active, split, onFocus }: TerminalPaneProps) {
  const terminal = terminalOf(tab.id, tab.target)
  const state = usePaneState(terminal)
  const subject = useSubject(tab.target, state.sessionId)
  const name = useTabName(tab, subject)
  const connection = useConnection()
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const place = host.current
    if (place === null) return undefined
    terminal.mount(place)
    return () => terminal.unmount(place)
  }, [terminal])
  useEffect(() => {
    // Who goes through the tabs by keys stays there.
    if (active && !document.activeElement?.closest('[role=tablist]')) terminal.focus()
  }, [active, terminal])

  const note = paneNote(state, subject, connection)
  const lost = connection.status !== 'open'
  return (
    <section
      aria-label={`Terminal: ${name}`}
      data-phase={state.phase}
      className="@container relative flex min-h-0 min-w-0 flex-1 flex-col bg-surface"
      onFocusCapture={onFocus}
      onMouseDownCapture={onFocus}
    >
      {split && <div aria-hidden className={classes('h-0.5 shrink-0', active ? 'bg-accent' : 'bg-border')} />}
      <div className="relative min-h-0 flex-1">
        <div
          ref={host}
          className={classes('terminal-host absolute inset-0', lost && 'opacity-60')}
          data-testid="terminal-host"
        />
        {state.searching && <SearchBar terminal={terminal} found={state.found} />}
        {state.link !== null && (
          <p className="pointer-events-none absolute bottom-1 left-1 z-10 max-w-[calc(100%-1.5rem)] rounded border border-border bg-surface px-2 py-0.5 font-mono text-xs wrap-anywhere shadow-float">
            {state.link}
          </p>
        )}
        {state.phase === 'connecting' && !lost && (
          <output className="absolute inset-x-0 top-1/2 -translate-y-1/2 text-center text-muted">
            Opening the terminal…
          </output>
        )}
        {state.phase === 'none' && <Missing why={state.why} subject={subject} tabId={tab.id} />}
      </div>
      {note !== null && <PaneNoteLine note={note} terminal={terminal} />}
      <StatusLine terminal={terminal} state={state} subject={subject} name={name} note={note} />
    </section>
  )
}

/** In place of the screen of a terminal that is not there (yet). */
function Missing({ why, subject, tabId }: { why: string; subject: Subject; tabId: string }) {
  const { series, follows } = subject
  return (
    <div className="absolute inset-0 overflow-y-auto bg-surface">
      <EmptyState
        icon={<SquareTerminal />}
        title="No terminal to show"
        action={
          <>
            {series !== null && (
              <a href={hrefOf(seriesPath(series.id))} className={buttonClasses('secondary')}>
                Open the series
              </a>
            )}
            <Button onClick={() => changeTabs((now) => closeTab(now, tabId))}>Close the tab</Button>
          </>
        }
      >
        {missingWords(why)}
        {follows && ' When a session of this series starts, it is shown here.'}
      </EmptyState>
    </div>
  )
}
