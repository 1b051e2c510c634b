import path from 'node:path'
import type { Notice } from '../../contract/notice.ts'
import type { Outcome } from '../../contract/problem.ts'
import type { CoreHost } from './core-host.ts'
import { createCoreLink, type CoreLink } from './core-link.ts'
import type { ElectronParts, WindowPart } from './electron-parts.ts'
import { endNow } from './end-now.ts'
import { liveSessions } from './known-board.ts'
import type { LaunchOptions } from './launch-options.ts'
import { createLoginItem } from './login-item.ts'
import { createNotifications, noticeRoute } from './notifications.ts'
import { createPagePorts } from './port.ts'
import { watchPower } from './power.ts'
import { createQuit, type Quit } from './quit.ts'
import type { ShellLog } from './shell-log.ts'
import { followTheme } from './theme.ts'
import { runTrayCommand } from './tray-commands.ts'
import { createTray } from './tray.ts'
import { startUpdates, type UpdaterPart, type Updates } from './updater.ts'
import { createWindow, type MainWindow } from './window.ts'

export interface RoomParts {
  electron: ElectronParts
  process: Pick<NodeJS.Process, 'env' | 'platform' | 'resourcesPath'>
  home: string
  options: LaunchOptions
  preload: string
  icons: string
  isTrayProven(): Promise<boolean>
  openHost(): Promise<Outcome<CoreHost>>
  loadUpdater(): Promise<UpdaterPart>
  closeLog(): Promise<void>
  log: ShellLog
}

export interface Rooms {
  link: CoreLink
  window: MainWindow
  quit: Quit
  startUpdates(): Promise<void>
}

/** Everything that lives while the app does, tied together. Nothing is opened yet. */
export function createRooms(parts: RoomParts): Rooms {
  const { electron, process, options, log } = parts
  const { platform } = process
  let busy: string | null = null
  let updates: Updates | null = null
  let updateProblem: string | null = null
  let present: WindowPart | null = null

  const refused = (what: string): void => {
    log.warn({ what }, 'not done')
    void electron.dialog.showMessageBox({ type: 'warning', message: 'Not done', detail: what, buttons: ['Close'] })
  }
  const installUpdate = async (): Promise<void> => updates?.install()
  const tray = createTray({
    electron,
    platform,
    icons: path.join(parts.icons, 'tray'),
    run: (command) =>
      void runTrayCommand(
        {
          client: () => link.client(),
          settings: () => link.board().settings,
          open: (route) => window.open(route),
          quit: () => quit.request('quit'),
          installUpdate,
          refused,
        },
        command,
      ).catch((error: unknown) => log.error({ err: error, command }, 'a command of the tray failed')),
  })
  const loginItem = createLoginItem({
    app: electron.app,
    platform,
    env: process.env,
    home: parts.home,
    command: options.command,
    log,
  })
  const theme = followTheme(electron.nativeTheme, (background) => present?.setBackgroundColor(background))
  const power = watchPower({
    electron,
    hint: () => draw(),
    shutdown(delay) {
      delay()
      void quit.shutdown()
    },
    log,
  })
  const notifications = createNotifications({
    electron,
    clicked: (notice) => void showNotice(notice),
    unsupported: () => window.beckon(),
  })
  const link = createCoreLink({
    open: () => parts.openHost(),
    changed() {
      quit.moved()
      draw()
    },
    opened: () => ports.renew(),
    notify: (notice) => notifications.show(notice),
    seen: (notice) => notifications.seen(notice.id),
    ownEnded: () => void quit.coreEnded(),
    log,
  })
  const ports = createPagePorts({ electron, serve: (channel) => link.serve(channel), log })
  const window = createWindow({
    electron,
    preload: parts.preload,
    icon: path.join(parts.icons, 'linux', '512x512.png'),
    devTools: !electron.app.isPackaged,
    placeFile: path.join(options.userData, 'window.json'),
    made(fresh) {
      present = fresh
      fresh.on('closed', () => (present = null))
      ports.add(fresh.webContents)
      // Windows asks each window whether its session may end.
      fresh.on('query-session-end', (event) => {
        event.preventDefault()
        void quit.shutdown()
      })
    },
    async closing() {
      const wanted = link.board().settings?.settings.desktop.closeToTray ?? true
      if (wanted && (await parts.isTrayProven())) return 'hide'
      await quit.request('close')
      return 'stay'
    },
    quitting: () => quit.decided(),
    log,
  })
  const quit = createQuit({
    electron,
    ownsCore: () => link.ownsCore(),
    liveSessions: () => liveSessions(link.board()),
    isTrayProven: () => parts.isTrayProven(),
    endCore: (force) => link.endCore(force),
    hurry: () => endNow(link, log),
    hideWindow: () => window.hide(),
    progress(state) {
      busy = state?.text ?? null
      window.progress(state?.fraction ?? -1)
      draw()
    },
    stop,
    log,
  })

  /** What the board and the app itself are at, to everything that shows it or acts by it. */
  function draw(): void {
    const { series, settings, limits } = link.board()
    // Until the first board came nothing can be said that is true.
    if (settings === null) return
    const { desktop, appearance } = settings.settings
    tray.show({
      series,
      keepAwake: desktop.keepAwake,
      update: updates?.waiting() ?? null,
      updateProblem,
      busy,
      connected: link.connected(),
      limits,
      now: Date.now(),
    })
    power.keepAwake(desktop.keepAwake && series.some(({ status }) => status === 'running'))
    loginItem.follow(desktop.launchAtLogin)
    theme.follow(appearance.theme)
  }

  async function showNotice(notice: Notice): Promise<void> {
    await window.open(noticeRoute(notice))
    const outcome = await link.client()?.call('notice.seen', { ids: [notice.id] })
    if (outcome?.ok === false) log.warn({ problem: outcome.problem }, 'a notice was not marked as seen')
  }

  async function stop(): Promise<void> {
    updates?.close()
    ports.close()
    await link.close()
    notifications.close()
    power.keepAwake(false)
    tray.close()
    await Promise.all([window.settle(), loginItem.settle()])
    await parts.closeLog()
  }

  return {
    link,
    window,
    quit,
    async startUpdates() {
      updates = await startUpdates({
        isPackaged: electron.app.isPackaged,
        resources: process.resourcesPath,
        load: () => parts.loadUpdater(),
        ready() {
          updateProblem = null
          draw()
        },
        failed(why) {
          updateProblem = why
          draw()
        },
        quitThen: (install) => quit.request('update', install),
        log,
      })
    },
  }
}
