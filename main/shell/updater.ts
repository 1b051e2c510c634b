import type { AppUpdater } from 'electron-updater'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { ShellLog } from './shell-log.ts'

/** What is used of electron-updater. */
export type UpdaterPart = Pick<
  AppUpdater,
  'autoDownload' | 'autoInstallOnAppQuit' | 'checkForUpdates' | 'logger' | 'on' | 'quitAndInstall'
>

export interface UpdaterParts {
  isPackaged: boolean
  /** Where electron-builder lays the update's address; there is none in a build that nobody publishes. */
  resources: string
  load(): Promise<UpdaterPart>
  /** A version waits for a restart. */
  ready(version: string): void
  /** Something of it failed; Baton works on as it is. */
  failed(why: string): void
  /** Ends Baton safely, then runs `install`. */
  quitThen(install: () => void): Promise<void>
  log: ShellLog
}

export interface Updates {
  /** The version that waits for a restart. */
  waiting(): string | null
  install(): Promise<void>
  close(): void
}

/** A tool that runs for weeks looks again now and then. */
const CHECK_EVERY_MS = 6 * 60 * 60_000

/** Updates are fetched by themselves and put in place only when Baton ends: never under a live series. */
export async function startUpdates(parts: UpdaterParts): Promise<Updates> {
  const { log } = parts
  let waiting: string | null = null
  const nothing: Updates = { waiting: () => null, install: async () => {}, close: () => {} }
  if (!parts.isPackaged || !existsSync(path.join(parts.resources, 'app-update.yml'))) return nothing

  const fail = (error: unknown): void => {
    log.warn({ err: error }, 'update failed')
    parts.failed(error instanceof Error ? error.message : String(error))
  }
  let updater: UpdaterPart
  try {
    updater = await parts.load()
  } catch (error) {
    fail(error)
    return nothing
  }
  updater.logger = null
  updater.autoDownload = true
  // It ends only when nothing lives: see quit.ts.
  updater.autoInstallOnAppQuit = true
  updater.on('error', fail)
  updater.on('update-downloaded', ({ version }) => {
    waiting = version
    log.info({ version }, 'an update waits for a restart')
    parts.ready(version)
  })
  // Its failures come as 'error', too.
  const check = (): void => void updater.checkForUpdates().catch((error: unknown) => log.warn({ err: error }, 'check'))
  check()
  const timer = setInterval(check, CHECK_EVERY_MS)
  return {
    waiting: () => waiting,
    install: () => parts.quitThen(() => updater.quitAndInstall()),
    close: () => clearInterval(timer),
  }
}
