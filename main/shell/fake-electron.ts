import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  Menu,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  NativeImage,
  NotificationConstructorOptions,
  Rectangle,
} from 'electron'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type {
  AppPart,
  ContentsPart,
  ElectronParts,
  NotificationPart,
  SessionPart,
  TrayPart,
  WindowPart,
} from './electron-parts.ts'
import { fakeChannelClass } from './fake-ports.ts'

/** Subscriptions as Electron's classes have them: `on` gives back what no one of us uses. */
class Emitting {
  readonly emitter = new EventEmitter()
  readonly on = (event: string, listener: (...args: never[]) => unknown): never => {
    this.emitter.on(event, listener as (...args: unknown[]) => void)
    return this as never
  }
  readonly once = (event: string, listener: (...args: never[]) => unknown): never => {
    this.emitter.once(event, listener as (...args: unknown[]) => void)
    return this as never
  }
}

/** An event that a listener may prevent. */
export function fakeEvent(fields: object = {}) {
  const event = {
    ...fields,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}

export class FakeContents extends Emitting implements ContentsPart {
  readonly posted: { channel: string; ports: unknown[] }[] = []
  reloads = 0
  destroyed = false
  opensWindow: Parameters<ContentsPart['setWindowOpenHandler']>[0] = () => ({ action: 'allow' })
  readonly mainFrame = {
    url: '',
    postMessage: (channel: string, _message: unknown, ports: unknown[] = []): void => {
      this.posted.push({ channel, ports })
    },
  }
  isDestroyed = (): boolean => this.destroyed
  reload = (): void => void this.reloads++
  setWindowOpenHandler: ContentsPart['setWindowOpenHandler'] = (handler) => {
    this.opensWindow = handler
  }
}

export class FakeWindow extends Emitting implements WindowPart {
  readonly calls: string[] = []
  readonly loaded: string[] = []
  readonly progress: number[] = []
  readonly webContents = new FakeContents()
  visible = false
  minimized = false
  bounds: Rectangle = { x: 10, y: 20, width: 1000, height: 700 }
  loadFails = false
  readonly options: BrowserWindowConstructorOptions
  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
  }
  destroy = (): void => void this.emitter.emit('closed')
  flashFrame = (on: boolean): void => void this.calls.push(`flash ${on}`)
  focus = (): void => void this.calls.push('focus')
  getNormalBounds = (): Rectangle => this.bounds
  hide = (): void => {
    this.visible = false
    this.calls.push('hide')
  }
  isDestroyed = (): boolean => false
  isMaximized = (): boolean => this.calls.includes('maximize')
  isMinimized = (): boolean => this.minimized
  isVisible = (): boolean => this.visible
  loadURL = async (url: string): Promise<void> => {
    this.loaded.push(url)
    if (this.loadFails) throw new Error('ERR_FAILED')
    this.webContents.mainFrame.url = url
    if (this.loaded.length > 1) return
    this.emitter.emit('ready-to-show')
    this.webContents.emitter.emit('did-finish-load')
  }
  maximize = (): void => void this.calls.push('maximize')
  restore = (): void => void this.calls.push('restore')
  setBackgroundColor = (color: string): void => void this.calls.push(`background ${color}`)
  setProgressBar = (fraction: number): void => void this.progress.push(fraction)
  show = (): void => {
    this.visible = true
    this.calls.push('show')
  }
}

export class FakeNotification extends Emitting implements NotificationPart {
  shown = 0
  closed = 0
  readonly options: NotificationConstructorOptions
  constructor(options: NotificationConstructorOptions) {
    super()
    this.options = options
  }
  show = (): void => void this.shown++
  close = (): void => void this.closed++
}

/** What the fakes hold in place of Electron's opaque objects. */
export type FakeImage = NativeImage & { path: string }
export type FakeMenu = Menu & { template: MenuItemConstructorOptions[] }

export class FakeTray extends Emitting implements TrayPart {
  readonly images: string[]
  readonly menus: MenuItemConstructorOptions[][] = []
  readonly tooltips: string[] = []
  readonly titles: string[] = []
  destroyed = false
  constructor(image: NativeImage) {
    super()
    this.images = [(image as FakeImage).path]
  }
  destroy = (): void => void (this.destroyed = true)
  setContextMenu: TrayPart['setContextMenu'] = (menu) => void this.menus.push((menu as FakeMenu).template)
  setImage: TrayPart['setImage'] = (image) => void this.images.push((image as FakeImage).path)
  setTitle = (title: string): void => void this.titles.push(title)
  setToolTip = (tooltip: string): void => void this.tooltips.push(tooltip)
}

export class FakeApp extends Emitting implements AppPart {
  readonly calls: string[] = []
  readonly loginItems: object[] = []
  readonly paths: Record<string, string> = {}
  isFirst = true
  openedAtLogin = false
  isPackaged = false
  /** As Electron's: asks the listeners of `before-quit`, who may prevent it. */
  quit = (): void => {
    const event = fakeEvent()
    this.emitter.emit('before-quit', event)
    this.calls.push(event.defaultPrevented ? 'quit prevented' : 'quit')
  }
  enableSandbox = (): void => void this.calls.push('enableSandbox')
  exit = (code = 0): void => void this.calls.push(`exit ${code}`)
  getAppPath = (): string => '/app'
  getLoginItemSettings: AppPart['getLoginItemSettings'] = () => ({ wasOpenedAtLogin: this.openedAtLogin }) as never
  requestSingleInstanceLock = (...data: unknown[]): boolean => {
    this.calls.push(`lock with ${data.length} arguments`)
    return this.isFirst
  }
  setAppUserModelId = (id: string): void => void this.calls.push(`id ${id}`)
  setLoginItemSettings = (settings: object): void => void this.loginItems.push(settings)
  /** As Electron's: takes no folder that is not there. */
  setPath = (name: string, value: string): void => {
    if (!existsSync(value)) throw new Error(`Path ${value} does not exist`)
    this.paths[name] = value
  }
  whenReady = async (): Promise<void> => void this.calls.push('ready')
}

export class FakeSession implements SessionPart {
  request: Parameters<SessionPart['setPermissionRequestHandler']>[0] = null
  check: Parameters<SessionPart['setPermissionCheckHandler']>[0] = null
  device: Parameters<SessionPart['setDevicePermissionHandler']>[0] = null
  setPermissionRequestHandler: SessionPart['setPermissionRequestHandler'] = (handler) => void (this.request = handler)
  setPermissionCheckHandler: SessionPart['setPermissionCheckHandler'] = (handler) => void (this.check = handler)
  setDevicePermissionHandler: SessionPart['setDevicePermissionHandler'] = (handler) => void (this.device = handler)
}

/** Everything of Electron that the shell uses, of the same types, recording what is done with it. */
export function fakeElectron() {
  const app = new FakeApp()
  const windows: FakeWindow[] = []
  const notifications: FakeNotification[] = []
  const trays: FakeTray[] = []
  const menus: MenuItemConstructorOptions[][] = []
  const asked: MessageBoxOptions[] = []
  const errorBoxes: string[] = []
  const opened: string[] = []
  const schemes: CustomScheme[] = []
  const answers = new Map<string, (request: Request) => Response | Promise<Response>>()
  const blockers = new Set<number>()
  const power = new Emitting()
  const theme = new Emitting()
  const defaultSession = new FakeSession()
  const world = {
    notificationsSupported: true,
    dark: false,
    response: 0,
    displays: [{ x: 0, y: 0, width: 1920, height: 1080 }],
  }
  let blocker = 0

  const electron = {
    app,
    BrowserWindow: class extends FakeWindow {
      constructor(options: BrowserWindowConstructorOptions) {
        super(options)
        windows.push(this)
        app.emitter.emit('web-contents-created', fakeEvent(), this.webContents)
      }
    },
    Menu: {
      buildFromTemplate: (template) => ({ template }) as unknown as FakeMenu,
      setApplicationMenu: (menu) => void menus.push((menu as FakeMenu).template),
    },
    MessageChannelMain: fakeChannelClass(),
    Notification: class extends FakeNotification {
      static isSupported = (): boolean => world.notificationsSupported
      constructor(options: NotificationConstructorOptions) {
        super(options)
        notifications.push(this)
      }
    },
    Tray: class extends FakeTray {
      constructor(image: NativeImage) {
        super(image)
        trays.push(this)
      }
    },
    dialog: {
      showMessageBox: async (options) => {
        asked.push(options)
        return { response: world.response, checkboxChecked: false }
      },
      showErrorBox: (title, content) => void errorBoxes.push(`${title}: ${content}`),
    },
    nativeImage: { createFromPath: (path) => ({ path }) as unknown as FakeImage },
    nativeTheme: {
      get shouldUseDarkColors() {
        return world.dark
      },
      themeSource: 'system' as const,
      on: theme.on,
    },
    powerMonitor: { on: power.on },
    powerSaveBlocker: {
      start() {
        blockers.add(++blocker)
        return blocker
      },
      stop: (id) => blockers.delete(id),
    },
    protocol: {
      registerSchemesAsPrivileged: (list) => void schemes.push(...list),
      handle: (scheme, answer) => void answers.set(scheme, answer),
    },
    screen: { getAllDisplays: () => world.displays.map((workArea) => ({ workArea }) as never) },
    session: { defaultSession },
    shell: { openExternal: async (url) => void opened.push(url) },
  } satisfies ElectronParts

  const seen = { windows, notifications, trays, menus, asked, errorBoxes, opened, schemes, answers, blockers }
  return { electron, world, session: defaultSession, power: power.emitter, theme: theme.emitter, app, ...seen }
}
