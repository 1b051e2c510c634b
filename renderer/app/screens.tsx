import { Compass } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { HomeScreen } from '../features/home/home-screen.tsx'
import { buttonClasses } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Loading } from '../ui/spinner.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { hrefOf, usePlace } from './navigate.ts'
import { homePath, type Place } from './routes.ts'

const SeriesScreen = lazy(() => import('../features/series/series-screen.tsx'))
const TerminalScreen = lazy(() => import('../features/terminal/terminal-screen.tsx'))
const TelemetryScreen = lazy(() => import('../features/telemetry/telemetry-screen.tsx'))
const UsageScreen = lazy(() => import('../features/usage/usage-screen.tsx'))
const AlertsScreen = lazy(() => import('../features/alerts/alerts-screen.tsx'))
const SettingsScreen = lazy(() => import('../features/settings/settings-screen.tsx'))

/** The screen of the address. All but Home are loaded when they are first opened. */
export function Screens() {
  const place = usePlace()
  return (
    <ErrorBoundary resetOn={JSON.stringify(place)}>
      <Suspense
        fallback={
          <main className="flex-1">
            <Loading what="Opening…" className="h-full" />
          </main>
        }
      >
        <main className="flex min-w-0 flex-1 flex-col">
          <Screen place={place} />
        </main>
      </Suspense>
    </ErrorBoundary>
  )
}

function Screen({ place }: { place: Place }) {
  switch (place.screen) {
    case 'home':
      return <HomeScreen />
    case 'series':
      return <SeriesScreen key={place.id} id={place.id} checkpoint={place.checkpoint} />
    case 'terminal':
      return <TerminalScreen target={place.target} />
    case 'telemetry':
      return <TelemetryScreen />
    case 'usage':
      return <UsageScreen part={place.part} query={place.query} />
    case 'alerts':
      return <AlertsScreen />
    case 'settings':
      return <SettingsScreen section={place.section} />
    case 'unknown':
      return <Nowhere path={place.path} />
  }
}

function Nowhere({ path }: { path: string }) {
  return (
    <>
      <h1 className="sr-only">Nowhere</h1>
      <EmptyState
        icon={<Compass />}
        title="There is nothing here"
        action={
          <a href={hrefOf(homePath())} className={buttonClasses('primary')}>
            Go to Home
          </a>
        }
      >
        No screen has the address <code className="font-mono wrap-anywhere text-text">{path}</code>.
      </EmptyState>
    </>
  )
}
