import { create } from 'zustand'
import { z } from 'zod'
import { NO_TABS, openTarget, readTabs, type TabsState } from './tabs.ts'

/** Keys of this browser's storage. */
const TABS_KEY = 'baton-terminal-tabs'
const LOOK_KEY = 'baton-terminal-look'

/** How far the text of a pane may be from the size in the settings, pixels. */
export const FONT_STEPS = 12

const Look = z.object({
  /** xterm tells a screen reader what appears; costs speed. */
  screenReader: z.boolean(),
  /** Pixels more or less than in the settings, by tab. */
  fontSteps: z.record(z.string(), z.number().int().min(-FONT_STEPS).max(FONT_STEPS)),
})
export type Look = z.infer<typeof Look>

const PLAIN_LOOK: Look = { screenReader: false, fontSteps: {} }

/** What of the browser's storage is used; a test gives another. */
export type Kept = Pick<Storage, 'getItem' | 'setItem'>

/** Undefined when there is nothing, or nothing that can be read. Storage may be switched off altogether. */
export function readKept(kept: () => Kept, key: string): unknown {
  try {
    return JSON.parse(kept().getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

export function keep(kept: () => Kept, key: string, value: unknown): void {
  try {
    kept().setItem(key, JSON.stringify(value))
  } catch {
    // Full or switched off: the tabs are then forgotten with the page, as in a private window.
  }
}

export function keptTabs(kept: () => Kept): TabsState {
  return readTabs(readKept(kept, TABS_KEY)) ?? NO_TABS
}

export function keptLook(kept: () => Kept, tabs: TabsState): Look {
  const look = Look.safeParse(readKept(kept, LOOK_KEY))
  if (!look.success) return PLAIN_LOOK
  const open = Object.entries(look.data.fontSteps).filter(([id]) => tabs.tabs.some((tab) => tab.id === id))
  return { ...look.data, fontSteps: Object.fromEntries(open) }
}

const storage = (): Kept => globalThis.localStorage
const firstTabs = keptTabs(storage)

/** The open terminals of this window and how they lie; kept for the next time. */
export const useTabs = create<TabsState>()(() => firstTabs)

export const useLook = create<Look>()(() => keptLook(storage, firstTabs))

useTabs.subscribe((state) => keep(storage, TABS_KEY, state))
useLook.subscribe((look) => keep(storage, LOOK_KEY, look))

/** Changes the tabs by one of the functions of `tabs.ts`. */
export function changeTabs(change: (state: TabsState) => TabsState): void {
  useTabs.setState(change)
}

/** Opens the terminal of a series or a session, or goes to it. */
export function openTab(target: string): void {
  changeTabs((state) => openTarget(state, target, crypto.randomUUID()))
}

/** `by` 0: the size of the settings again. */
export function stepFont(tabId: string, by: number): void {
  useLook.setState(({ fontSteps }) => {
    const steps = by === 0 ? 0 : Math.max(-FONT_STEPS, Math.min(FONT_STEPS, (fontSteps[tabId] ?? 0) + by))
    return { fontSteps: { ...fontSteps, [tabId]: steps } }
  })
}

export function toggleScreenReader(): void {
  useLook.setState(({ screenReader }) => ({ screenReader: !screenReader }))
}
