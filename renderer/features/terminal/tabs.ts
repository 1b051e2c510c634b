import { z } from 'zod'

/** How the panes lie: one, two beside or above each other, four. */
export const Layout = z.enum(['single', 'columns', 'rows', 'grid'])
export type Layout = z.infer<typeof Layout>

export const PANES_OF: Record<Layout, number> = { single: 1, columns: 2, rows: 2, grid: 4 }

/** More terminals than a person keeps open; each costs memory for its scrollback. */
export const MAX_TABS = 24

/** `target`: a series (its present session) or one session, also one that ended. No two tabs have the same. */
const Tab = z.object({ id: z.string().min(1).max(60), target: z.string().min(1).max(200) })
export type Tab = z.infer<typeof Tab>

export const TabsState = z.object({
  tabs: z.array(Tab).max(MAX_TABS),
  layout: Layout,
  /** For each pane the tab that it shows, or null; as many as the layout has. A tab is in one pane at most. */
  panes: z.array(z.string().nullable()),
  /** Index of the pane that keys and menus are for. */
  active: z.number().int().nonnegative(),
})
export type TabsState = z.infer<typeof TabsState>

export const NO_TABS: TabsState = { tabs: [], layout: 'single', panes: [null], active: 0 }

/** What was kept, made whole: unknown tabs leave their panes, doubles go, panes fit the layout. Null: it is no such state. */
export function readTabs(kept: unknown): TabsState | null {
  const read = TabsState.safeParse(kept)
  if (!read.success) return null
  const { layout } = read.data
  const tabs = read.data.tabs.filter(
    (tab, at, all) => all.findIndex((other) => other.id === tab.id || other.target === tab.target) === at,
  )
  const known = (id: string | null): id is string => id !== null && tabs.some((tab) => tab.id === id)
  const panes = Array.from({ length: PANES_OF[layout] }, (_, at) => {
    const id = read.data.panes[at] ?? null
    return known(id) && read.data.panes.indexOf(id) === at ? id : null
  })
  return { tabs, layout, panes, active: Math.min(read.data.active, panes.length - 1) }
}

export function activeTab(state: TabsState): Tab | null {
  return tabOf(state, state.panes[state.active] ?? null)
}

/** What is before the person's eyes: the tab of each pane that has one. */
export function tabsInPanes(state: TabsState): Tab[] {
  return state.panes.flatMap((id) => tabOf(state, id) ?? [])
}

export function tabOf(state: TabsState, id: string | null): Tab | null {
  return state.tabs.find((tab) => tab.id === id) ?? null
}

/** Shows the target: in the pane that has it, else in the active one, with a new tab where there is none. */
export function openTarget(state: TabsState, target: string, id: string): TabsState {
  const known = state.tabs.find((tab) => tab.target === target)
  if (known !== undefined) return showTab(state, known.id)
  const kept = state.tabs.length < MAX_TABS ? state.tabs : withoutOldestHidden(state)
  return putInPane({ ...state, tabs: [...kept, { id, target }] }, state.active, id)
}

/** Goes to the pane that shows the tab, else shows it in the active one. */
export function showTab(state: TabsState, id: string): TabsState {
  if (tabOf(state, id) === null) return state
  const shownIn = state.panes.indexOf(id)
  return shownIn === -1 ? putInPane(state, state.active, id) : { ...state, active: shownIn }
}

/** The tab's pane shows the nearest tab that no other pane shows. */
export function closeTab(state: TabsState, id: string): TabsState {
  const at = state.tabs.findIndex((tab) => tab.id === id)
  if (at === -1) return state
  const tabs = state.tabs.filter((tab) => tab.id !== id)
  const hidden = tabs.filter((tab) => !state.panes.includes(tab.id))
  // Of two equally near the one to the right, as browsers do.
  const distance = (tab: Tab) => Math.abs(tabs.indexOf(tab) - at + 0.25)
  const next = hidden.sort((a, b) => distance(a) - distance(b))[0]?.id ?? null
  return { ...state, tabs, panes: state.panes.map((pane) => (pane === id ? next : pane)) }
}

/** Takes the layout; panes that it has not got lose their tabs from sight, new ones show what was hidden. */
export function setLayout(state: TabsState, layout: Layout): TabsState {
  const size = PANES_OF[layout]
  const shown = state.panes[state.active] ?? null
  const first = state.panes.slice(0, size)
  // The active pane's terminal stays in sight when there are fewer panes.
  if (state.active >= size) first[size - 1] = shown
  const hidden = state.tabs.filter((tab) => !first.includes(tab.id)).map((tab) => tab.id)
  const panes = Array.from({ length: size }, (_, at) => first[at] ?? hidden.shift() ?? null)
  return { ...state, layout, panes, active: Math.min(state.active, size - 1) }
}

export function focusPane(state: TabsState, pane: number): TabsState {
  if (pane === state.active || pane < 0 || pane >= state.panes.length) return state
  return { ...state, active: pane }
}

/** The pane after the active one, round and round. */
export function nextPane(state: TabsState): TabsState {
  return { ...state, active: (state.active + 1) % state.panes.length }
}

/** The tab after (1) or before (-1) the active one, round and round. */
export function cycleTab(state: TabsState, by: 1 | -1): TabsState {
  const { tabs } = state
  if (tabs.length === 0) return state
  const at = tabs.findIndex((tab) => tab.id === state.panes[state.active])
  const next = tabs[at === -1 ? 0 : (at + by + tabs.length) % tabs.length]
  return next === undefined ? state : showTab(state, next.id)
}

/** Moves a tab within the row of tabs. */
export function moveTab(state: TabsState, id: string, by: 1 | -1): TabsState {
  const at = state.tabs.findIndex((tab) => tab.id === id)
  const to = at + by
  const tab = state.tabs[at]
  if (tab === undefined || to < 0 || to >= state.tabs.length) return state
  return { ...state, tabs: state.tabs.toSpliced(at, 1).toSpliced(to, 0, tab) }
}

/** Swaps what the active pane shows with the next pane, and goes with it. */
export function moveToNextPane(state: TabsState): TabsState {
  const to = (state.active + 1) % state.panes.length
  const panes = [...state.panes]
  panes[to] = state.panes[state.active] ?? null
  panes[state.active] = state.panes[to] ?? null
  return { ...state, panes, active: to }
}

/** A tab that stood elsewhere leaves that pane. */
function putInPane(state: TabsState, pane: number, id: string): TabsState {
  return { ...state, panes: state.panes.map((shown, at) => (at === pane ? id : shown === id ? null : shown)) }
}

function withoutOldestHidden(state: TabsState): Tab[] {
  const oldest = state.tabs.find((tab) => !state.panes.includes(tab.id))
  return state.tabs.filter((tab) => tab !== oldest)
}
