import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { describeProblem, success, type Outcome } from '../../contract/problem.ts'
import { openLog } from '../core/log.ts'
import type { CoreOptions, RunningCore } from '../core/open.ts'
import { assetsFolder, packageFolder } from '../package/files.ts'
import { pageHeaders } from '../server/security-headers.ts'
import { folderProblem } from '../store/folder-problem.ts'
import { appMenu } from './app-menu.ts'
import { registerAppScheme, serveAppScheme } from './app-protocol.ts'
import { openCoreHost } from './core-host.ts'
import type { ElectronParts } from './electron-parts.ts'
import { createExternalLinks } from './external-links.ts'
import { firstLook } from './first-look.ts'
import { guardContents } from './guards.ts'
import { launchOptions } from './launch-options.ts'
import type { LoginEnvParts } from './login-env.ts'
import { denyPermissions } from './permissions.ts'
import { createRooms } from './rooms.ts'
import type { ShellLog } from './shell-log.ts'
import { claimInstance, explainRefusal } from './single-instance.ts'
import { isTrayProven } from './tray-proof.ts'
import type { UpdaterPart } from './updater.ts'

/** Same as `appId` of electron-builder.yml: Windows shows notifications only of an app that it knows by this. */
export const APP_ID = 'dev.baton.desktop'
/** The desktop's and `baton serve`'s; another one is taken when it is in use. */
const PORT = 4319

export interface ShellParts {
  electron: ElectronParts
  process: Pick<NodeJS.Process, 'argv' | 'cwd' | 'env' | 'execPath' | 'on' | 'platform' | 'resourcesPath' | 'stderr'>
  home: string
  openCore(options: CoreOptions): Promise<Outcome<RunningCore>>
  /** What series are started with. */
  environment(parts: LoginEnvParts): Promise<Record<string, string>>
  loadUpdater(): Promise<UpdaterPart>
}

/**
 * The desktop app. What has to be settled before Electron is ready is done before this gives back its promise, which
 * resolves when the app is up, or ends.
 */
export async function startShell(parts: ShellParts): Promise<void> {
  const { electron, process } = parts
  const { app } = electron
  const options = launchOptions({
    argv: process.argv,
    env: process.env,
    cwd: process.cwd(),
    execPath: process.execPath,
    appPath: app.isPackaged ? null : app.getAppPath(),
  })
  app.enableSandbox()
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID)
  const made = makeFolder(options.userData)
  if (!made.ok) {
    electron.dialog.showErrorBox('Baton cannot start', describeProblem(made.problem))
    return app.exit(1)
  }
  app.setPath('userData', options.userData)
  registerAppScheme(electron.protocol)
  const cameAgain: { open(): void } = { open: () => {} }
  if (!claimInstance(app, () => cameAgain.open())) {
    process.stderr.write(`${await explainRefusal(options.dataDir, options.userData)}\n`)
    return app.exit(1)
  }
  const { logger, close: closeLog } = openLog({ dir: path.join(options.dataDir, 'logs') })
  const log: ShellLog = logger
  const askToOpen = createExternalLinks(electron, log)
  guardContents(app, (address) => void askToOpen(address), log)

  await app.whenReady()
  const dist = path.join(packageFolder(), 'dist')
  serveAppScheme(electron.protocol, path.join(dist, 'ui'), pageHeaders(''))
  denyPermissions(electron.session.defaultSession)

  const proven = (): Promise<boolean> => isTrayProven(process.platform, process.env)
  const rooms = createRooms({
    ...parts,
    options,
    preload: path.join(dist, 'preload.cjs'),
    icons: path.join(assetsFolder(), 'icons'),
    isTrayProven: proven,
    openHost: async () =>
      openCoreHost({
        dataDir: options.dataDir,
        env: await environment,
        port: PORT,
        open: (core) => parts.openCore(core),
      }),
    closeLog,
    log,
  })
  electron.Menu.setApplicationMenu(
    electron.Menu.buildFromTemplate(appMenu(process.platform, !app.isPackaged, () => void rooms.quit.request('quit'))),
  )
  cameAgain.open = () => void rooms.window.open()
  app.on('activate', () => void rooms.window.open())
  // Without a listener Electron ends with the last window.
  app.on('window-all-closed', () => {})
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void rooms.quit.shutdown())
  // A closed terminal ends nothing.
  process.on('SIGHUP', () => {})

  const environment = parts.environment({ env: process.env, log })
  const started = rooms.link.start()
  // macOS passes no arguments to what it starts at login.
  const hidden = options.hidden || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin)
  const looked = firstLook({ hidden, isTrayProven: proven, open: () => rooms.window.open() }).catch(
    async (error: unknown) => {
      log.error({ err: error }, 'the window could not be opened')
      electron.dialog.showErrorBox('Baton cannot open its window', String(error))
      // What the core took up lives already: it is ended safely, and not with the process.
      await started
      await rooms.quit.shutdown()
    },
  )
  const core = await started
  if (!core.ok) {
    log.error({ problem: core.problem }, 'the core did not start')
    electron.dialog.showErrorBox('Baton cannot start', describeProblem(core.problem))
    return rooms.quit.fail()
  }
  await Promise.all([looked, rooms.startUpdates()])
}

/** Electron takes no folder that is not there. */
function makeFolder(folder: string): Outcome<void> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return success(undefined)
  } catch (error) {
    return { ok: false, problem: folderProblem(error as NodeJS.ErrnoException, folder) }
  }
}
