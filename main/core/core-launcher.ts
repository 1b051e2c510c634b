import path from 'node:path'
import { describeProblem, failure } from '../../contract/problem.ts'
import type { Settings } from '../../contract/settings.ts'
import { assetsFolder } from '../package/files.ts'
import { createLauncher } from '../series/launcher.ts'
import type { Store } from '../store/types.ts'
import type { EndedScreens } from './ended-screens.ts'
import type { Log } from './log.ts'

export interface CoreLauncherParts {
  store: Store
  dataDir: string
  /** Where this core listens; null: nowhere. */
  url(): string | null
  /** Where hosted sessions export to; null: nowhere. */
  otlpEndpoint(): string | null
  telemetry(): Settings['telemetry']
  log: Pick<Log, 'logger' | 'hide'>
  lastScreen: EndedScreens['keep']
}

/** What starts the sessions of this core: with its hooks, its telemetry and its plugin. */
export function createCoreLauncher({ store, dataDir, log, lastScreen, ...now }: CoreLauncherParts) {
  return createLauncher({
    store,
    dataDir,
    pluginDir: path.join(assetsFolder(), 'plugin'),
    hookBase: () => now.url() ?? failNoServer(),
    otlpEndpoint: now.otlpEndpoint,
    hostedTraces: () => now.telemetry().hostedTraces,
    usualOtlpPorts: () => [now.telemetry().httpPort, now.telemetry().grpcPort],
    forwardVariable: () => now.telemetry().forward?.headersVariable ?? null,
    telemetryLeft: (launchId, where, why) =>
      log.logger.info({ launchId, where }, `telemetry of this launch is left as it is: ${where} ${why}`),
    hide: log.hide,
    lastScreen,
  })
}

function failNoServer(): never {
  const { problem } = failure('no-server', 'core', 'it has no server for hooks', 'start the series through `baton run`')
  throw new Error(describeProblem(problem))
}
