import { create } from 'zustand'
import type { ObservedSession } from '../../../contract/observed.ts'

interface AdoptState {
  /** As it was when the dialog was opened; null: it is closed. */
  session: ObservedSession | null
}

export const useAdopt = create<AdoptState>()(() => ({ session: null }))

/** Opens the dialog that makes a series of a session. */
export function openAdopt(session: ObservedSession): void {
  useAdopt.setState({ session })
}

export function closeAdopt(): void {
  useAdopt.setState({ session: null })
}
