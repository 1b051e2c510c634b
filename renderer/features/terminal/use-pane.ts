import { useSyncExternalStore } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useBoard } from '../../stores/board.ts'
import { type Subject, subjectOf } from './pane-subject.ts'
import type { PaneState, PaneTerminal } from './pane-terminal.ts'

export function usePaneState(terminal: PaneTerminal): PaneState {
  return useSyncExternalStore(terminal.subscribe, terminal.state)
}

export function useSubject(target: string, shown: string | null): Subject {
  return useBoard(useShallow((board) => subjectOf(target, shown, board)))
}
