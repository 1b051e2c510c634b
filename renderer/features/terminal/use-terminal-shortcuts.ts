import type { RefObject } from 'react'
import { useShortcut } from '../../ui/use-shortcut.ts'
import { knownTerminal } from './pane-registry.ts'
import { closeTab, cycleTab, type Layout, nextPane, setLayout } from './tabs.ts'
import { changeTabs, useTabs } from './tabs-store.ts'

const NEXT_LAYOUT: Record<Layout, Layout> = { single: 'columns', columns: 'rows', rows: 'grid', grid: 'single' }

/** Keys of the terminal screen; they work while a terminal has the focus, which takes all others. */
export function useTerminalShortcuts(screen: RefObject<HTMLElement | null>): void {
  useShortcut('terminal-search', () => activeTerminal()?.setSearching(true))
  useShortcut('terminal-next', () => changeTabs((state) => cycleTab(state, 1)))
  useShortcut('terminal-previous', () => changeTabs((state) => cycleTab(state, -1)))
  useShortcut('terminal-split', () => changeTabs((state) => setLayout(state, NEXT_LAYOUT[state.layout])))
  useShortcut('terminal-pane', () => changeTabs(nextPane))
  useShortcut('terminal-close', () => {
    const { panes, active } = useTabs.getState()
    changeTabs((state) => closeTab(state, panes[active] ?? ''))
  })
  useShortcut('terminal-leave', () => {
    const inTerminal = document.activeElement?.closest('.xterm') !== null
    // Out of the terminal to the tabs; from anywhere else back into it.
    if (!inTerminal) activeTerminal()?.focus()
    else screen.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus()
  })
}

function activeTerminal() {
  const { panes, active } = useTabs.getState()
  return knownTerminal(panes[active] ?? null)
}
