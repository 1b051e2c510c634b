import { SquareTerminal } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { navigate } from 'wouter/use-hash-location'
import { useShallow } from 'zustand/react/shallow'
import { terminalPath } from '../../app/routes.ts'
import { useBoard } from '../../stores/board.ts'
import { useShownSeries } from '../../stores/looking.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PaneGrid } from './pane-grid.tsx'
import { seriesInTabs } from './pane-subject.ts'
import { SessionList } from './session-picker.tsx'
import { TabStrip } from './tab-strip.tsx'
import { activeTab, tabsInPanes } from './tabs.ts'
import { openTab, useTabs } from './tabs-store.ts'
import { useTerminalShortcuts } from './use-terminal-shortcuts.ts'
import './terminal.css'

/** The real terminals of the sessions, one to four at once. */
export function TerminalScreen({ target }: { target: string | null }) {
  const empty = useTabs((state) => state.tabs.length === 0)
  const screen = useRef<HTMLDivElement>(null)
  useAddress(target)
  useTerminalShortcuts(screen)
  useShownSeries(useSeriesInPanes())
  return (
    <div ref={screen} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <TabStrip />
      {empty ? <NoTerminals /> : <PaneGrid />}
    </div>
  )
}

export default TerminalScreen

/** The address opens its target; afterwards it follows the active tab, so that a reload comes back to it. */
function useAddress(target: string | null): void {
  const shown = useTabs((state) => activeTab(state)?.target ?? null)
  const asked = useRef<string | null>(null)
  useEffect(() => {
    if (target !== null && asked.current !== target) {
      asked.current = target
      openTab(target)
      return
    }
    if (shown === target) return
    asked.current = shown
    // Going through tabs is no way that Back should walk again.
    navigate(shown === null ? terminalPath() : terminalPath(shown), { replace: true })
  }, [target, shown])
}

/** The series in all the panes: nobody has to be told what happens there. */
function useSeriesInPanes(): string[] {
  const tabs = useTabs(useShallow(tabsInPanes))
  return useBoard(useShallow((board) => seriesInTabs(tabs, board)))
}

function NoTerminals() {
  const any = useBoard((state) => state.sessions.size > 0)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
      <EmptyState icon={<SquareTerminal />} title="No terminal is open" command="baton attach">
        {any
          ? 'Choose a session: you see its real terminal and can type into it. One that ended shows what was last on its screen.'
          : 'Each session of a series has a real terminal that you can see and type into. Start a series, and its terminal is here.'}
      </EmptyState>
      {any && (
        <div className="mx-auto max-w-lg px-6 pb-8">
          <SessionList onPick={openTab} searchable />
        </div>
      )}
    </div>
  )
}
