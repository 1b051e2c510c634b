import { useSyncExternalStore } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useBoard } from '../../stores/board.ts'
import { type Subject, subjectOf } from './pane-subject.ts'
import type { Tab } from './tabs.ts'
import { useTabs } from './tabs-store.ts'
import type { PaneState, PaneTerminal } from './pane-terminal.ts'

export function usePaneState(terminal: PaneTerminal): PaneState {
  return useSyncExternalStore(terminal.subscribe, terminal.state)
}

export function useSubject(target: string, shown: string | null): Subject {
  return useBoard(useShallow((board) => subjectOf(target, shown, board)))
}

/** What a tab is called: its task, with the project where another tab has the same. */
export function useTabName(tab: Tab, { label, project }: Subject): string {
  const tabs = useTabs((state) => state.tabs)
  const twin = useBoard((board) =>
    tabs.some((other) => other.id !== tab.id && subjectOf(other.target, null, board).label === label),
  )
  return twin ? `${label} · ${project}` : label
}
