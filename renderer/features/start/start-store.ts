import { create } from 'zustand'

interface StartState {
  open: boolean
  /** Real path to begin with; null: the person chooses. */
  project: string | null
  task: string | null
}

const CLOSED: StartState = { open: false, project: null, task: null }

export const useStart = create<StartState>()(() => CLOSED)

/** Opens the dialog that starts a series; with what is known already. */
export function openStart(known: { project?: string; task?: string } = {}): void {
  useStart.setState({ open: true, project: known.project ?? null, task: known.task ?? null })
}

export function closeStart(): void {
  useStart.setState(CLOSED)
}
