import { Hand, SquareTerminal, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { classes } from '../../ui/classes.ts'
import { needsPerson } from '../../ui/status-words.ts'
import { closeTab, cycleTab, showTab, type Tab } from './tabs.ts'
import { changeTabs, openTab, useTabs } from './tabs-store.ts'
import { LayoutChoice } from './layout-choice.tsx'
import { knownTerminal } from './pane-registry.ts'
import { SessionPicker } from './session-picker.tsx'
import { useSubject, useTabName } from './use-pane.ts'

/** The open terminals, one more, and how the panes lie. */
export function TabStrip() {
  const tabs = useTabs((state) => state.tabs)
  const panes = useTabs((state) => state.panes)
  const active = useTabs((state) => state.panes[state.active] ?? null)
  return (
    <header className="flex h-10 shrink-0 items-center gap-1 border-b border-border bg-bg pr-2">
      <h1 className="sr-only">Terminals</h1>
      <div role="tablist" aria-label="Terminals" className="flex h-full min-w-0 overflow-x-auto overflow-y-hidden">
        {tabs.map((tab, at) => (
          <TabButton
            key={tab.id}
            tab={tab}
            active={tab.id === active}
            shown={panes.includes(tab.id)}
            focusable={tab.id === active || (active === null && at === 0)}
          />
        ))}
      </div>
      <SessionPicker onPick={openTab} />
      <span className="ml-auto">
        <LayoutChoice />
      </span>
    </header>
  )
}

interface TabButtonProps {
  tab: Tab
  active: boolean
  /** It is in one of the panes. */
  shown: boolean
  /** The one of the row that Tab goes to; arrows go on. */
  focusable: boolean
}

function TabButton({ tab, active, shown, focusable }: TabButtonProps) {
  const subject = useSubject(tab.target, null)
  const { label, project, series, present } = subject
  const name = useTabName(tab, subject)
  const needs = present && series !== null && needsPerson(series.status, series.hold)
  const Icon = needs ? Hand : SquareTerminal
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!active) return
    button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    if (document.activeElement?.role === 'tab') button.current?.focus()
  }, [active])
  const close = (): void => changeTabs((state) => closeTab(state, tab.id))
  return (
    <div
      className={classes(
        'group relative flex h-full max-w-60 min-w-28 shrink-0 items-center border-r border-border',
        active ? 'bg-surface' : 'text-muted hover:bg-surface-2 hover:text-text',
      )}
      // The middle button closes a tab, as in browsers.
      onAuxClick={(event) => event.button === 1 && close()}
    >
      <button
        ref={button}
        type="button"
        role="tab"
        aria-selected={active}
        aria-keyshortcuts="Delete"
        tabIndex={focusable ? 0 : -1}
        title={`${label} – ${project}`}
        onClick={() => {
          changeTabs((state) => showTab(state, tab.id))
          knownTerminal(tab.id)?.focus()
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowRight') changeTabs((state) => cycleTab(state, 1))
          else if (event.key === 'ArrowLeft') changeTabs((state) => cycleTab(state, -1))
          else if (event.key === 'Delete') close()
        }}
        className="flex h-full min-w-0 flex-1 items-center gap-2 pl-3 focus-visible:-outline-offset-2"
      >
        <Icon aria-hidden className={classes('size-3.5 shrink-0', needs && 'text-attention')} />
        <span className={classes('truncate', shown && 'font-medium')}>{name}</span>
        {needs && <span className="sr-only">needs you</span>}
      </button>
      <button
        type="button"
        // For the mouse: a row of tabs holds nothing but tabs. Keys: Delete, the shortcut, the pane's menu.
        aria-hidden
        tabIndex={-1}
        title="Close"
        onClick={close}
        className="mx-1 flex size-6 shrink-0 items-center justify-center rounded hover:bg-surface-3"
      >
        <X aria-hidden className="size-3.5" />
      </button>
      {active && <span aria-hidden className="absolute inset-x-0 top-0 h-0.5 bg-accent" />}
    </div>
  )
}
