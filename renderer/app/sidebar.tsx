import { BellRing, ChartColumn, Home, Keyboard, Plus, RadioTower, Settings, SquareTerminal } from 'lucide-react'
import type { ReactNode } from 'react'
import { openStart } from '../features/start/start-store.ts'
import { groupOf, groupOfObserved } from '../features/home/board-groups.ts'
import { useBoard } from '../stores/board.ts'
import { useCanControl } from '../stores/core.ts'
import { buttonClasses } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Tooltip } from '../ui/tooltip.tsx'
import { useShortcutKeys } from '../ui/use-shortcut.ts'
import { Mark } from './mark.tsx'
import { hrefOf, usePlace } from './navigate.ts'
import { NoticesPopover } from './notices-popover.tsx'
import { alertsPath, homePath, settingsPath, telemetryPath, terminalPath, usagePath } from './routes.ts'
import type { ShortcutAction } from './shortcut-list.ts'
import { SidebarLimits } from './sidebar-limits.tsx'
import { SidebarSeries } from './sidebar-series.tsx'

/** Where one can go, and what runs or needs a person, on every screen. Icons alone where there is little room. */
export function Sidebar({ onHelp }: { onHelp: () => void }) {
  const { screen } = usePlace()
  const needs = useBoard((state) => {
    let count = 0
    for (const view of state.series.values()) if (groupOf(view) === 'needs') count += 1
    for (const view of state.observed) if (groupOfObserved(view) === 'needs') count += 1
    return count
  })
  const alerts = useBoard((state) => state.alerts.unacknowledged)
  return (
    <nav
      aria-label="Main"
      className="flex w-60 shrink-0 flex-col gap-3 border-r border-border bg-bg px-2 py-2.5 max-[1000px]:w-13"
    >
      <div className="flex h-8 items-center gap-2 px-1.5 max-[1000px]:justify-center">
        <Mark className="size-6 shrink-0" />
        <span className="text-lg font-semibold tracking-tight max-[1000px]:sr-only">Baton</span>
      </div>
      <NewSeries />
      <ul className="grid gap-0.5">
        <Entry to={homePath()} action="home" icon={<Home />} here={screen === 'home'} title="Home" count={needs} />
        <Entry
          to={terminalPath()}
          action="terminals"
          icon={<SquareTerminal />}
          here={screen === 'terminal'}
          title="Terminals"
        />
        <Entry to={usagePath()} action="usage" icon={<ChartColumn />} here={screen === 'usage'} title="Usage" />
        <Entry
          to={telemetryPath()}
          action="telemetry"
          icon={<RadioTower />}
          here={screen === 'telemetry'}
          title="Telemetry"
        />
        <Entry
          to={alertsPath()}
          action="alerts"
          icon={<BellRing />}
          here={screen === 'alerts'}
          title="Alerts"
          count={alerts}
        />
        <Entry
          to={settingsPath()}
          action="settings"
          icon={<Settings />}
          here={screen === 'settings'}
          title="Settings"
        />
      </ul>
      <SidebarSeries />
      <div className="mt-auto">
        <SidebarLimits />
        <div className="flex items-center gap-1 border-t border-border pt-2 max-[1000px]:flex-col">
          <NoticesPopover />
          <Foot label="Shortcuts" action="help" icon={<Keyboard />} onClick={onHelp} />
        </div>
      </div>
    </nav>
  )
}

function NewSeries() {
  const mayStart = useCanControl()
  const keys = useShortcutKeys('new-series')
  return (
    <Tooltip content={mayStart ? 'Start a series' : 'This page may only look'} keys={keys} side="right">
      <button
        type="button"
        aria-disabled={!mayStart}
        onClick={() => mayStart && openStart()}
        className={classes(buttonClasses('secondary'), 'max-[1000px]:px-0!')}
      >
        <Plus aria-hidden />
        <span className="max-[1000px]:sr-only">Start a series</span>
      </button>
    </Tooltip>
  )
}

interface EntryProps {
  to: string
  action: ShortcutAction
  icon: ReactNode
  here: boolean
  title: string
  /** How many need a person; 0: nothing is shown. */
  count?: number
}

function Entry({ to, action, icon, here, title, count = 0 }: EntryProps) {
  const keys = useShortcutKeys(action)
  return (
    <li>
      <Tooltip content={title} keys={keys} side="right">
        <a
          href={hrefOf(to)}
          aria-current={here ? 'page' : undefined}
          className={classes(
            'relative flex h-8 items-center gap-2.5 rounded-md px-2.5 [&_svg]:size-4 [&_svg]:shrink-0',
            here ? 'bg-surface-3 font-medium' : 'text-muted hover:bg-surface-2 hover:text-text',
          )}
        >
          {icon}
          <span className="flex-1 max-[1000px]:sr-only">{title}</span>
          {count > 0 && (
            <span className="rounded-full bg-attention/12 px-1.5 text-xs font-semibold text-attention max-[1000px]:absolute max-[1000px]:top-0 max-[1000px]:right-0 max-[1000px]:bg-surface max-[1000px]:px-1">
              {count}
              <span className="sr-only"> need you</span>
            </span>
          )}
        </a>
      </Tooltip>
    </li>
  )
}

interface FootProps {
  label: string
  action: ShortcutAction
  icon: ReactNode
  onClick: () => void
}

function Foot({ label, action, icon, onClick }: FootProps) {
  const keys = useShortcutKeys(action)
  return (
    <Tooltip content={label} keys={keys} side="right">
      <button
        type="button"
        aria-label={label}
        onClick={onClick}
        className={classes(buttonClasses('ghost'), 'w-8 px-0! text-muted [&_svg]:size-4!')}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
