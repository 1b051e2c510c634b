import { lazy, Suspense, useEffect, useState } from 'react'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { useAdopt } from '../features/adopt/adopt-store.ts'
import { boardGroups, NO_FILTER } from '../features/home/board-groups.ts'
import { openStart, useStart } from '../features/start/start-store.ts'
import { useBoard, watchBoard } from '../stores/board.ts'
import { core, useCanControl } from '../stores/core.ts'
import { OpenLinkDialog } from '../ui/open-link.tsx'
import { Toasts } from '../ui/toast.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { listenToShortcuts, useShortcut } from '../ui/use-shortcut.ts'
import { ConnectionGate } from './connection-gate.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { goTo } from './navigate.ts'
import { showNotice } from './notify.ts'
import { pageTitle } from './page-title.ts'
import { alertsPath, homePath, seriesPath, settingsPath, telemetryPath, terminalPath, usagePath } from './routes.ts'
import { Screens } from './screens.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { Sidebar } from './sidebar.tsx'
import { useTheme } from './theme.ts'
import { useTellLooking } from './use-looking.ts'

const AdoptDialog = lazy(() => import('../features/adopt/adopt-dialog.tsx'))
const StartDialog = lazy(() => import('../features/start/start-dialog.tsx'))

/** The whole page. `setCore` comes before it. */
export function App() {
  useTheme()
  useEffect(() => {
    const watch = watchBoard(core(), showNotice)
    const deaf = listenToShortcuts()
    return () => {
      watch.close()
      deaf()
    }
  }, [])
  return (
    <ErrorBoundary>
      {/* oxlint-disable-next-line react/hooks -- how wouter is told where the address stands */}
      <Router hook={useHashLocation}>
        <TooltipProvider delay={500}>
          <ConnectionGate>
            <Page />
          </ConnectionGate>
          <OpenLinkDialog />
          <Toasts />
        </TooltipProvider>
      </Router>
    </ErrorBoundary>
  )
}

function Page() {
  const [help, setHelp] = useState(false)
  const mayStart = useCanControl()
  useTellLooking()
  useTitle()
  useShortcut('help', () => setHelp(true))
  useShortcut('home', () => goTo(homePath()))
  useShortcut('terminals', () => goTo(terminalPath()))
  useShortcut('usage', () => goTo(usagePath()))
  useShortcut('telemetry', () => goTo(telemetryPath()))
  useShortcut('alerts', () => goTo(alertsPath()))
  useShortcut('settings', () => goTo(settingsPath()))
  useShortcut('new-series', () => openStart(), mayStart)
  useShortcut('next-needing', goToNextNeeding)
  return (
    <>
      <Sidebar onHelp={() => setHelp(true)} />
      <Screens />
      <ShortcutSheet open={help} onClose={() => setHelp(false)} />
      <StartOnce />
      <AdoptOnce />
    </>
  )
}

/** The dialog is loaded when it is first opened, and stays. */
function StartOnce() {
  const [opened, setOpened] = useState(false)
  const open = useStart((state) => state.open)
  if (open && !opened) setOpened(true)
  return <Suspense fallback={null}>{(open || opened) && <StartDialog />}</Suspense>
}

/** Likewise. */
function AdoptOnce() {
  const [opened, setOpened] = useState(false)
  const open = useAdopt((state) => state.session !== null)
  if (open && !opened) setOpened(true)
  return <Suspense fallback={null}>{(open || opened) && <AdoptDialog />}</Suspense>
}

function useTitle(): void {
  const title = useBoard((state) => pageTitle(state.series.values()))
  useEffect(() => {
    document.title = title
  }, [title])
}

/** Round and round through those that need a person, the longest wait first. */
function goToNextNeeding(): void {
  const series = useBoard.getState().series.values()
  const [group] = boardGroups({ series, sessions: [], observed: [] }, { ...NO_FILTER, group: 'needs' })
  const rows = group?.rows ?? []
  const here = rows.findIndex(({ id }) => window.location.hash.includes(id))
  const next = rows[(here + 1) % Math.max(1, rows.length)]
  if (next !== undefined) goTo(seriesPath(next.id))
}
