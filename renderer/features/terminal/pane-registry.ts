import { onTheme } from '../../app/theme.ts'
import { useBoard } from '../../stores/board.ts'
import { PaneTerminal } from './pane-terminal.ts'
import { useLook, useTabs } from './tabs-store.ts'

/** The terminals of the open tabs, by tab id. They outlive the screen that shows them. */
const terminals = new Map<string, PaneTerminal>()

const DEFAULT_FONT = 13
const SMALLEST_FONT = 6

let watching = false

/** The tab's terminal; made when it is first shown. */
export function terminalOf(tabId: string, target: string): PaneTerminal {
  watch()
  const known = terminals.get(tabId)
  if (known !== undefined) return known
  const made = new PaneTerminal(tabId, target)
  terminals.set(tabId, made)
  giveLook(tabId, made)
  return made
}

/** Null: the tab was not shown yet. */
export function knownTerminal(tabId: string | null): PaneTerminal | null {
  return tabId === null ? null : (terminals.get(tabId) ?? null)
}

/** Terminals follow tabs, settings and the theme for as long as the page lives. */
function watch(): void {
  if (watching) return
  watching = true
  useTabs.subscribe(({ tabs }) => {
    for (const [id, terminal] of terminals) {
      if (tabs.some((tab) => tab.id === id)) continue
      terminals.delete(id)
      terminal.dispose()
    }
  })
  useLook.subscribe(giveLooks)
  useBoard.subscribe((state, before) => {
    if (state.settings !== before.settings) giveLooks()
  })
  onTheme(() => {
    for (const terminal of terminals.values()) terminal.applyTheme()
  })
}

function giveLooks(): void {
  for (const [id, terminal] of terminals) giveLook(id, terminal)
}

function giveLook(id: string, terminal: PaneTerminal): void {
  const { screenReader, fontSteps } = useLook.getState()
  const size = useBoard.getState().settings?.settings.appearance.terminalFontSize ?? DEFAULT_FONT
  terminal.setLook(Math.max(SMALLEST_FONT, size + (fontSteps[id] ?? 0)), screenReader)
}
