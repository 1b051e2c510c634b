import { SquareTerminal } from 'lucide-react'
import { classes } from '../../ui/classes.ts'
import { focusPane, type Layout, tabOf } from './tabs.ts'
import { changeTabs, openTab, useTabs } from './tabs-store.ts'
import { SessionList } from './session-picker.tsx'
import { TerminalPane } from './terminal-pane.tsx'

const GRIDS: Record<Layout, string> = {
  single: 'grid-cols-1 grid-rows-1',
  columns: 'grid-cols-2 grid-rows-1',
  rows: 'grid-cols-1 grid-rows-2',
  grid: 'grid-cols-2 grid-rows-2',
}

/** The panes as they lie. */
export function PaneGrid() {
  const state = useTabs()
  const split = state.panes.length > 1
  return (
    <div className={classes('grid min-h-0 flex-1 gap-px bg-border', GRIDS[state.layout])}>
      {state.panes.map((id, pane) => {
        const tab = tabOf(state, id)
        const focus = (): void => changeTabs((now) => focusPane(now, pane))
        return (
          <div key={tab?.id ?? `empty-${pane}`} className="flex min-h-0 min-w-0">
            {tab === null ? (
              <EmptyPane active={split && pane === state.active} pane={pane} />
            ) : (
              <TerminalPane tab={tab} active={pane === state.active} split={split} onFocus={focus} />
            )}
          </div>
        )
      })}
    </div>
  )
}

function EmptyPane({ active, pane }: { active: boolean; pane: number }) {
  const open = (target: string): void => {
    changeTabs((state) => focusPane(state, pane))
    openTab(target)
  }
  return (
    <section aria-label="Empty pane" className="flex min-w-0 flex-1 flex-col bg-surface">
      <div aria-hidden className={classes('h-0.5 shrink-0', active ? 'bg-accent' : 'bg-border')} />
      <div className="mx-auto flex min-h-0 w-full max-w-md flex-1 flex-col gap-3 overflow-y-auto p-4">
        <h2 className="flex items-center gap-2 font-semibold">
          <SquareTerminal aria-hidden className="size-4 text-muted" /> Open a terminal here
        </h2>
        <SessionList onPick={open} />
      </div>
    </section>
  )
}
